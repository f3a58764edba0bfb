"""Counting along the tables: from the day or instant of a start to the day and instant of its end.

Each part of a limit (the duration itself, then its extensions) goes from moments to moments. All arrays of a call have
the same shape (n,); a day index of tables.days and an instant of NAT stand for "outside the range of the tables".
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csplan.core.duration import DATES, ELAPSED, OPEN_DAYS, Counting, Duration
from csplan.core.intervals import Intervals
from csplan.core.pauses import Pauses
from csplan.core.steps import Index, Seconds
from csplan.core.tables import Tables

NAT: Final = int(np.iinfo(np.int64).min)  # numpy's "not a time"


@dataclass(frozen=True, slots=True)
class Part:
    """One duration to count, its options filled in; rolls tells whether end_roll applies after it."""

    duration: Duration
    counting: Counting
    rolls: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Moments:
    """Instants (UTC seconds), the day index each belongs to, and the time of day on the wall, in seconds."""

    at: Seconds
    day: Index
    time: Seconds


def begin(starts: Seconds, tables: Tables) -> Moments:
    """The moments of starts given in UTC seconds."""
    day = tables.day_index(starts)
    return Moments(starts, day, time_of_day(starts, day, tables))


def count(start: Moments, part: Part, tables: Tables, pauses: Pauses) -> Moments:
    """The moments at which a part ends that is counted on from start."""
    family = part.duration.family
    if family in (OPEN_DAYS, DATES):
        return _count_days(start, part, tables, pauses)
    if family == ELAPSED:
        return _count_elapsed(start, part, tables, pauses)
    return _count_open_time(start, part.duration.seconds, tables, pauses)


def time_of_day(at: Seconds, day: Index, tables: Tables) -> Seconds:
    """Seconds on the wall since midnight of each instant, which lies on that day."""
    return tables.zone.wall(at) - tables.wall_midnights[day]


# Days ---------------------------------------------------------------------------------------------------------------


def due_day(part: Part, tables: Tables, pauses: Pauses) -> Index:
    """For each day index (and one past the last), the day on which a part that starts there ends, rolled."""
    n, unit = part.duration.n, part.duration.unit
    if unit == "months":
        found = _months_on(n, tables)
    else:
        found = nth_day(counted_days(part, tables, pauses), n * (7 if unit == "weeks" else 1), part.counting.day_one)
    return rolled(part, tables)[found] if part.rolls else found


def counted_days(part: Part, tables: Tables, pauses: Pauses) -> NDArray[np.bool_]:
    """Whether each day counts: open, for business days; and the clock running when the day closes or ends."""
    if part.duration.family == OPEN_DAYS:
        return tables.is_open & pauses.running(tables.closes) if pauses else tables.is_open
    return pauses.running(tables.midnights[1:]) if pauses else np.ones(tables.days, np.bool_)


def nth_day(counted: NDArray[np.bool_], n: int, day_one: str | None) -> Index:
    """For each day the nth counted day after it, before it for negative n; start-day lets the day itself be the first."""
    days = len(counted)
    if n == 0:
        return np.arange(days + 1)
    itself = day_one == "start-day"
    through = np.cumsum(counted)
    rank = through + n - 1 - counted * itself if n > 0 else through + n - counted * (not itself)
    where = np.flatnonzero(counted)
    inside = (rank >= 0) & (rank < len(where))
    found = np.full(days + 1, days)
    found[:-1][inside] = where[rank[inside]]
    return found


def rolled(part: Part, tables: Tables) -> Index:
    """For each day index (and one past the last), where end_roll takes it."""
    if part.counting.end_roll == "next-open-day":
        return tables.next_open
    if part.counting.end_roll == "previous-open-day":
        return tables.previous_open
    return np.arange(tables.days + 1)


def start_day(part: Part, tables: Tables) -> Index:
    """For each day index (and one past the last), where closed_start = roll takes it: back for negative n."""
    if part.counting.closed_start != "roll":
        return np.arange(tables.days + 1)
    return tables.next_open if part.duration.n >= 0 else tables.previous_open


def instant_of_day(part: Part, tables: Tables) -> Seconds:
    """The due instant of each due day (and NAT for one past the last), for due_time close and end-of-day."""
    return np.append(tables.closes if part.counting.due_time == "close" else tables.ends, NAT)


def _count_days(start: Moments, part: Part, tables: Tables, pauses: Pauses) -> Moments:
    if part.counting.closed_start == "roll-after-hours":
        start = _into_hours(start, part.duration.n, tables)
    day = due_day(part, tables, pauses)[start_day(part, tables)[start.day]]
    if part.counting.due_time == "same-time":
        return Moments(_on_wall(day, start.time, tables), day, start.time)
    return Moments(instant_of_day(part, tables)[day], day, start.time)


def _into_hours(start: Moments, n: int, tables: Tables) -> Moments:
    opening = tables.opening
    at = opening.after(start.at) if n >= 0 else opening.before(start.at)
    found = opening.unclosed(start.at) if n >= 0 else opening.opened(start.at)
    day = np.where(start.day == tables.days, tables.days, np.append(opening.day, tables.days)[found])
    return Moments(at, day, time_of_day(at, day, tables))


def _months_on(n: int, tables: Tables) -> Index:
    dates = (tables.first_day + np.arange(tables.days)).astype("M8[D]")
    months = dates.astype("M8[M]")
    target = months + n
    first = target.astype("M8[D]").astype(np.int64)
    length = (target + 1).astype("M8[D]").astype(np.int64) - first
    index = first + np.minimum((dates - months).astype(np.int64), length - 1) - tables.first_day
    return np.append(np.where((index < 0) | (index >= tables.days), tables.days, index), tables.days)


def _on_wall(day: Index, time: Seconds, tables: Tables) -> Seconds:
    return np.where(day == tables.days, NAT, tables.zone.utc(tables.wall_midnights[day] + time))


# Elapsed time and open time -----------------------------------------------------------------------------------------


def _count_elapsed(start: Moments, part: Part, tables: Tables, pauses: Pauses) -> Moments:
    seconds = part.duration.seconds
    skips = part.counting.skip == "sundays-and-holidays"
    if seconds and (skips or pauses):
        running = (tables.unskipped if skips else tables.whole).without(pauses.begins, pauses.ends)
        at = _along(running, start.at, seconds)[0]
    else:
        at = start.at + seconds
    at = np.where(start.day == tables.days, NAT, at)
    day = tables.day_index(at)
    time = time_of_day(at, day, tables)
    to = rolled(part, tables)[day] if part.rolls else day
    stays = (to == day) & (day != tables.days)
    return Moments(np.where(stays, at, _on_wall(to, time, tables)), to, time)


def _count_open_time(start: Moments, seconds: int, tables: Tables, pauses: Pauses) -> Moments:
    opening = tables.opening
    if seconds == 0:
        at, found = opening.after(start.at), opening.unclosed(start.at)
    else:
        opening = opening.without(pauses.begins, pauses.ends)
        at, found = _along(opening, start.at, seconds)
    day = np.where(start.day == tables.days, tables.days, np.append(opening.day, tables.days)[found])
    at = np.where(day == tables.days, NAT, at)
    return Moments(at, day, time_of_day(at, day, tables))


def _along(intervals: Intervals, starts: Seconds, seconds: int) -> tuple[Seconds, Index]:
    counted = intervals.seconds_before(starts) + seconds
    if seconds > 0:
        found = intervals.holding(counted)
        return intervals.at_count(counted, found), found
    found = intervals.holding_back(counted)
    return intervals.at_count_back(counted, found), np.where(found < 0, len(intervals.day), found)
