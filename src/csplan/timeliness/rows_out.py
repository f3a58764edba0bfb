"""Writes the rows of a log with due, due_date, verdict and taken beside them, as CSV or Parquet, in their order."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from csplan.core.errors import BadFile
from csplan.core.taken import in_unit
from csplan.core.verdict import MISSED, UNREADABLE, VERDICTS
from csplan.timeliness.judged import NOT_A_TIME, Judged, Rule
from csplan.timeliness.logs import Batch

ADDED: Final = ("due", "due_date", "verdict", "taken")
_VERDICTS: Final = pa.array(VERDICTS)


class RowsOut(Protocol):
    """A place for judged rows."""

    def write(self, batch: Batch, judged: Judged) -> None:
        """Write the rows of a batch."""

    def close(self) -> None:
        """Finish the file."""


@contextmanager
def rows_out(path: Path, log_path: Path, names: Sequence[str], rule: Rule) -> Iterator[RowsOut]:
    """The file to write judged rows to, put in place when all are written. Raises BadFile for another ending."""
    makers: dict[str, Callable[[Path, Sequence[str], Rule], RowsOut]] = {".csv": _CsvRows, ".parquet": _ParquetRows}
    if path.suffix.lower() not in makers:
        raise BadFile(f"{path}: has an unknown ending; write rows to a .csv or a .parquet file")
    if path.exists() and path.samefile(log_path):
        raise BadFile(f"{path}: is the log itself; write rows to another file")
    for name, times in Counter(names).items():
        if times > 1:
            raise BadFile(f"{log_path}: column {name!r} occurs {times} times; give each column its own name")
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        rows = makers[path.suffix.lower()](unfinished, _added(names), rule)
        try:
            yield rows
        finally:
            rows.close()
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _added(names: Sequence[str]) -> list[str]:
    """The names of the added columns; "csplan_due" where the log has a "due" of its own."""
    return [f"csplan_{name}" if name in names else name for name in ADDED]


def _added_columns(judged: Judged, rule: Rule) -> list[Any]:
    """Due (UTC seconds), due_date, verdict and taken as arrays; null where there is none."""
    lost = (judged.due.seconds == NOT_A_TIME) | (judged.verdicts == UNREADABLE)
    unanswered = judged.verdicts > MISSED
    taken = [None if none else in_unit(value, rule.unit) for value, none in zip(judged.taken, unanswered, strict=True)]
    return [
        pa.array(judged.due.seconds, pa.timestamp("s", "UTC"), mask=lost),
        pa.array(judged.due.days.astype("M8[D]"), mask=lost),
        _VERDICTS.take(pa.array(judged.verdicts, pa.uint8())),
        pa.array(taken, pa.float64()),
    ]


class _ParquetRows:
    def __init__(self, path: Path, added: Sequence[str], rule: Rule) -> None:
        self.path, self.added, self.rule = path, added, rule
        self.writer: pq.ParquetWriter | None = None

    def write(self, batch: Batch, judged: Judged) -> None:
        due, *others = _added_columns(judged, self.rule)
        due = due.cast(pa.timestamp("s", self.rule.calendar.zone))
        columns = [_plain(column) for column in batch.columns.values()]
        table = pa.table([*columns, due, *others], [*batch.columns, *self.added])
        self.writer = self.writer or pq.ParquetWriter(self.path, table.schema)
        self.writer.write_table(table)

    def close(self) -> None:
        if self.writer:
            self.writer.close()
        else:
            pq.write_table(pa.table({name: pa.nulls(0) for name in self.added}), self.path)


class _CsvRows:
    def __init__(self, path: Path, added: Sequence[str], rule: Rule) -> None:
        self.added, self.rule = added, rule
        self.file = path.open("w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.file)
        self.begun = False

    def write(self, batch: Batch, judged: Judged) -> None:
        if not self.begun:
            self.writer.writerow([*batch.columns, *self.added])
            self.begun = True
        due, days, verdicts, taken = _added_columns(judged, self.rule)
        columns = [_plain(column).cast(pa.string()).to_pylist() for column in batch.columns.values()]
        shown = [_number(value) for value in taken.to_pylist()]
        columns += [self._walls(due), days.cast(pa.string()).to_pylist(), verdicts.to_pylist(), shown]
        self.writer.writerows(zip(*columns, strict=True))

    def close(self) -> None:
        if not self.begun:
            self.writer.writerow(self.added)
        self.file.close()

    def _walls(self, due: Any) -> list[str | None]:
        """Each due instant as 2026-11-27T16:30:00-06:00."""
        utc = due.cast(pa.int64()).fill_null(0).to_numpy()
        offsets = self.rule.tables.zone.wall(utc) - utc
        walls = np.datetime_as_string((utc + offsets).astype("M8[s]"))
        ends = {int(offset): _offset(int(offset)) for offset in np.unique(offsets)}
        return [
            f"{wall}{ends[int(offset)]}" if there else None
            for wall, offset, there in zip(walls, offsets, due.is_valid().to_pylist(), strict=True)
        ]


def _offset(seconds: int) -> str:
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02d}:{minutes:02d}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _plain(column: Any) -> Any:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
