"""How long before it is due a clock warns: rungs on working time, which an agency chooses from the list of choices."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from csplan.core.deadline import deadline
from csplan.core.duration import Counting, parse_duration
from csplan.core.errors import OutsideHorizon
from csplan.core.office_calendar import OfficeCalendar

CHOICE: Final = "clocks.warnings"
MAILS: Final = "clocks.warning_mails"
NONE: Final = "none"
SOON: Final = "4 business hours"
"""The rung that lists show beside a date, whatever warnings the agency has chosen."""


def rungs_of(chosen: str) -> tuple[str, ...]:
    """The rungs of a choice such as "8 business hours, 2 business hours"; none for "none"."""
    return () if chosen == NONE else tuple(part.strip() for part in chosen.split(","))


def reaches(rung: str, now: datetime, calendar: OfficeCalendar) -> datetime | None:
    """The last due instant that is no further away than the rung; None where that is past the curated days."""
    return _reaches(rung, now.replace(second=0, microsecond=0), calendar)


def is_open(calendar: OfficeCalendar, at: datetime) -> bool:
    """Whether the office is open at an instant on its wall: warnings are given while somebody can act on them."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    seconds = (at - midnight) // timedelta(seconds=1)
    return any(span.opens <= seconds < span.closes for span in calendar.spans(at.date()))


def passed(rungs: tuple[str, ...], now: datetime, calendar: OfficeCalendar) -> Iterator[tuple[str, datetime]]:
    """Each rung with the last due instant that it reaches now."""
    for rung in rungs:
        last = reaches(rung, now, calendar)
        if last is not None:
            yield rung, last


@lru_cache(maxsize=256)
def _reaches(rung: str, now: datetime, calendar: OfficeCalendar) -> datetime | None:
    try:
        return deadline(now, parse_duration(rung), Counting(), calendar).at
    except OutsideHorizon:
        return None
