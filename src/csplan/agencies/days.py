"""Which day it is in an agency, and what holds then: roles, teams and tokens begin and end at its own midnight."""

from datetime import date, datetime
from functools import cache
from typing import Final, Protocol

from csplan.agencies.models import Agency
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import named_zone
from csplan.policy.calendars import named_calendar

UNKNOWN: Final = "UTC"
"""Where a state has no curated calendar."""


def today_of(agency: Agency, now: datetime) -> date:
    """The day in the zone of the calendar of the agency's state; asks the database nothing."""
    return now.astimezone(named_zone(zone_of_state(agency.state))).date()


class Dated(Protocol):
    """Something that holds from a first day on, perhaps to a last one."""

    first_day: date
    last_day: date | None


def holds(dated: Dated, day: date) -> bool:
    """Whether it holds on a day; queries.holding asks the database the same."""
    return dated.first_day <= day and (dated.last_day is None or day <= dated.last_day)


@cache
def zone_of_state(state: str) -> str:
    """The name of the zone of a state's calendar."""
    try:
        return named_calendar(state).zone
    except CsplanError:
        return UNKNOWN
