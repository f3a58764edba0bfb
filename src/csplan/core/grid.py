"""Open time counted in one step: where hours and limit fit a grid, a due instant is a lookup and an addition.

In each cell of the grid the office is open or closed throughout. From an open cell, the due instant lies a fixed
distance away (ahead); from a closed one it is a fixed instant (floor). Elsewhere both are far in the past.
"""

from dataclasses import dataclass
from math import gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csplan.core.boundaries import MOST_CELLS, SMALLEST_CELL, Index, Seconds
from csplan.core.intervals import BEYOND, Intervals

LARGEST_CELL: Final = 3600


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells of equal length from origin on; the values of each, int64 seconds, with one cell outside at either end."""

    origin: int
    cell: int
    ahead: Seconds
    floor: Seconds

    def fill(self, starts: Seconds, out: Seconds) -> None:
        """Write the due instant of each start into out; far in the past for starts outside the grid."""
        cells = starts - self.origin
        np.floor_divide(cells, self.cell, out=cells)
        self.ahead.take(cells, out=out, mode="clip")
        np.add(out, starts, out=out)
        np.maximum(out, self.floor.take(cells, mode="clip"), out=out)


def open_time_grid(opening: Intervals, seconds: int) -> Grid | None:
    """The grid for that many open seconds, not 0, on or back from a start; None where no grid fits.

    Going on, a count that ends exactly at a closing stays there, so a cell reaches from just after its beginning to its
    end; going back it is the other way round.
    """
    cell = _cell(opening, seconds)
    if not cell:
        return None
    first, starts = int(opening.opens[0]), _open_cells(opening, cell)
    is_open = np.zeros((int(opening.closes[-1]) - first) // cell, np.bool_)
    is_open[(starts - first) // cell] = True
    on = seconds > 0
    due, known = _due_edges(is_open, starts, cell, seconds)
    edges = first + cell * (np.arange(len(is_open)) + on)
    ahead, floor = np.where(known & is_open, due - edges, -BEYOND), np.where(known & ~is_open, due, -BEYOND)
    return Grid(first - cell + on, cell, _framed(ahead), _framed(floor))


def _due_edges(
    is_open: NDArray[np.bool_], starts: Seconds, cell: int, seconds: int
) -> tuple[Seconds, NDArray[np.bool_]]:
    """For each cell, the due instant of its last moment (going back, its first), and whether there is one."""
    before: Index = np.cumsum(is_open) - is_open  # the open cells before each
    if seconds > 0:
        return _reached(starts + cell, before + is_open + seconds // cell - 1)
    return _reached(starts, before + seconds // cell)


def _cell(opening: Intervals, seconds: int) -> int:
    """The length of cells in whose multiples hours and limit are given; 0 where there is none long enough."""
    if not len(opening.opens):
        return 0
    ends = np.concatenate([opening.opens, opening.closes]) - opening.opens[0]
    cell = gcd(LARGEST_CELL, seconds, *map(int, np.unique(ends % LARGEST_CELL)))
    return cell if cell >= SMALLEST_CELL and int(ends[-1]) // cell <= MOST_CELLS else 0


def _open_cells(opening: Intervals, cell: int) -> Seconds:
    """The beginnings of all open cells."""
    counted = (opening.closes - opening.opens) // cell
    begins = np.repeat(opening.opens - cell * (np.cumsum(counted) - counted), counted)
    return begins + cell * np.arange(len(begins))


def _reached(values: Seconds, ranks: Index) -> tuple[Seconds, NDArray[np.bool_]]:
    known = (ranks >= 0) & (ranks < len(values))
    return values[np.where(known, ranks, 0)], known


def _framed(values: Seconds) -> Seconds:
    return np.concatenate([[-BEYOND], values, [-BEYOND]])
