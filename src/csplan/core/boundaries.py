"""How many boundaries lie at or before an instant: a sorted search by table, for many millions of instants a second."""

from functools import cached_property
from math import gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]
Index = NDArray[np.intp]

HOUR: Final = 3600
SMALLEST_CELL: Final = 900
MOST_CELLS: Final = 1 << 20
FEW: Final = 4096  # below this many questions a binary search is cheaper than building the table


class Boundaries:
    """The number of boundaries (sorted int64, seconds) at or before each question.

    Time is cut into equal cells; a table holds the count at the beginning of each, so that a question costs one
    division and one lookup, and one comparison more for each boundary that a cell may hold inside.
    """

    def __init__(self, boundaries: Seconds) -> None:
        self.boundaries = boundaries

    def at(self, seconds: Seconds) -> Index:
        """The count for each question, int array of the same shape: 0 before the first boundary."""
        if seconds.size < FEW or not len(self.boundaries):
            return np.searchsorted(self.boundaries, seconds, side="right")
        _, _, counts, inside = self._table
        found = counts.take(self.cells(seconds), mode="clip").astype(np.intp)
        for _ in range(inside):
            found += seconds >= self._padded.take(found)
        return found

    def cells(self, seconds: Seconds) -> Seconds:
        """The cell of each question; those outside the table lie below 0 or above the last."""
        origin, cell, _, _ = self._table
        cells = seconds - origin
        return np.floor_divide(cells, cell, out=cells)

    def spread(self, values: Seconds) -> Seconds | None:
        """The value of each cell, given one value for each count; None where a cell holds a boundary inside."""
        if not len(self.boundaries):
            return None
        _, _, counts, inside = self._table
        return None if inside else values[counts]

    @cached_property
    def _table(self) -> tuple[int, int, NDArray[np.int32], int]:
        first, last = int(self.boundaries[0]), int(self.boundaries[-1])
        cell = _cell_size(self.boundaries - first)
        origin = first - cell
        starts = origin + cell * np.arange((last - origin) // cell + 2)
        counts = np.searchsorted(self.boundaries, starts, side="right")
        before_next = np.searchsorted(self.boundaries, starts + cell, side="left")
        return origin, cell, counts.astype(np.int32), int((before_next - counts).max())

    @cached_property
    def _padded(self) -> Seconds:
        return np.append(self.boundaries, np.iinfo(np.int64).max)


class StepFunction:
    """A value (int64) for each number of boundaries at or before an instant: values[count]."""

    def __init__(self, steps: Boundaries, values: Seconds) -> None:
        self.steps = steps
        self.values = values

    def at(self, seconds: Seconds, cells: Seconds | None = None) -> Seconds:
        """The value at each instant; cells are those of steps.cells(seconds), where they are known already."""
        if seconds.size < FEW or self._by_cell is None:
            return self.values[self.steps.at(seconds)]
        return self._by_cell.take(self.steps.cells(seconds) if cells is None else cells, mode="clip")

    def fill(self, seconds: Seconds, out: Seconds) -> None:
        """Write the value at each instant into out."""
        if seconds.size < FEW or self._by_cell is None:
            out[:] = self.values[self.steps.at(seconds)]
        else:
            self._by_cell.take(self.steps.cells(seconds), out=out, mode="clip")

    @cached_property
    def _by_cell(self) -> Seconds | None:
        return self.steps.spread(self.values)


def _cell_size(offsets: Seconds) -> int:
    common = gcd(HOUR, *map(int, np.unique(offsets % HOUR)))
    smallest = common if common >= SMALLEST_CELL else HOUR
    span = int(offsets[-1])
    return smallest if span // smallest < MOST_CELLS - 2 else span // (MOST_CELLS - 2) + 1
