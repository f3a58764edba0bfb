"""Whether one limit is looser than another: later for some start on the curated calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from csplan.core.deadline import Instants, deadline
from csplan.core.duration import Counting, Duration
from csplan.core.instants import FIRST, LAST, instant_at, moment_words
from csplan.core.office_calendar import OfficeCalendar

STEP_MINUTES: Final = 30
WITHOUT_HORIZON: Final = (date(2024, 1, 1), date(2027, 12, 31))  # leap day, and each weekday for each holiday

Rule = tuple[Duration, Counting]


@dataclass(frozen=True, slots=True)
class Looser:
    """A start for which a rule falls due after a limit, on the wall of the calendar's zone.

    due is None where the rule leads beyond the calendar's horizon.
    """

    start: datetime
    due: datetime | None
    latest: datetime

    def __str__(self) -> str:
        """The example in words, with both due instants."""
        due = f"due {moment_words(self.due)}" if self.due else "due after the calendar ends"
        return f"from {moment_words(self.start)} it is {due}, by the limit {moment_words(self.latest)}"


def looser_start(rule: Rule, limit: Rule, calendar: OfficeCalendar) -> datetime | None:
    """The first start (UTC) for which a rule falls due after a limit, None where it never does."""
    found = looser_example(rule, limit, calendar)
    return found.start.astimezone(UTC) if found else None


def looser_example(rule: Rule, limit: Rule, calendar: OfficeCalendar, since: date | None = None) -> Looser | None:
    """The first start from a day on for which a rule falls due after a limit, or else the first of all; None if never.

    Tries every half hour of the calendar's horizon; a rule that leaves the horizon where the limit does not is later.
    """
    if rule == limit:
        return None
    starts = _starts(calendar)
    due, latest = (deadline(starts, *each, calendar, refuse=False) for each in (rule, limit))
    later = np.flatnonzero((due > latest) | (np.isnat(due) & ~np.isnat(latest) & (rule[0].n >= 0)))
    if not len(later):
        return None
    place = _first_since(starts[later], since, calendar)
    start, end, last = (_on_the_wall(each[later[place]], calendar) for each in (starts, due, latest))
    return Looser(start, end, last) if start and last else None


def _first_since(starts: Instants, since: date | None, calendar: OfficeCalendar) -> int:
    """The index of the first of ascending starts from a local day on, 0 where none is as late."""
    if since is None:
        return 0
    day = min(max(since, FIRST), LAST)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)
    found = int(np.searchsorted(starts, np.datetime64(midnight.replace(tzinfo=None), "s")))
    return found if found < len(starts) else 0


def _on_the_wall(instant: np.datetime64, calendar: OfficeCalendar) -> datetime | None:
    return None if np.isnat(instant) else instant_at(int(instant.astype(np.int64)), ZoneInfo(calendar.zone))


def _starts(calendar: OfficeCalendar) -> Instants:
    first, last = calendar.horizon or WITHOUT_HORIZON
    every = np.arange(np.datetime64(first, "m"), np.datetime64(last, "m"), np.timedelta64(STEP_MINUTES, "m"))
    return every.astype("M8[s]")
