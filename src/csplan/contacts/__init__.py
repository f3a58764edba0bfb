"""Calls and voice mail: what came, and the tries to answer it."""
