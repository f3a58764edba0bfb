"""What the counting of days and of time have in common: parts, moments, and rolling off closed days.

Each part of a limit (the duration itself, then its extensions) goes from moments to moments. All arrays of a call have
the same shape (n,); a day index of tables.days and an instant of NAT stand for "outside the range of the tables".
"""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from csplan.core.boundaries import Index, Seconds
from csplan.core.duration import Counting, Duration
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
    """Instants (UTC seconds) and the day index each belongs to; time is the time of day to keep, in wall seconds."""

    at: Seconds
    day: Index
    time: Seconds | None = None


class Counter(Protocol):
    """What counts one part on the tables of one calendar."""

    def moments(self, start: Moments) -> Moments:
        """The moments at which the part ends that is counted on from start."""
        ...

    def fill(self, starts: Seconds, out: Seconds) -> None:
        """Write into out the instants at which the part ends, for starts in UTC seconds."""
        ...


def begin(starts: Seconds, tables: Tables) -> Moments:
    """The moments of starts given in UTC seconds."""
    return Moments(starts, tables.day_index(starts))


def begin_keeping_time(starts: Seconds, tables: Tables) -> Moments:
    """The moments of starts, with the time of day that a later part may keep."""
    moments = begin(starts, tables)
    return Moments(moments.at, moments.day, time_of_day(moments, tables))


def time_of_day(moments: Moments, tables: Tables) -> Seconds:
    """The time of day to keep, in wall seconds: the one carried along, or that of the instant."""
    if moments.time is not None:
        return moments.time
    return tables.zone.wall(moments.at) - tables.wall_midnights[moments.day]


def kept_on(start: Moments, end: Moments, tables: Tables) -> Moments:
    """The end of a part in time, with its own time of day to keep where later parts may need one."""
    return end if start.time is None else Moments(end.at, end.day, time_of_day(end, tables))


def on_wall(day: Index, time: Seconds, tables: Tables) -> Seconds:
    """The instants of a time of day on days; NAT outside."""
    return np.where(day == tables.days, NAT, tables.zone.utc(tables.wall_midnights[day] + time))


def rolled(day: Index, part: Part, tables: Tables) -> Index:
    """Each day index, moved off closed days where the part's end_roll asks for it."""
    if part.rolls and part.counting.end_roll == "next-open-day":
        return tables.next_open[day]
    if part.rolls and part.counting.end_roll == "previous-open-day":
        return tables.previous_open[day]
    return day
