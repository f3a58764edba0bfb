"""Why a row of a log cannot be read, in words that name the column and the value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from csplan.core.verdict import UNREADABLE
from csplan.timeliness.dates import read_dates, why_unreadable
from csplan.timeliness.judged import Rule
from csplan.timeliness.logs import MONTH_FIRST, Batch

MOST: Final = 100  # are told; all are counted


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A row that cannot be read: its line (of a CSV file) or number (of a Parquet file), and why."""

    line: int
    why: str


def problems(
    batch: Batch,
    verdicts: NDArray[np.uint8],
    rule: Rule,
    starts: Sequence[str],
    met: Sequence[str],
    rows: NDArray[np.intp] | None = None,
    *,
    dates: str = MONTH_FIRST,
) -> list[Problem]:
    """The first problems of the clocks on those rows of a batch (on each row, where rows is None), in order."""
    found = np.flatnonzero(verdicts == UNREADABLE)[:MOST]
    places = found if rows is None else rows[found]
    return [Problem(int(batch.lines[row]), _why(batch, int(row), rule, starts, met, dates)) for row in places]


def _why(batch: Batch, row: int, rule: Rule, starts: Sequence[str], met: Sequence[str], dates: str) -> str:
    if row in batch.misfits:
        return batch.misfits[row]
    if all(_is_empty(batch.columns[name][row]) for name in starts):
        return f"{' or '.join(starts)} is empty"
    for name in (*starts, *met):
        cell = batch.columns[name][row]
        if not _is_empty(cell) and (why := _why_not(cell, rule, dates)):
            return f"{name}: {why}"
    return f"its due date lies outside the days that calendar {rule.calendar.name} covers{_horizon(rule)}"


def _is_empty(cell: Any) -> bool:
    value = cell.as_py()
    return value is None or not str(value).strip()


def _why_not(cell: Any, rule: Rule, dates: str) -> str:
    read = read_dates(pa.array([cell.as_py()], _plain(cell.type)), "", dates)
    if not np.all(read.readable):
        return why_unreadable(cell.as_py(), dates)
    day = np.datetime64(int(read.seconds[0]), "s").astype("M8[D]")
    days = rule.tables.first_day, rule.tables.first_day + rule.tables.days - 1
    if not days[0] <= day.astype(np.int64) <= days[1]:
        return f"{day} lies outside the days that calendar {rule.calendar.name} covers{_horizon(rule)}"
    return ""


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _horizon(rule: Rule) -> str:
    first, last = rule.tables.date_of(0), rule.tables.date_of(rule.tables.days - 1)
    return f" ({first} to {last})"
