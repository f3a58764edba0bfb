"""The verdict on clocks: what had become of each promise as of a day or an instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csplan.core.instants import utc_seconds
from csplan.core.office_calendar import DAY_SECONDS
from csplan.core.zones import EPOCH_DAY

MET, MISSED, OPEN, OPEN_PAST_DUE, PAUSED, INCONSISTENT, UNREADABLE = range(7)
VERDICTS: Final = ("met", "missed", "open", "open past due", "paused", "inconsistent", "unreadable")

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_] | bool  # one flag for each, or one for all
DayOrInstant = date | datetime  # a bare date stands for that whole day
PauseSoFar = tuple[datetime, datetime | None]  # from and to; None while it lasts


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of one kind, one for each clock: int64 seconds UTC and local days since 1970-01-01.

    whole marks a date without a time, which stands for that whole day (its seconds are its local midnight).
    known is False where the fact has not happened; readable is False where something stands there that cannot be read.
    """

    seconds: Ints
    days: Ints
    whole: Flags = False
    known: Flags = True
    readable: Flags = True

    def at(self, index: NDArray[np.intp]) -> "Facts":
        """The facts at those positions."""
        parts = (part if isinstance(part, bool) else part[index] for part in (self.whole, self.known, self.readable))
        return Facts(self.seconds[index], self.days[index], *parts)


def fact_of(fact: DayOrInstant | None) -> Facts:
    """One fact as facts of length 1; an aware datetime counts in its own zone, None is not known."""
    if fact is None:
        return Facts(np.zeros(1, np.int64), np.zeros(1, np.int64), known=False)
    day = fact.toordinal() - EPOCH_DAY
    seconds = utc_seconds(fact) if isinstance(fact, datetime) else day * DAY_SECONDS
    return Facts(np.array([seconds], np.int64), np.array([day], np.int64), whole=not isinstance(fact, datetime))


def verdicts(starts: Facts, due: Facts, met: Facts, as_of: Facts, *, backward: bool = False) -> NDArray[np.uint8]:
    """The verdict on each clock, an index into VERDICTS. as_of has length 1; due has one instant for each clock.

    backward: the limit counts back from an event still to come, so that to be met before it is the promise.
    """
    known = np.logical_and(met.known, np.logical_not(is_after(met, as_of)))
    open_ = np.where(is_after(as_of, due), OPEN_PAST_DUE, OPEN)
    if not backward:
        open_[is_after(starts, as_of)] = OPEN
    found = np.where(known, np.where(is_after(met, due), MISSED, MET), open_).astype(np.uint8)
    if not backward:
        found[known & is_after(starts, met)] = INCONSISTENT
    readable = np.logical_and(starts.readable, met.readable) & np.logical_and(starts.known, due.readable)
    found[~np.broadcast_to(readable, found.shape)] = UNREADABLE
    return found


def verdict(
    start: DayOrInstant | None,
    due: datetime | None,
    due_date: date | None,
    met: DayOrInstant | None,
    as_of: DayOrInstant,
    pauses: Sequence[PauseSoFar] = (),
    *,
    backward: bool = False,
) -> str:
    """The verdict on one clock as of a day or an instant; every datetime is aware, in the calendar's zone.

    due is None while a pause lasts, or where no due instant can be counted. A pause does not cure what was late before.
    Raises BadInstant for a datetime without a zone.
    """
    began, answered, now = fact_of(start), fact_of(met), fact_of(as_of)
    runs = start is not None and not is_after(began, now)[0]
    if runs and (met is None or is_after(answered, now)[0]) and _is_paused(pauses, due, now):
        return VERDICTS[PAUSED]
    days = np.array([(due_date or date.max).toordinal() - EPOCH_DAY])
    ends = Facts(fact_of(due).seconds, days, readable=due is not None)
    return VERDICTS[int(verdicts(began, ends, answered, now, backward=backward)[0])]


def is_after(one: Facts, other: Facts) -> NDArray[np.bool_]:
    """Where one comes after the other: by local date where either is a whole day, otherwise by the second."""
    if one.whole is False and other.whole is False:
        return one.seconds > other.seconds
    if one.whole is True or other.whole is True:
        return one.days > other.days
    whole = np.logical_or(one.whole, other.whole)
    return np.where(whole, one.days > other.days, one.seconds > other.seconds)


def _is_paused(pauses: Sequence[PauseSoFar], due: datetime | None, now: Facts) -> bool:
    for begin, end in pauses:
        begun = not is_after(fact_of(begin), now)[0] and (due is None or begin <= due)
        if begun and (end is None or is_after(fact_of(end), now)[0]):
            return True
    return False
