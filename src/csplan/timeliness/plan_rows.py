"""The clocks of a batch as rows to write: each contact with each of its clocks, or once where it has none."""

from collections.abc import Container, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from csplan.timeliness.plan_clocks import BESIDE_PROMISE, Clocks
from csplan.timeliness.plan_replay import ClockedBatch
from csplan.timeliness.rows_out import JUDGED, Kinds, judged_columns

COUNTED: Final = "counted"  # in the figures of the table
CLOCKED: Final[Kinds] = {"standard": pa.string(), "leads": pa.bool_(), **JUDGED, "counted": pa.string()}
BESIDE: Final = "beside"  # an original limit beside a promised date, in no figure of the table


def clock_rows(each: ClockedBatch) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of the log and those added, in the order of the log and of the plan's standards."""
    tables = [_table(clocks) for clocks in each.clocks]
    bound = np.isin(np.arange(each.batch.rows), [row for clocks in each.clocks for row in clocks.rows])
    others = [int(row) for row in np.flatnonzero(~bound)]
    tables.append(_without_clock(others, each.batch.misfits))
    added: Any = pa.concat_tables(tables, promote_options="default").sort_by("row")
    columns = {name: column.take(added["row"].combine_chunks()) for name, column in each.batch.columns.items()}
    return columns, _added(added)


def _table(clocks: Clocks) -> Any:
    size, counted = len(clocks.rows), BESIDE if clocks.kind == BESIDE_PROMISE else COUNTED
    named = {"standard": pa.array([clocks.name] * size), "leads": pa.array(clocks.leads)}
    named["counted"] = pa.array([counted] * size)
    return pa.table({"row": pa.array(clocks.rows), **named, **judged_columns(clocks.judged, clocks.unit)})


def _without_clock(rows: Sequence[int], misfits: Container[int]) -> Any:
    """The rows without a clock, of which one that does not fit the header counts as unreadable."""
    told = [("unreadable", COUNTED) if row in misfits else (None, None) for row in rows]
    verdicts, counted = (pa.array([each[i] for each in told], pa.string()) for i in (0, 1))
    return pa.table({"row": pa.array(rows, pa.int64()), "verdict": verdicts, "counted": counted})


def _added(table: Any) -> dict[str, Any]:
    there = set(table.column_names)
    return {
        name: table[name].combine_chunks().cast(kind) if name in there else pa.nulls(len(table), kind)
        for name, kind in CLOCKED.items()
    }
