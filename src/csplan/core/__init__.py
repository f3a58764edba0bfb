"""Plain Python and numpy: durations, office calendars, standards, procedures, plans, timeliness."""
