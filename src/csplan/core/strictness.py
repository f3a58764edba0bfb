"""Whether one limit is looser than another: later for some start on the curated calendar."""

from datetime import UTC, date, datetime
from typing import Final

import numpy as np

from csplan.core.deadline import Instants, deadline
from csplan.core.duration import Counting, Duration
from csplan.core.office_calendar import OfficeCalendar

STEP_MINUTES: Final = 30
_WITHOUT_HORIZON: Final = (date(2024, 1, 1), date(2027, 12, 31))  # leap day, and each weekday for each holiday

Rule = tuple[Duration, Counting]


def looser_start(rule: Rule, limit: Rule, calendar: OfficeCalendar) -> datetime | None:
    """The first start (UTC) for which a rule falls due after a limit, None where it never does.

    Tries every half hour of the calendar's horizon; a rule that leaves the horizon where the limit does not is later.
    """
    if rule == limit:
        return None
    starts = _starts(calendar)
    due, latest = (deadline(starts, *each, calendar, refuse=False) for each in (rule, limit))
    later = (due > latest) | (np.isnat(due) & ~np.isnat(latest) & (rule[0].n >= 0))
    if not later.any():
        return None
    return datetime.fromtimestamp(int(starts[later.argmax()].astype(np.int64)), UTC)


def _starts(calendar: OfficeCalendar) -> Instants:
    first, last = calendar.horizon or _WITHOUT_HORIZON
    every = np.arange(np.datetime64(first, "m"), np.datetime64(last, "m"), np.timedelta64(STEP_MINUTES, "m"))
    return every.astype("M8[s]")
