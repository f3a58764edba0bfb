"""Counting time: elapsed minutes and hours in UTC, and business minutes and hours inside opening spans."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from csplan.core.boundaries import Index, Seconds
from csplan.core.counting import NAT, Moments, Part, begin, kept_on, on_wall, rolled, time_of_day
from csplan.core.grid import Grid, open_time_grid
from csplan.core.intervals import Intervals
from csplan.core.pauses import Pauses
from csplan.core.tables import Tables

MANY: Final = 1 << 16  # starts at once from which it pays to lay out a grid


@dataclass(frozen=True, eq=False)
class ElapsedCounter:
    """Counts elapsed seconds, less skipped days and pauses; then rolls off a closed day, keeping the wall time."""

    part: Part
    tables: Tables
    pauses: Pauses

    def moments(self, start: Moments) -> Moments:
        """The moments at which the part ends that is counted on from start."""
        tables = self.tables
        at = np.where(start.day == tables.days, NAT, self._unrolled(start.at))
        day = tables.day_index(at)
        to = rolled(day, self.part, tables)
        if to is day:
            return kept_on(start, Moments(np.where(day == tables.days, NAT, at), day), tables)
        time = time_of_day(Moments(at, day), tables)
        return Moments(np.where((to == day) & (day != tables.days), at, on_wall(to, time, tables)), to, time)

    def fill(self, starts: Seconds, out: Seconds) -> None:
        """Write into out the due instant of each start in UTC seconds: NAT outside the tables."""
        if self._running or self.part.counting.end_roll != "none":
            out[:] = self.moments(begin(starts, self.tables)).at
            return
        first, end = self.tables.midnights[0], self.tables.midnights[-1]
        np.add(starts, self.part.duration.seconds, out=out)
        if min(starts.min(), out.min()) < first or max(starts.max(), out.max()) >= end:
            out[(starts < first) | (starts >= end) | (out < first) | (out >= end)] = NAT

    def counted_before(self, utc: Seconds) -> Seconds:
        """The counted seconds until each instant, from some fixed instant on."""
        return self._running.seconds_before(utc) if self._running else utc

    def _unrolled(self, starts: Seconds) -> Seconds:
        seconds = self.part.duration.seconds
        return along(self._running, starts, seconds) if self._running else starts + seconds

    @cached_property
    def _running(self) -> Intervals | None:
        skips = self.part.counting.skip == "sundays-and-holidays"
        if not self.part.duration.n or not (skips or self.pauses):
            return None
        counted = self.tables.unskipped if skips else self.tables.whole
        return counted.without(self.pauses.begins, self.pauses.ends)


@dataclass(frozen=True, eq=False)
class OpenTimeCounter:
    """Counts open seconds from the next opening, for a negative number back from the previous closing."""

    part: Part
    tables: Tables
    pauses: Pauses

    def moments(self, start: Moments) -> Moments:
        """The moments at which the part ends that is counted on from start."""
        seconds, outside = self.part.duration.seconds, self.tables.days
        at = self._count(start.at)
        found = interval_reached(self._opening, start.at, seconds) if seconds else self._opening.unclosed(start.at)
        day = np.where(start.day == outside, outside, np.append(self._opening.day, outside)[found])
        return kept_on(start, Moments(np.where(day == outside, NAT, at), day), self.tables)

    def fill(self, starts: Seconds, out: Seconds) -> None:
        """Write into out the due instant of each start in UTC seconds: NAT outside the tables."""
        first, end = self.tables.midnights[0], self.tables.midnights[-1]
        grid = self._grid if starts.size >= MANY else None
        if grid:
            grid.fill(starts, out)
        else:
            out[:] = self._count(starts)
        is_inside = grid is not None or (starts.min() >= first and starts.max() < end)
        if not is_inside or out.min() < first or out.max() > end:
            out[:] = self.moments(begin(starts, self.tables)).at

    def counted_before(self, utc: Seconds) -> Seconds:
        """The counted seconds until each instant, from some fixed instant on."""
        return self._opening.seconds_before(utc)

    def _count(self, starts: Seconds) -> Seconds:
        seconds = self.part.duration.seconds
        return along(self._opening, starts, seconds) if seconds else self._opening.after(starts)

    @cached_property
    def _grid(self) -> Grid | None:
        return open_time_grid(self._opening, self.part.duration.seconds) if self.part.duration.n else None

    @cached_property
    def _opening(self) -> Intervals:
        opening = self.tables.opening
        return opening.without(self.pauses.begins, self.pauses.ends) if self.part.duration.n else opening


def along(intervals: Intervals, starts: Seconds, seconds: int) -> Seconds:
    """The instants that many counted seconds on from starts, for negative seconds back from them."""
    counted = intervals.seconds_before(starts)
    counted += seconds
    return intervals.at_count(counted) if seconds > 0 else intervals.at_count_back(counted)


def interval_reached(intervals: Intervals, starts: Seconds, seconds: int) -> Index:
    """The index of the interval in which along() ends, len(opens) outside of all."""
    counted = intervals.seconds_before(starts) + seconds
    found = intervals.holding(counted) if seconds > 0 else intervals.holding_back(counted)
    return np.where(found < 0, len(intervals.day), found)
