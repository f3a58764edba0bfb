"""The clocks of a batch as rows to write: each contact with each of its clocks, or once where it has none."""

from typing import Any

import numpy as np
import pyarrow as pa

from csplan.timeliness.plan_clocks import Clocks
from csplan.timeliness.plan_replay import ClockedBatch
from csplan.timeliness.rows_out import judged_columns


def clock_rows(each: ClockedBatch) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of the log and those added, in the order of the log and of the plan's standards."""
    tables = [_table(clocks) for clocks in each.clocks]
    bound = np.isin(np.arange(each.batch.rows), [row for clocks in each.clocks for row in clocks.rows])
    others = [int(row) for row in np.flatnonzero(~bound)]
    verdicts = ["unreadable" if row in each.batch.misfits else None for row in others]
    tables.append(pa.table({"row": pa.array(others, pa.int64()), "verdict": pa.array(verdicts, pa.string())}))
    added: Any = pa.concat_tables(tables, promote_options="default").sort_by("row")
    columns = {name: column.take(added["row"].combine_chunks()) for name, column in each.batch.columns.items()}
    return columns, _added(added)


def _table(clocks: Clocks) -> Any:
    named = {"standard": pa.array([clocks.name] * len(clocks.rows)), "leads": pa.array(clocks.leads)}
    return pa.table({"row": pa.array(clocks.rows), **named, **judged_columns(clocks.judged, clocks.unit)})


def _added(table: Any) -> dict[str, Any]:
    kinds: dict[str, Any] = {"standard": pa.string(), "leads": pa.bool_(), "due": pa.timestamp("s", "UTC")}
    kinds |= {"due_date": pa.date32(), "verdict": pa.string(), "taken": pa.float64()}
    there = set(table.column_names)
    return {
        name: table[name].combine_chunks().cast(kind) if name in there else pa.nulls(len(table), kind)
        for name, kind in kinds.items()
    }
