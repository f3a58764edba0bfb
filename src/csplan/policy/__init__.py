"""Reads the policy files into core objects and refuses bad ones."""
