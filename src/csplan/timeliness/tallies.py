"""Tallies clocks by group, verdict and time taken in bounded memory, and takes exact percentiles from the tally."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csplan.core.errors import CsplanError
from csplan.core.taken import in_unit
from csplan.core.timeliness import Counts, counts_of, rank_of
from csplan.core.verdict import MISSED, VERDICTS, Ints
from csplan.timeliness.logs import MEGABYTE

GROUP_BITS: Final = 40  # a key is group << 40 | cell
CELL: Final = (1 << GROUP_BITS) - 1
FIRST: Final = len(VERDICTS)  # cells below are the verdicts of clocks not answered; above, time taken and verdict
GROUP_BYTES: Final = 400  # about what one value of a column costs while it is counted
Group = tuple[Sequence[str], Ints, Ints]  # names of groups, and the keys and counts of clocks
PERCENTS: Final = (50, 90)
_SLICE: Final = 1 << 20  # keys


def cells(verdicts: NDArray[np.uint8], taken: Ints) -> Ints:
    """One number for each clock: its verdict, or where it was answered its time taken and whether late."""
    return np.where(verdicts <= MISSED, FIRST + 2 * taken + verdicts, verdicts)


def counted(codes: Ints | None, groups: int, cell: Ints) -> tuple[Ints, Ints]:
    """The sorted keys of the clocks and how many each has; codes are their groups, None for one group."""
    width = int(cell.max(initial=0)) + 1
    if groups * width > 4 * len(cell) + 65_536:
        keys = cell if codes is None else (codes << GROUP_BITS) | cell
        return np.unique(keys, return_counts=True)
    counts = np.bincount(cell if codes is None else codes * width + cell, minlength=0)
    keys = np.flatnonzero(counts)
    return (keys // width << GROUP_BITS) | keys % width, counts[keys]


class Tally:
    """How many clocks have each key, over many batches. What does not fit in memory (bytes) lies in runs on disk."""

    def __init__(self, name: str, memory: int) -> None:
        self.name = name
        self.memory = memory
        self.groups: dict[str, int] = {}
        self._fresh: list[tuple[Ints, Ints]] = []
        self._fresh_keys = 0
        self._runs: list[tuple[Ints, Ints]] = []  # sorted keys, and the count of all keys up to each
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> "Tally":
        """The tally itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Remove the runs from the disk."""
        self._runs.clear()
        if self._folder:
            self._folder.cleanup()

    def add(self, names: Sequence[str], keys: Ints, counts: Ints) -> None:
        """Add counted clocks, whose groups are positions in names. Raises CsplanError for too many groups."""
        codes = np.zeros(len(names), np.int64)
        for place in np.unique(keys >> GROUP_BITS):
            codes[place] = self.groups.setdefault(names[place], len(self.groups))
        most = self.memory // GROUP_BYTES
        if len(self.groups) > most:
            raise CsplanError(
                f"column {self.name!r} has more than {most} different values; choose another, or give more --memory"
            )
        self._fresh.append(((codes[keys >> GROUP_BITS] << GROUP_BITS) | (keys & CELL), counts))
        self._fresh_keys += len(keys)
        if self._fresh_keys * 16 > max(self.memory // 8, MEGABYTE):
            self._merge()

    def total(self, unit: str) -> Counts:
        """The counts of all groups together."""
        numbers = self._numbers().sum(axis=0)
        low = np.arange(len(self.groups)) << GROUP_BITS

        def at_most(taken: Ints) -> Ints:
            return np.array([(self._below(low + _end(each)) - self._below(low + FIRST)).sum() for each in taken])

        return _with_percentiles(numbers[None, :], at_most, self._longest(), [unit])[0]

    def by_group(self, unit_of: Callable[[str], str]) -> dict[str, Counts]:
        """The counts of each group, by the name of the group; unit_of gives the unit of a group's time taken."""
        low = np.arange(len(self.groups)) << GROUP_BITS

        def at_most(taken: Ints) -> Ints:
            return self._below(low + _end(taken)) - self._below(low + FIRST)

        units = [unit_of(name) for name in self.groups]
        counts = _with_percentiles(self._numbers(), at_most, self._longest(), units)
        return dict(sorted(zip(self.groups, counts, strict=True)))

    def _merge(self) -> None:
        """Make one run of the fresh counts and of the last run in memory, put away on disk where it is large."""
        if not self._fresh:
            return
        keys, counts = _merged(self._fresh)
        self._fresh = [(keys, counts)]
        self._fresh_keys = len(keys)
        if self._fresh_keys * 32 > max(self.memory // 8, MEGABYTE):
            self._runs.append(self._put_away(keys, np.cumsum(counts)))
            self._fresh, self._fresh_keys = [], 0

    def _put_away(self, keys: Ints, upto: Ints) -> tuple[Ints, Ints]:
        self._folder = self._folder or TemporaryDirectory(prefix="csplan-replay-")
        return self._on_disk(keys, "keys"), self._on_disk(upto, "counts")

    def _on_disk(self, numbers: Ints, name: str) -> Ints:
        assert self._folder
        path = Path(self._folder.name) / f"{len(self._runs)}-{name}.npy"
        np.save(path, numbers)
        return np.asarray(np.load(path, mmap_mode="r"))

    def _all_runs(self) -> list[tuple[Ints, Ints]]:
        """The runs, those counted last among them."""
        if self._fresh:
            keys, counts = _merged(self._fresh)
            self._runs.append((keys, np.cumsum(counts)))
            self._fresh, self._fresh_keys = [], 0
        return self._runs

    def _numbers(self) -> Ints:
        """The number of clocks of each group and verdict."""
        size = len(VERDICTS)
        numbers = np.zeros(len(self.groups) * size, np.int64)
        for keys, upto in self._all_runs():
            for first in range(0, len(keys), _SLICE):
                part, ends = keys[first : first + _SLICE], upto[first : first + _SLICE]
                before = upto[first - 1] if first else 0
                cell = part & CELL
                verdict = np.where(cell < FIRST, cell, (cell - FIRST) & 1)
                np.add.at(numbers, (part >> GROUP_BITS) * size + verdict, np.diff(ends, prepend=before))
        return numbers.reshape(-1, size)

    def _below(self, keys: Ints) -> Ints:
        """How many clocks have a key below each."""
        found = np.zeros(len(keys), np.int64)
        for run, upto in self._all_runs():
            at = np.searchsorted(run, keys)
            found += np.where(at > 0, upto[np.maximum(at - 1, 0)], 0)
        return found

    def _longest(self) -> int:
        longest = 0
        for keys, _ in self._all_runs():
            for first in range(0, len(keys), _SLICE):
                longest = max(longest, int((keys[first : first + _SLICE] & CELL).max(initial=0)))
        return max(0, longest - FIRST) // 2


@contextmanager
def tallies(names: Sequence[str], memory: int) -> Iterator[list[Tally]]:
    """A tally for each name, with a share of the memory (bytes) each."""
    with ExitStack() as stack:
        yield [stack.enter_context(Tally(name, memory // max(4, len(names)))) for name in names]


def add_groups(into: Sequence[Tally], groups: Sequence[Group]) -> None:
    """Add to each tally its group of counted clocks."""
    for tally, group in zip(into, groups, strict=True):
        tally.add(*group)


def _merged(parts: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    keys, counts = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[first], np.add.reduceat(counts[order], first) if len(first) else counts


def _end(taken: Ints) -> Ints:
    return FIRST + 2 * (taken + 1)


def _with_percentiles(
    numbers: Ints, at_most: Callable[[Ints], Ints], longest: int, units: Sequence[str]
) -> list[Counts]:
    """The counts of each group with the median and the 90th percentile of its answered clocks."""
    answered = numbers[:, : MISSED + 1].sum(axis=1)
    found = [_least(at_most, np.array([rank_of(int(n), percent) for n in answered]), longest) for percent in PERCENTS]
    return [
        counts_of(row, *(in_unit(int(each[i]), units[i]) if n else None for each in found))
        for i, (row, n) in enumerate(zip(numbers, answered, strict=True))
    ]


def _least(at_most: Callable[[Ints], Ints], ranks: Ints, longest: int) -> Ints:
    """The least time taken, for each group, that as many clocks as its rank did not exceed."""
    low, high = np.zeros(len(ranks), np.int64), np.full(len(ranks), longest, np.int64)
    for _ in range(longest.bit_length() + 1):
        middle = (low + high) // 2
        enough = at_most(middle) >= ranks
        high = np.where(enough, middle, high)
        low = np.where(enough, low, np.minimum(middle + 1, high))
    return high
