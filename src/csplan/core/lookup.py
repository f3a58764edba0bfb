"""The lookup table of a limit in days: from the instant of a start to its due instant in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from csplan.core.counting import NAT, Part, due_day, instant_of_day, start_day
from csplan.core.duration import DATES, OPEN_DAYS
from csplan.core.pauses import NO_PAUSES, Pauses
from csplan.core.steps import Seconds, Steps
from csplan.core.tables import Tables


@dataclass(frozen=True, eq=False)
class Lookup:
    """The due instant by the number of boundaries before a start, and by cell where no cell holds a boundary."""

    steps: Steps
    by_count: Seconds
    by_cell: Seconds | None

    def fill(self, starts: Seconds, out: Seconds) -> None:
        """Write the due instant of each start into out: UTC seconds (n,), NAT outside the tables."""
        if self.by_cell is None:
            self.by_count.take(self.steps.at(starts), out=out, mode="clip")
        else:
            self.by_cell.take(self.steps.cells(starts), out=out, mode="clip")


def due_lookup(parts: Sequence[Part], tables: Tables, pauses: Pauses) -> Lookup | None:
    """The lookup of a limit whose due instant depends on the day of its start alone; None for any other limit."""
    part = parts[0]
    plain = part.counting.closed_start != "roll-after-hours" and part.counting.due_time != "same-time"
    if len(parts) > 1 or part.duration.family not in (OPEN_DAYS, DATES) or not plain:
        return None
    return _build(part, tables, pauses) if pauses else _kept(part, tables)


@lru_cache(maxsize=32)
def _kept(part: Part, tables: Tables) -> Lookup:
    return _build(part, tables, NO_PAUSES)


def _build(part: Part, tables: Tables, pauses: Pauses) -> Lookup:
    day = due_day(part, tables, pauses)[start_day(part, tables)]
    by_day = instant_of_day(part, tables)[day]
    by_count = np.concatenate([[NAT], by_day])
    return Lookup(tables.day_steps, by_count, tables.day_steps.spread(by_count))
