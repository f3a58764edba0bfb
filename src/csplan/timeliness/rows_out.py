"""Writes the rows of a log with due, due_date, verdict and taken beside them, as CSV or Parquet, in their order."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from csplan.core.errors import BadFile
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.taken import in_unit
from csplan.core.verdict import MISSED, UNREADABLE, VERDICTS, Ints
from csplan.timeliness.cell_texts import cell_texts
from csplan.timeliness.facts import log_tables
from csplan.timeliness.judged import NOT_A_TIME, Judged
from csplan.timeliness.logs import Log

Columns = Mapping[str, Any]  # pyarrow arrays, by name
Kinds = Mapping[str, Any]  # types of pyarrow, by the name of the column
JUDGED: Final[Kinds] = {
    "due": pa.timestamp("s", "UTC"),
    "due_date": pa.date32(),
    "verdict": pa.string(),
    "taken": pa.float64(),
}
_VERDICTS: Final = pa.array(VERDICTS)


class RowsOut(Protocol):
    """A place for judged rows."""

    @property
    def begun(self) -> bool:
        """Whether anything was written."""

    def write(self, columns: Columns, added: Columns) -> None:
        """Write rows: the columns of the log and those added, of the same length."""

    def close(self) -> None:
        """Finish the file."""


@contextmanager
def rows_out(path: Path, log: Log, calendar: OfficeCalendar, added: Kinds) -> Iterator[RowsOut]:
    """The file to write judged rows to, put in place when all are written. Raises BadFile for another ending.

    added are the columns that each writing adds; a log without any row yields a file with all columns and no row.
    """
    _check(path, log)
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        rows = MAKERS[path.suffix.lower()](unfinished, calendar)
        try:
            yield rows
        finally:
            if not rows.begun:
                rows.write(_nothing(dict.fromkeys(log.names, pa.null())), _nothing(added))
            rows.close()
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _check(path: Path, log: Log) -> None:
    """Raise BadFile where rows cannot be written there, or a column of the log would be lost."""
    if path.suffix.lower() not in MAKERS:
        raise BadFile(f"{path}: has an unknown ending; write rows to a .csv or a .parquet file")
    if path.exists() and log.path.exists() and path.samefile(log.path):
        raise BadFile(f"{path}: is the log itself; write rows to another file")
    for name, times in Counter(log.names).items():
        if times > 1:
            raise BadFile(f"{log.path}: column {name!r} occurs {times} times; give each column its own name")


def _nothing(kinds: Kinds) -> dict[str, Any]:
    return {name: pa.nulls(0, kind) for name, kind in kinds.items()}


def judged_columns(judged: Judged, unit: str) -> dict[str, Any]:
    """The columns due (UTC), due_date, verdict and taken of clocks; null where there is none."""
    lost = (judged.due.seconds == NOT_A_TIME) | (judged.verdicts == UNREADABLE)
    return {
        "due": pa.array(judged.due.seconds, pa.timestamp("s", "UTC"), mask=lost),
        "due_date": pa.array(judged.due.days.astype("M8[D]"), mask=lost),
        "verdict": _VERDICTS.take(pa.array(judged.verdicts, pa.uint8())),
        "taken": pa.array(_taken(judged.taken, judged.verdicts > MISSED, unit), pa.float64()),
    }


def _taken(taken: Ints, unanswered: Any, unit: str) -> list[float | None]:
    return [None if none else in_unit(int(value), unit) for value, none in zip(taken, unanswered, strict=True)]


def _all(columns: Columns, added: Columns) -> dict[str, Any]:
    """The columns of the log and those added: "csplan_due" where the log has a "due" of its own."""
    plain = {name: c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for name, c in columns.items()}
    return plain | {f"csplan_{name}" if name in plain else name: column for name, column in added.items()}


class _ParquetRows:
    def __init__(self, path: Path, calendar: OfficeCalendar) -> None:
        self.path, self.zone = path, calendar.zone
        self.writer: pq.ParquetWriter | None = None

    def write(self, columns: Columns, added: Columns) -> None:
        due = added["due"].cast(pa.timestamp("s", self.zone))
        table = pa.table(_all(columns, {**added, "due": due}))
        self.writer = self.writer or pq.ParquetWriter(self.path, table.schema)
        self.writer.write_table(table)

    def close(self) -> None:
        if self.writer:
            self.writer.close()

    @property
    def begun(self) -> bool:
        return self.writer is not None


class _CsvRows:
    def __init__(self, path: Path, calendar: OfficeCalendar) -> None:
        self.zone = log_tables(calendar).zone
        self.file = path.open("w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.file)
        self.begun = False

    def write(self, columns: Columns, added: Columns) -> None:
        walls, numbers = pa.array(self._walls(added["due"])), pa.array(_numbers(added["taken"]))
        every = _all(columns, {**added, "due": walls, "taken": numbers})
        if not self.begun:
            self.writer.writerow(every)
            self.begun = True
        self.writer.writerows(zip(*(cell_texts(column, name) for name, column in every.items()), strict=True))

    def close(self) -> None:
        self.file.close()

    def _walls(self, due: Any) -> list[str | None]:
        """Each due instant as 2026-11-27T16:30:00-06:00."""
        utc = due.cast(pa.int64()).fill_null(0).to_numpy()
        wall = self.zone.wall(utc)
        ends = {int(offset): _offset(int(offset)) for offset in np.unique(wall - utc)}
        return [
            f"{text}{ends[int(offset)]}" if there else None
            for text, offset, there in zip(
                np.datetime_as_string(wall.astype("M8[s]")), wall - utc, due.is_valid().to_pylist(), strict=True
            )
        ]


def _offset(seconds: int) -> str:
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02d}:{minutes:02d}"


def _numbers(taken: Any) -> list[str | None]:
    return [None if value is None else f"{value:.6f}".rstrip("0").rstrip(".") for value in taken.to_pylist()]


MAKERS: Final[dict[str, Callable[[Path, OfficeCalendar], RowsOut]]] = {".csv": _CsvRows, ".parquet": _ParquetRows}
