"""Which day it is in an agency: roles, teams and tokens begin and end at its own midnight."""

from datetime import date, datetime
from functools import cache
from typing import Final

from csplan.agencies.models import Agency
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import named_zone
from csplan.policy.calendars import named_calendar

UNKNOWN: Final = "UTC"
"""Where a state has no curated calendar."""


def today_of(agency: Agency, now: datetime) -> date:
    """The day in the zone of the calendar of the agency's state; asks the database nothing."""
    return now.astimezone(named_zone(_zone(agency.state))).date()


@cache
def _zone(state: str) -> str:
    try:
        return named_calendar(state).zone
    except CsplanError:
        return UNKNOWN
