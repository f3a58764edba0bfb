"""Agencies, offices, office calendars in editions, people and their grants."""
