"""Counting days: business days, calendar days, weeks and months, as tables from start day to due day."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from csplan.core.counting import NAT, Moments, Part, begin, kept_on, on_wall, rolled, time_of_day
from csplan.core.duration import OPEN_DAYS
from csplan.core.pauses import Pauses
from csplan.core.steps import Index, Seconds, StepFunction
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
        day = self.due_day[start.day]
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

    @cached_property
    def due_day(self) -> Index:
        """For each day index (and one past the last), the day on which a part that starts there ends, rolled."""
        n, unit = self.part.duration.n, self.part.duration.unit
        if unit == "months":
            found = months_on(n, self.tables)
        else:
            found = nth_day(self.counted, n * (7 if unit == "weeks" else 1), self.part.counting.day_one)
        return rolled(self.part, self.tables)[found][self._start_day]

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Whether each day counts: open, for business days; and the clock running when the day closes or ends."""
        tables, pauses = self.tables, self.pauses
        if self.part.duration.family == OPEN_DAYS:
            return tables.is_open & pauses.running(tables.closes) if pauses else tables.is_open
        return pauses.running(tables.midnights[1:]) if pauses else np.ones(tables.days, np.bool_)

    @cached_property
    def due_at(self) -> Seconds:
        """The due instant of each due day (and NAT for one past the last), for due_time close and end-of-day."""
        tables = self.tables
        return np.append(tables.closes if self.part.counting.due_time == "close" else tables.ends, NAT)

    @property
    def _start_day(self) -> Index:
        if self.part.counting.closed_start != "roll":
            return np.arange(self.tables.days + 1)
        return self.tables.next_open if self.part.duration.n >= 0 else self.tables.previous_open

    @property
    def _plain(self) -> bool:
        counting = self.part.counting
        return counting.closed_start != "roll-after-hours" and counting.due_time != "same-time"

    @cached_property
    def _due(self) -> StepFunction:
        return StepFunction(self.tables.day_steps, np.concatenate([[NAT], self.due_at[self.due_day]]))


def into_hours(start: Moments, n: int, tables: Tables) -> Moments:
    """Starts outside opening spans moved to the next opening, for negative n to the previous closing."""
    opening = tables.opening
    at = opening.after(start.at) if n >= 0 else opening.before(start.at)
    found = opening.unclosed(start.at) if n >= 0 else opening.opened(start.at)
    day = np.where(start.day == tables.days, tables.days, np.append(opening.day, tables.days)[found])
    return kept_on(start, Moments(at, day), tables)


def nth_day(counted: NDArray[np.bool_], n: int, day_one: str | None) -> Index:
    """For each day the nth counted day after it, before it for negative n; start-day lets it be the first itself."""
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


def months_on(n: int, tables: Tables) -> Index:
    """For each day (and one past the last) the same day n months on, or that month's last."""
    dates = (tables.first_day + np.arange(tables.days)).astype("M8[D]")
    months = dates.astype("M8[M]")
    target = months + n
    first = target.astype("M8[D]").astype(np.int64)
    length = (target + 1).astype("M8[D]").astype(np.int64) - first
    index = first + np.minimum((dates - months).astype(np.int64), length - 1) - tables.first_day
    return np.append(np.where((index < 0) | (index >= tables.days), tables.days, index), tables.days)
