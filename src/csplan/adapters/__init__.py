"""Doors that can be taken off one by one: the API, mail, calendar feeds, imports."""
