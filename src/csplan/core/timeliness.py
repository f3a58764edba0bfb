"""Timeliness: how many clocks were met, missed and open, the share kept, and the time that answers took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from csplan.core.verdict import VERDICTS

FORMULA: Final = "share = met / (met + missed + open past due)"
SMALL: Final = 10  # groups of fewer clocks are not shown in public figures, nor median and p90 of fewer answers
TOO_SMALL: Final = f"<{SMALL}"  # instead of the figures of a group that is too small to show
HIDDEN: Final = "hidden"  # instead of those of a larger group, from which they could be worked out


@dataclass(frozen=True, slots=True)
class Counts:
    """How many clocks came to each verdict; median and p90 are the time taken, in the standard's own unit."""

    met: int = 0
    missed: int = 0
    open: int = 0
    open_past_due: int = 0
    paused: int = 0
    inconsistent: int = 0
    unreadable: int = 0
    median: float | None = None
    p90: float | None = None

    @property
    def rows(self) -> int:
        """The number of clocks."""
        answered = self.met + self.missed
        return answered + self.open + self.open_past_due + self.paused + self.inconsistent + self.unreadable

    @property
    def share(self) -> float | None:
        """Met among all that were answered or are past due, from 0 to 1; None where there are none."""
        of = self.met + self.missed + self.open_past_due
        return self.met / of if of else None


def counts_of(numbers: Sequence[int], median: float | None = None, p90: float | None = None) -> Counts:
    """The counts of numbers in the order of VERDICTS."""
    names = (name.replace(" ", "_") for name in VERDICTS)
    return replace(Counts(median=median, p90=p90), **dict(zip(names, map(int, numbers), strict=True)))


def add_counts(parts: Sequence[Counts]) -> Counts:
    """The counts of several groups together; with the median and p90 of the only one that has any, else without."""
    names = [name.replace(" ", "_") for name in VERDICTS]
    timed = [part for part in parts if part.median is not None]
    median, p90 = (timed[0].median, timed[0].p90) if len(timed) == 1 else (None, None)
    return counts_of([sum(getattr(part, name) for part in parts) for name in names], median, p90)


def rank_of(count: int, percent: int) -> int:
    """The nearest rank, from 1, of a percentile among count values: the least that has so many percent at or below."""
    return max(1, ceil(count * percent / 100))


def one_in_public(counts: Counts) -> Counts | str:
    """The counts of one group, TOO_SMALL where it is; median and p90 would tell one person's time of few answers."""
    if counts.rows < SMALL:
        return TOO_SMALL
    return counts if counts.met + counts.missed >= SMALL else replace(counts, median=None, p90=None)


def shown_in_public(groups: Mapping[str, Counts]) -> dict[str, Counts | str]:
    """The groups as one_in_public shows each.

    Where that would hide one group only, the next smallest is HIDDEN too, or the total would give it away.
    """
    shown = {name: one_in_public(counts) for name, counts in groups.items()}
    others = sorted((name for name in shown if shown[name] != TOO_SMALL), key=lambda name: (groups[name].rows, name))
    if len(shown) - len(others) == 1:
        shown |= dict.fromkeys(others[:1], HIDDEN)
    return shown
