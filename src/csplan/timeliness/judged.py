"""Judges the clocks of a batch: due, verdict and time taken of each."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csplan.core import taken as time_taken
from csplan.core.deadline import deadline, due_dates
from csplan.core.duration import Limit
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.tables import Tables
from csplan.core.verdict import Facts, Ints, is_after, verdicts
from csplan.timeliness.facts import log_tables

NOT_A_TIME: Final = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Rule:
    """What a replay measures by: a limit on a calendar. The limit has a duration."""

    limit: Limit
    calendar: OfficeCalendar

    @property
    def unit(self) -> str:
        """The unit of the limit."""
        assert self.limit.duration
        return self.limit.duration.unit

    @property
    def backward(self) -> bool:
        """Whether the limit counts back from an event."""
        assert self.limit.duration
        return self.limit.duration.n < 0

    @property
    def tables(self) -> Tables:
        """The tables within which dates are read."""
        return log_tables(self.calendar)


@dataclass(frozen=True, slots=True)
class Judged:
    """The clocks of a batch. due.seconds and due.days are those of due.readable clocks only."""

    due: Facts
    verdicts: NDArray[np.uint8]
    taken: Ints


def judge(
    starts: Facts,
    met: Facts,
    rule: Rule,
    as_of: Facts,
    *,
    with_dates: bool = False,
    counted_from: Facts | None = None,
) -> Judged:
    """The due instant, verdict and time taken of each clock; with_dates fills due.days of each.

    counted_from is what the limit counts from where that is not the start: a date that was promised.
    """
    met = _known_by(met, as_of)
    due = _due(starts if counted_from is None else counted_from, met, rule, as_of, with_dates)
    found = verdicts(starts, due, met, as_of, backward=rule.backward)
    taken = time_taken.taken(starts, met, rule.unit, rule.tables, backward=rule.backward)
    return Judged(due, found, taken)


def _known_by(met: Facts, as_of: Facts) -> Facts:
    later = is_after(met, as_of)
    return replace(met, known=np.logical_and(met.known, ~later)) if later.any() else met


def _due(starts: Facts, met: Facts, rule: Rule, as_of: Facts, with_dates: bool) -> Facts:
    seconds = _instants(starts, rule)
    lost = seconds == NOT_A_TIME
    days = np.zeros(len(seconds), np.int64)
    if with_dates or met.whole is not False:
        days = _dates(starts.seconds, rule)
    elif as_of.whole is not False and met.known is not True:
        unanswered = np.flatnonzero(~met.known)
        days[unanswered] = _dates(starts.seconds[unanswered], rule)
    readable = np.logical_and(starts.readable, ~lost) if lost.any() else starts.readable
    return Facts(seconds, days, readable=readable)


def _instants(starts: Facts, rule: Rule) -> Ints:
    """The due instants; a whole day has no time of day that its due day could share, so it is due at the day's end."""
    counting = rule.limit.counting
    if starts.whole is not False and counting.due_time == "same-time":
        at_end = replace(rule, limit=replace(rule.limit, counting=replace(counting, due_time="end-of-day")))
        return np.where(starts.whole, _counted(starts.seconds, at_end), _counted(starts.seconds, rule))
    return _counted(starts.seconds, rule)


def _counted(seconds: Ints, rule: Rule) -> Ints:
    assert rule.limit.duration
    return deadline(seconds.view("M8[s]"), rule.limit.duration, rule.limit.counting, rule.calendar, refuse=False).view(
        np.int64
    )


def _dates(seconds: Ints, rule: Rule) -> Ints:
    assert rule.limit.duration
    return due_dates(seconds.view("M8[s]"), rule.limit.duration, rule.limit.counting, rule.calendar, refuse=False).view(
        np.int64
    )
