"""Pauses: intervals during which a clock does not run, unioned before anything is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csplan.core.boundaries import Seconds
from csplan.core.errors import BadInstant
from csplan.core.instants import utc_seconds

Pause = tuple[datetime, datetime]


@dataclass(frozen=True, eq=False)
class Pauses:
    """Sorted, disjoint, half-open pauses [begins[i], ends[i]) in seconds UTC."""

    begins: Seconds
    ends: Seconds

    def __bool__(self) -> bool:
        """Whether there is any pause."""
        return len(self.begins) > 0

    def running(self, utc: Seconds) -> NDArray[np.bool_]:
        """Whether the clock runs at each instant: not inside a pause; at a pause's end it runs again."""
        last = np.searchsorted(self.begins, utc, side="right") - 1
        return (last < 0) | (utc >= self.ends[last])


NO_PAUSES: Final = Pauses(np.zeros(0, np.int64), np.zeros(0, np.int64))


def union(pauses: Sequence[Pause]) -> Pauses:
    """The union of pauses given in any order. Raises BadInstant for one that ends before it begins."""
    if not pauses:
        return NO_PAUSES
    joined: list[list[int]] = []
    for begin, end in sorted((utc_seconds(begin), utc_seconds(end)) for begin, end in pauses):
        if end < begin:
            raise BadInstant("a pause ends before it begins; put the earlier instant first")
        if joined and begin <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        elif begin < end:
            joined.append([begin, end])
    begins, ends = np.array(joined, np.int64).reshape(-1, 2).T
    return Pauses(begins, ends)
