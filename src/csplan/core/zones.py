"""Wall time and UTC of one time zone, for arrays, over a range of days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from csplan.core.boundaries import Seconds
from csplan.core.instants import instant_at
from csplan.core.office_calendar import DAY_SECONDS, named_zone

EPOCH_DAY = date(1970, 1, 1).toordinal()
DECREES = (date(1900, 1, 1).toordinal() - EPOCH_DAY, date(2100, 1, 1).toordinal() - EPOCH_DAY)


@dataclass(frozen=True, eq=False)
class Zone:
    """The offsets of a zone: offsets[i] (seconds east of UTC) holds from changes[i - 1] until changes[i] (UTC)."""

    changes: Seconds
    offsets: Seconds

    def wall(self, utc: Seconds) -> Seconds:
        """Seconds on the wall clock, counted from 1970-01-01 00:00 on the wall, of UTC seconds."""
        return utc + self.offsets[np.searchsorted(self.changes, utc, side="right")]

    def utc(self, wall: Seconds) -> Seconds:
        """UTC seconds of wall seconds; a skipped wall time moves forward by the gap, a doubled one is the first."""
        until = self.changes + np.maximum(self.offsets[:-1], self.offsets[1:])
        return wall - self.offsets[np.searchsorted(until, wall, side="right")]


@lru_cache(maxsize=64)
def zone_between(name: str, first_day: int, last_day: int) -> Zone:
    """The zone of that IANA name over days (since 1970-01-01) first_day to last_day, with a margin of two days."""
    zone = named_zone(name)

    def offset(seconds: int) -> int:
        found = instant_at(seconds, zone).utcoffset()
        return round(found.total_seconds()) if found else 0

    changes: list[int] = []
    seen = [(first_day - 1) * DAY_SECONDS]
    offsets = [offset(seen[0])]
    for day in _looked_at(first_day, last_day + 2):
        after = offset(day * DAY_SECONDS)
        if after != offsets[-1]:
            changes.append(_change(offset, seen[-1], day * DAY_SECONDS))
            offsets.append(after)
        seen.append(day * DAY_SECONDS)
    return Zone(np.array(changes, np.int64), np.array(offsets, np.int64))


def _looked_at(first_day: int, end_day: int) -> Iterator[int]:
    """Every day from 1900 to 2100, when zones changed by decree; every fourth week before and after."""
    day = first_day
    while day < end_day:
        yield day
        day += 1 if DECREES[0] <= day < DECREES[1] else min(28, max(1, DECREES[0] - day) if day < DECREES[0] else 28)
    yield end_day


def _change(offset: Callable[[int], int], low: int, high: int) -> int:
    """The second between low and high from which another offset holds than at low."""
    before = offset(low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle) == before else (low, middle)
    return high
