"""Intervals of time that count: opening spans, or all time less what is left out; counting along them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from csplan.core.boundaries import FEW, Boundaries, Index, Seconds, StepFunction

BEYOND: Final = 1 << 62  # seconds: later than any instant


@dataclass(frozen=True, eq=False)
class Intervals:
    """Sorted, disjoint, half-open intervals [opens, closes) in seconds UTC; day is the day index each belongs to."""

    opens: Seconds
    closes: Seconds
    day: Index

    def without(self, begins: Seconds, ends: Seconds) -> "Intervals":
        """These intervals less every [begins[i], ends[i]), which are sorted and disjoint."""
        if not len(begins):
            return self
        opens, closes, day = self.opens, self.closes, self.day
        for begin, end in zip(begins, ends, strict=True):
            left, right = np.minimum(closes, begin), np.maximum(opens, end)
            opens, closes = np.concatenate([opens, right]), np.concatenate([left, closes])
            day = np.concatenate([day, day])
            kept = opens < closes
            opens, closes, day = opens[kept], closes[kept], day[kept]
        order = np.argsort(opens, kind="stable")
        return Intervals(opens[order], closes[order], day[order])

    def seconds_before(self, utc: Seconds) -> Seconds:
        """How many counted seconds lie before each instant."""
        cells = self._close_steps.cells(utc) if utc.size >= FEW and len(self.opens) else None
        found: Seconds = utc - self._shift.at(utc, cells)
        np.maximum(found, self._past.at(utc, cells), out=found)
        return found

    def after(self, utc: Seconds) -> Seconds:
        """Each instant, or the next opening where it lies outside; a closing lies outside."""
        return np.maximum(utc, self._opens[self.unclosed(utc)])

    def before(self, utc: Seconds) -> Seconds:
        """Each instant, or the previous closing where it lies outside; an opening lies outside."""
        return np.minimum(utc, self._closes[self.opened(utc)])

    def at_count(self, counted: Seconds) -> Seconds:
        """The first instant before which that many seconds count: exactly at a closing, it stays there."""
        found = counted - 1
        return np.add(self._lead.at(found), counted, out=found)

    def at_count_back(self, counted: Seconds) -> Seconds:
        """The last instant before which that many seconds count: exactly at an opening, it stays there."""
        return counted + self._lag.at(counted)

    def unclosed(self, utc: Seconds) -> Index:
        """The index of the first interval that closes after each instant, len(opens) beyond the last."""
        return self._close_steps.at(utc)

    def opened(self, utc: Seconds) -> Index:
        """The index of the last interval that opens before each instant, -1 before the first."""
        return self._open_steps.at(utc - 1) - 1

    def holding(self, counted: Seconds) -> Index:
        """The index of the interval in which the count is reached, len(opens) beyond the last."""
        return self._sum_steps.at(counted - 1)

    def holding_back(self, counted: Seconds) -> Index:
        """The index of the interval from which the count is left going back, -1 before the first."""
        return self._start_steps.at(counted) - 1

    @cached_property
    def _sums(self) -> Seconds:
        return np.concatenate([[0], np.cumsum(self.closes - self.opens)])

    @cached_property
    def _past(self) -> StepFunction:
        return StepFunction(self._close_steps, self._sums)

    @cached_property
    def _shift(self) -> StepFunction:
        return StepFunction(self._close_steps, np.append(self.opens - self._sums[:-1], BEYOND))

    @cached_property
    def _lead(self) -> StepFunction:
        return StepFunction(self._sum_steps, np.append(self.closes - self._sums[1:], BEYOND))

    @cached_property
    def _lag(self) -> StepFunction:
        return StepFunction(self._start_steps, np.concatenate([[-BEYOND], self.opens - self._sums[:-1]]))

    @cached_property
    def _opens(self) -> Seconds:
        return np.append(self.opens, 0)

    @cached_property
    def _closes(self) -> Seconds:
        return np.append(self.closes, 0)

    @cached_property
    def _close_steps(self) -> Boundaries:
        return Boundaries(self.closes)

    @cached_property
    def _open_steps(self) -> Boundaries:
        return Boundaries(self.opens)

    @cached_property
    def _sum_steps(self) -> Boundaries:
        return Boundaries(self._sums[1:])

    @cached_property
    def _start_steps(self) -> Boundaries:
        return Boundaries(self._sums[:-1])
