"""Counting days: business days, calendar days, weeks and months, as tables from start day to due day."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from csplan.core.boundaries import Index, Seconds, StepFunction
from csplan.core.counting import NAT, Moments, Part, begin, kept_on, on_wall, rolled, time_of_day
from csplan.core.duration import DATES
from csplan.core.pauses import Pauses
from csplan.core.tables import Tables


@dataclass(frozen=True, eq=False)
class DayCounter:
    """Counts a part in days on the tables of one calendar."""

    part: Part
    tables: Tables
    pauses: Pauses

    def moments(self, start: Moments) -> Moments:
        """The moments at which the part ends that is counted on from start."""
        if self.part.counting.closed_start == "roll-after-hours":
            start = into_hours(start, self.part.duration.n, self.tables)
        day = self.due_days(start.day)
        if self.part.counting.due_time != "same-time":
            return Moments(self.due_at[day], day, start.time)
        time = time_of_day(start, self.tables)
        return Moments(on_wall(day, time, self.tables), day, time)

    def fill(self, starts: Seconds, out: Seconds) -> None:
        """Write into out the due instant of each start in UTC seconds: NAT outside the tables."""
        if not self._plain:
            out[:] = self.moments(begin(starts, self.tables)).at
        else:
            self._due.fill(starts, out)

    def due_days(self, day: Index) -> Index:
        """The day on which a part ends that starts on each given day index, rolled; days for one outside."""
        tables, (n, unit) = self.tables, (self.part.duration.n, self.part.duration.unit)
        if self.part.counting.closed_start == "roll":
            day = (tables.next_open if n >= 0 else tables.previous_open)[day]
        days = n * 7 if unit == "weeks" else n
        found = months_on(day, n, tables) if unit == "months" else self._nth_day(day, days)
        return rolled(found, self.part, tables)

    def _nth_day(self, day: Index, n: int) -> Index:
        """For each day the nth counted day after it, before it for negative n; start-day lets it be the first."""
        if n == 0:
            return day
        outside, where = self.tables.days, self._where
        inside = np.minimum(day, outside - 1)
        itself = self.part.counting.day_one == "start-day"
        through, counts = self._through[inside], self.counted[inside]
        rank = through + n - 1 - counts * itself if n > 0 else through + n - counts * (not itself)
        known = (rank >= 0) & (rank < len(where) - 1) & (day < outside)
        return where[np.where(known, rank, -1)]

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Whether each day counts: open, for business days; and the clock running when the day closes or ends."""
        tables, pauses = self.tables, self.pauses
        if not self._is_dates:
            return tables.is_open & pauses.running(tables.closes) if pauses else tables.is_open
        return pauses.running(tables.midnights[1:]) if pauses else np.ones(tables.days, np.bool_)

    @cached_property
    def due_at(self) -> Seconds:
        """The due instant of each due day (and NAT for one past the last), for due_time close and end-of-day."""
        tables = self.tables
        return np.append(tables.closes if self.part.counting.due_time == "close" else tables.ends, NAT)

    @cached_property
    def _through(self) -> Index:
        """The number of counted days up to and including each day."""
        if self.pauses:
            return np.cumsum(self.counted)
        return np.arange(1, self.tables.days + 1) if self._is_dates else self.tables.open_count

    @cached_property
    def _where(self) -> Index:
        """The day indexes of the counted days, in order; last the index outside."""
        if self.pauses:
            return np.append(np.flatnonzero(self.counted), self.tables.days)
        return np.arange(self.tables.days + 1) if self._is_dates else self.tables.open_days

    @property
    def _is_dates(self) -> bool:
        return self.part.duration.family == DATES

    @property
    def _plain(self) -> bool:
        counting = self.part.counting
        return counting.closed_start != "roll-after-hours" and counting.due_time != "same-time"

    @cached_property
    def _due(self) -> StepFunction:
        return StepFunction(
            self.tables.day_steps, np.concatenate([[NAT], self.due_at[self.due_days(np.arange(self.tables.days + 1))]])
        )


def into_hours(start: Moments, n: int, tables: Tables) -> Moments:
    """Starts outside opening spans moved to the next opening, for negative n to the previous closing."""
    opening = tables.opening
    at = opening.after(start.at) if n >= 0 else opening.before(start.at)
    found = opening.unclosed(start.at) if n >= 0 else opening.opened(start.at)
    day = np.where(start.day == tables.days, tables.days, np.append(opening.day, tables.days)[found])
    return kept_on(start, Moments(at, day), tables)


def months_on(day: Index, n: int, tables: Tables) -> Index:
    """The same day of the month n months on from each day index, or that month's last day."""
    dates = (tables.first_day + day).astype("M8[D]")
    months = dates.astype("M8[M]")
    target = months + n
    first = target.astype("M8[D]").astype(np.int64)
    length = (target + 1).astype("M8[D]").astype(np.int64) - first
    found = first + np.minimum((dates - months).astype(np.int64), length - 1) - tables.first_day
    return np.where((found < 0) | (found >= tables.days) | (day >= tables.days), tables.days, found)
