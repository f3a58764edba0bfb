"""Procedures as data, and how a matter goes on under one."""
