"""The door for other programs: contacts in, due lists out, calendars and standards, by tokens with scopes."""
