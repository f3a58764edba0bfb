"""Why a row of a log cannot be read, in words that name the column and the value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from csplan.core.verdict import UNREADABLE
from csplan.timeliness.dates import read_dates, why_unreadable
from csplan.timeliness.judged import Judged, Rule
from csplan.timeliness.logs import Batch

MOST: Final = 100  # are told; all are counted


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be read: its line (of a CSV file) or number (of a Parquet file), and why."""

    line: int
    why: str


def problems(batch: Batch, judged: Judged, rule: Rule, columns: Sequence[str]) -> list[Problem]:
    """The first problems of a batch, in order; columns are those of the start and of what meets it."""
    rows = np.flatnonzero(judged.verdicts == UNREADABLE)[:MOST]
    return [Problem(int(batch.lines[row]), _why(batch, int(row), rule, columns)) for row in rows]


def _why(batch: Batch, row: int, rule: Rule, columns: Sequence[str]) -> str:
    if row in batch.misfits:
        return batch.misfits[row]
    for required, name in zip((True, False), columns, strict=True):
        value = batch.columns[name][row].as_py()
        if value is None or not str(value).strip():
            if required:
                return f"{name} is empty"
            continue
        if why := _why_not(batch.columns[name][row], rule):
            return f"{name}: {why}"
    return f"its due date lies outside the days for which calendar {rule.calendar.name} is curated{_horizon(rule)}"


def _why_not(cell: Any, rule: Rule) -> str:
    read = read_dates(pa.array([cell.as_py()], _plain(cell.type)), "")
    if not np.all(read.readable):
        return why_unreadable(cell.as_py())
    day = np.datetime64(int(read.seconds[0]), "s").astype("M8[D]")
    days = rule.tables.first_day, rule.tables.first_day + rule.tables.days - 1
    if not days[0] <= day.astype(np.int64) <= days[1]:
        return f"{day} lies outside the days for which calendar {rule.calendar.name} is curated{_horizon(rule)}"
    return ""


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _horizon(rule: Rule) -> str:
    first, last = rule.tables.date_of(0), rule.tables.date_of(rule.tables.days - 1)
    return f" ({first} to {last})"
