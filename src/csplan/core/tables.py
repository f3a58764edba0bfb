"""The tables of one calendar edition over a range of days, from which every date is counted.

Days are indexed from 0 = first_day; the index one past the last day stands for "outside the range".
"""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from csplan.core.boundaries import Boundaries, Index, Seconds
from csplan.core.intervals import Intervals
from csplan.core.office_calendar import DAY_SECONDS, OfficeCalendar, Week
from csplan.core.zones import EPOCH_DAY, Zone, zone_between

SUNDAY: Final = 6


class Tables:
    """What a calendar says of each day from first to last: open or not, when it begins, closes and ends.

    Arrays have one entry a day unless they say otherwise; instants are int64 seconds UTC.
    """

    def __init__(self, calendar: OfficeCalendar, first: date, last: date) -> None:
        self.calendar = calendar
        self.first_day = first.toordinal() - EPOCH_DAY
        self.days = last.toordinal() - first.toordinal() + 1
        self.zone: Zone = zone_between(calendar.zone, self.first_day, self.first_day + self.days)
        self.wall_midnights: Seconds = (self.first_day + np.arange(self.days + 1)) * DAY_SECONDS
        self.weekday = (self.first_day + np.arange(self.days) + 3) % 7
        self.counters: dict[Any, Any] = {}  # what counts each part of a limit on these tables, built once

    def date_of(self, index: int) -> date:
        """The date of a day index."""
        return date.fromordinal(EPOCH_DAY + self.first_day + index)

    def index_of(self, day: date) -> int:
        """The index of a date; outside the range it is below 0 or not below days."""
        return day.toordinal() - EPOCH_DAY - self.first_day

    @cached_property
    def midnights(self) -> Seconds:
        """The instant at which each day begins, and last the end of the last day: days + 1 entries."""
        return self.zone.utc(self.wall_midnights)

    @cached_property
    def day_steps(self) -> Boundaries:
        """The search for the day of an instant: a count of i + 1 is day index i."""
        return Boundaries(self.midnights)

    def day_index(self, utc: Seconds) -> Index:
        """The day index on the wall of each instant; days (one past the last) for every instant outside."""
        found = self.day_steps.at(utc) - 1
        return np.where(found < 0, self.days, found)

    @cached_property
    def ends(self) -> Seconds:
        """23:59:59 on the wall of each day."""
        return self.zone.utc(self.wall_midnights[1:] - 1)

    @cached_property
    def is_open(self) -> NDArray[np.bool_]:
        """Whether the office opens at all."""
        found = np.zeros(self.days, np.bool_)
        for days, week in self._weeks:
            found[days] = np.array([bool(spans) for spans in week])[self.weekday[days]]
        found[self._indexes(self.calendar.closed)] = False
        found[self._indexes(self.calendar.special)] = [
            bool(day.spans) for date_, day in self.calendar.special.items() if 0 <= self.index_of(date_) < self.days
        ]
        return found

    @cached_property
    def is_skipped(self) -> NDArray[np.bool_]:
        """Whether the day is a Sunday or a legal holiday."""
        found: NDArray[np.bool_] = self.weekday == SUNDAY
        found[self._indexes(day for day, closed in self.calendar.closed.items() if closed.holiday)] = True
        return found

    @cached_property
    def open_count(self) -> Index:
        """The number of open days from the first day up to and including each."""
        return np.cumsum(self.is_open)

    @cached_property
    def open_days(self) -> Index:
        """The day indexes of the open days, in order; last the index outside, for there is no further."""
        return np.append(np.flatnonzero(self.is_open), self.days)

    @cached_property
    def closes(self) -> Seconds:
        """The last closing of each day, 23:59:59 on the wall where it is closed."""
        last = np.full(self.days, -1)
        day, _, closes = self._wall_spans
        np.maximum.at(last, day, closes)
        wall = self.wall_midnights[:-1] + np.where(last < 0, DAY_SECONDS - 1, last)
        return self.zone.utc(wall)

    @cached_property
    def opening(self) -> Intervals:
        """The opening spans; where a change of clocks pushes spans into one another, their union."""
        day, opens, closes = self._wall_spans
        begins = self.zone.utc(self.wall_midnights[day] + opens)
        ends = self.zone.utc(self.wall_midnights[day] + closes)
        order = np.argsort(begins, kind="stable")
        begins, ends, day = begins[order], ends[order], day[order]
        reached = np.maximum.accumulate(ends)
        begins[1:] = np.maximum(begins[1:], reached[:-1])
        kept = begins < ends
        return Intervals(begins[kept], ends[kept], day[kept])

    @cached_property
    def unskipped(self) -> Intervals:
        """All time of the range but whole Sundays and legal holidays, in one interval for each other day."""
        kept = np.flatnonzero(~self.is_skipped)
        return Intervals(self.midnights[kept], self.midnights[kept + 1], kept)

    @cached_property
    def whole(self) -> Intervals:
        """All time of the range, as one interval."""
        return Intervals(self.midnights[:1], self.midnights[-1:], np.zeros(1, np.intp))

    def opening_seconds(self, utc: Seconds) -> Seconds:
        """The open seconds from the first day of the range until each instant."""
        return self.opening.seconds_before(utc)

    @cached_property
    def next_open(self) -> Index:
        """For each day, itself if open or the next open day; days where there is none. Length days + 1."""
        found = self.open_days[self.open_count - self.is_open]
        return np.append(found, self.days)

    @cached_property
    def previous_open(self) -> Index:
        """For each day, itself if open or the open day before it; days where there is none. Length days + 1."""
        found = self.open_days[self.open_count - 1]
        return np.append(found, self.days)

    @cached_property
    def _weeks(self) -> list[tuple[slice, Week]]:
        """The day indexes on which each week of hours holds."""
        begins = [min(max(self.index_of(first), 0), self.days) for first, _ in self.calendar.later]
        days = [slice(one, other) for one, other in pairwise([0, *begins, self.days])]
        return list(zip(days, self.calendar.weeks, strict=True))

    @cached_property
    def _wall_spans(self) -> tuple[Index, Seconds, Seconds]:
        exceptions = np.zeros(self.days, np.bool_)
        exceptions[self._indexes(self.calendar.closed)] = True
        exceptions[self._indexes(self.calendar.special)] = True
        parts = [
            (day, span.opens, span.closes)
            for days, week in self._weeks
            for weekday, spans in enumerate(week)
            for day in [np.flatnonzero((self.weekday[days] == weekday) & ~exceptions[days]) + days.start]
            for span in spans
        ]
        for date_, special in self.calendar.special.items():
            day = self._indexes([date_])
            parts += [(day, span.opens, span.closes) for span in special.spans]
        return (
            np.concatenate([day for day, _, _ in parts]),
            np.concatenate([np.full(len(day), opens) for day, opens, _ in parts]),
            np.concatenate([np.full(len(day), closes) for day, _, closes in parts]),
        )

    def _indexes(self, dates: Iterable[date]) -> Index:
        found = np.array([self.index_of(day) for day in dates], np.intp)
        return found[(found >= 0) & (found < self.days)]


MOST_DAYS: Final = 500_000  # of all tables kept in memory: some fifty horizons, about 50 MB
_kept: OrderedDict[tuple[str, date, date], Tables] = OrderedDict()


def tables_for(calendar: OfficeCalendar, first: date, last: date) -> Tables:
    """The tables of a calendar over the days first to last, built once for each content of a calendar."""
    key = (calendar.digest, first, last)
    tables = _kept.pop(key, None) or Tables(calendar, first, last)
    if tables.days <= MOST_DAYS:
        _kept[key] = tables
    while sum(each.days for each in _kept.values()) > MOST_DAYS:
        _kept.popitem(last=False)
    return tables
