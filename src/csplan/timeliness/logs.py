"""Logs of contacts: tables in CSV or Parquet, read in batches that keep the line of each row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Protocol

from csplan.core.errors import BadColumn, BadFile
from csplan.core.verdict import Ints

MONTH_FIRST, DAY_FIRST = DATE_ORDERS = ("month-first", "day-first")  # how 5/11/2026 is read
MEGABYTE: Final = 1 << 20  # bytes
MEMORY: Final = 512 * MEGABYTE  # bytes that a replay may hold at once, unless told
MOST_ROWS: Final = 1 << 16  # of one batch, so that its columns stay in the cache
_MAGICS: Final = {b"PAR1": "parquet", b"PK\x03\x04": "a spreadsheet or archive", b"\x1f\x8b": "compressed"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a log: the wanted columns, the line of each row, and why a row does not fit the header."""

    columns: Mapping[str, Any]  # pyarrow arrays
    lines: Ints
    misfits: Mapping[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.lines)


class Log(Protocol):
    """A table of contacts in a file."""

    @property
    def path(self) -> Path:
        """The file, as errors name it."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""

    def batches(self, wanted: Sequence[str], rows: int) -> Iterator[Batch]:
        """The wanted columns in batches of at most so many rows, in the order of the file. Raises BadFile."""

    def greatest(self, name: str) -> Any:
        """The greatest value of a column as an array of length 1, where the file tells without being read; or None."""


def open_log(path: Path, memory: int, source: Path | None = None) -> Log:
    """The log of a file, by what it begins with; memory in bytes bounds a batch. Raises BadFile.

    source is where to read it from, where that is not the path that errors name.
    """
    try:
        with (source or path).open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise BadFile(f"{path}: cannot be read: {error.strerror}; give the path of a CSV or Parquet file") from None
    kind = next((kind for start, kind in _MAGICS.items() if magic.startswith(start)), "csv")
    if kind == "parquet":
        from csplan.timeliness.parquet_log import ParquetLog

        return ParquetLog(path, source)
    if kind != "csv":
        raise BadFile(f"{path}: is {kind}, not a table; save it as CSV (or Parquet)")
    from csplan.timeliness.csv_log import CsvLog

    return CsvLog(path, memory, source)


@contextmanager
def naming(log: Log) -> Iterator[None]:
    """Adds the name of the log's file to what is said of its columns."""
    try:
        yield
    except BadColumn as error:
        raise BadFile(f"{log.path}: {error}") from None


def check_names(log: Log, wanted: Sequence[str]) -> None:
    """Raise BadFile where a wanted column is missing or occurs twice."""
    counted = Counter(log.names)
    for name in wanted:
        if counted[name] > 1:
            raise BadFile(f"{log.path}: column {name!r} occurs {counted[name]} times; give each column its own name")
        if not counted[name]:
            near = get_close_matches(name, log.names, n=1, cutoff=0.5)
            remedy = f"did you mean {near[0]!r}?" if near else f"it has {_listed(log.names)}"
            raise BadFile(f"{log.path}: has no column {name!r}; {remedy}")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:12])
    return shown + (f" and {len(names) - 12} more" if len(names) > 12 else "")
