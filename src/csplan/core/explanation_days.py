"""What an explanation says of each day: whether the office opens, when, and if not, why not."""

from dataclasses import dataclass
from datetime import date
from typing import cast
from weakref import WeakKeyDictionary

from csplan.core.duration import OPEN_DAYS
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.tables import Tables

START, COUNTED, NOT_COUNTED, PASSED, PAUSED = "start", "counted", "not counted", "passed", "paused"


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of an explanation: what it is to the count (START, COUNTED, ...) and why.

    seconds is the counted time of the day, for limits in minutes and hours.
    """

    date: date
    mark: str
    why: str
    seconds: int | None = None


def day_says(calendar: OfficeCalendar, day: date) -> str:
    """In words, whether the office opens on a day: "open 08:00-16:30", "closed, Thanksgiving, Wis. Stat. ..."."""
    closed = calendar.closed.get(day)
    if closed:
        return ", ".join(filter(None, ("closed", closed.name, closed.cite)))
    spans = calendar.spans(day)
    special = calendar.special.get(day)
    if not spans:
        return f"closed, {day:%A}"
    hours = "open " + ", ".join(map(str, spans))
    return ", ".join(filter(None, (hours, special.name, special.cite))) if special else hours


_known: WeakKeyDictionary[Tables, dict[str, list[DayLine | None]]] = WeakKeyDictionary()


def day_lines(tables: Tables, family: str, first: int, last: int) -> list[DayLine]:
    """The lines of the day indexes first to last, each counted if it counts for the family; kept for the next call."""
    lines = _known.setdefault(tables, {}).setdefault(family, [None] * tables.days)
    found = lines[first : last + 1]
    if not all(found):
        for index in range(first, last + 1):
            lines[index] = lines[index] or _day_line(tables, family, index)
        found = lines[first : last + 1]
    return cast(list[DayLine], found)


def _day_line(tables: Tables, family: str, index: int) -> DayLine:
    day = tables.date_of(index)
    counts = family != OPEN_DAYS or bool(tables.is_open[index])
    return DayLine(day, COUNTED if counts else NOT_COUNTED, day_says(tables.calendar, day))
