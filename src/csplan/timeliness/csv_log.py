"""A log in CSV; lines are numbered as an editor shows them, the header being line 1."""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, TextIO

import numpy as np
import pyarrow as pa

from csplan.core.errors import BadFile
from csplan.timeliness.logs import MEGABYTE, Batch

LARGEST_FIELD: Final = 1 << 20  # characters; beyond it a quotation mark was left open
DELIMITERS: Final = ",\t;|"
Line = tuple[int, str]
Row = tuple[int, list[str], str]  # line, fields, why it does not fit

csv.field_size_limit(LARGEST_FIELD)  # of the whole process, so that it is set once, before any log is read


class CsvLog:
    """A CSV file in UTF-8, UTF-16 or the Western code page of Windows, with a header. Raises BadFile."""

    def __init__(self, path: Path, memory: int, source: Path | None = None) -> None:
        self.path = path
        self.source = source or path
        self.memory = memory
        self.encoding = _encoding(self.source)
        with self._open() as file:
            header = next((line for line in file if line.strip()), "")
            self.delimiter = next((mark for mark in DELIMITERS if mark in header), ",")
        with self._open() as file:
            self.names: tuple[str, ...] = _header(file, self.delimiter)
        if not self.names:
            raise BadFile(f"{path}: is empty; give a table whose first line names its columns")

    def batches(self, wanted: Sequence[str], rows: int) -> Iterator[Batch]:
        """The wanted columns as texts, in batches of at most so many rows, fewer where rows are long."""
        at = [self.names.index(name) for name in wanted]
        with self._open() as file:
            source = _Lines(file)
            read = _rows(source, self.delimiter, len(self.names))
            next(read)
            while lines := source.take(rows, self.memory // 16):
                kept = _plain_rows(lines, self.delimiter, len(self.names))
                if kept is None:
                    source.give_back(lines)
                    kept = list(islice(read, len(lines)))
                if kept:
                    yield _batch(kept, wanted, at)

    def greatest(self, name: str) -> Any:
        """None: only reading the file can tell."""
        return None

    def _open(self) -> TextIO:
        return self.source.open(encoding=self.encoding, errors="replace", newline="")


class _Lines(Iterator[str]):
    """The physical lines of a file, numbered; they can be given back."""

    def __init__(self, file: TextIO) -> None:
        self.numbered = enumerate(file, start=1)
        self.given: list[Line] = []
        self.back: deque[Line] = deque()

    def __next__(self) -> str:
        line = self.back.popleft() if self.back else next(self.numbered)
        self.given.append(line)
        return line[1]

    def take(self, most: int, characters: int) -> list[Line]:
        """The next lines, at most so many, and no more once there are so many characters."""
        taken: list[Line] = []
        for line in chain(_drained(self.back), self.numbered):
            taken.append(line)
            characters -= len(line[1])
            if len(taken) >= most or characters < 0:
                break
        return taken

    def give_back(self, lines: Sequence[Line]) -> None:
        """Put lines back in front of the next."""
        self.back.extendleft(reversed(lines))


def _drained(lines: deque[Line]) -> Iterator[Line]:
    while lines:
        yield lines.popleft()


def _plain_rows(lines: Sequence[Line], delimiter: str, width: int) -> list[Row] | None:
    """The rows of lines of which each is a whole row, but for blank ones; None where a row spans several."""
    if lines[-1][1].count('"') % 2:
        return None
    try:
        rows = list(csv.reader((text for _, text in lines), delimiter=delimiter))
    except csv.Error:
        return None
    if len(rows) != len(lines):
        return None
    return [
        (line[0], fields, "" if len(fields) == width else _misfit(fields, width))
        for line, fields in zip(lines, rows, strict=True)
        if len(fields) == width or line[1].strip()
    ]


def _rows(source: _Lines, delimiter: str, width: int) -> Iterator[Row]:
    """The rows of a file but blank ones. A row that a stray quotation mark joined with others is taken apart again."""
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        source.given.clear()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            fields = []
        row = _row(source, fields, delimiter, width)
        if row:
            yield row


def _row(source: _Lines, fields: list[str], delimiter: str, width: int) -> Row | None:
    """The row of the lines just given, None where they are blank."""
    line, *others = source.given
    if others and (_is_open(source.given) or (len(fields) != width and _swallowed(others, delimiter, width))):
        source.give_back(others)
        return line[0], [], "has a quotation mark that is not closed"
    if len(fields) == width:
        return line[0], fields, ""
    if not fields and len(line[1]) > LARGEST_FIELD:
        return line[0], [], f"has a field of more than {LARGEST_FIELD} characters"
    return (line[0], fields, _misfit(fields, width)) if line[1].strip() else None


def _is_open(lines: Sequence[Line]) -> bool:
    """Whether the last quotation mark of these lines was left open."""
    return sum(text.count('"') for _, text in lines) % 2 == 1


def _header(file: TextIO, delimiter: str) -> tuple[str, ...]:
    """The names of the first line that is not blank; none where there is no such line."""
    try:
        named = (tuple(map(str.strip, fields)) for fields in csv.reader(file, delimiter=delimiter))
        return next((names for names in named if any(names)), ())
    except csv.Error:
        return ()


def _misfit(fields: list[str], width: int) -> str:
    if len(fields) < width or any(text.strip() for text in fields[width:]):
        return f"has {len(fields)} column{'s' * (len(fields) != 1)}; the header has {width}"
    return ""


def _swallowed(lines: list[tuple[int, str]], delimiter: str, width: int) -> bool:
    """Whether one of the lines is a whole row of its own."""
    return any(len(fields) == width for fields in csv.reader((line for _, line in lines), delimiter=delimiter))


def _batch(kept: list[Row], wanted: Sequence[str], at: Sequence[int]) -> Batch:
    rows = [fields for _, fields, _ in kept]
    columns = {
        name: pa.array([fields[i] if i < len(fields) else None for fields in rows], pa.string())
        for name, i in zip(wanted, at, strict=True)
    }
    misfits = {row: why for row, (_, _, why) in enumerate(kept) if why}
    return Batch(columns, np.array([line for line, _, _ in kept], np.int64), misfits)


def _encoding(path: Path) -> str:
    """The encoding of a file: by its mark, UTF-8 where all of it is, otherwise the Western code page of Windows."""
    import codecs

    try:
        with path.open("rb") as file:
            if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                return "utf-16"
            file.seek(0)
            decoder = codecs.getincrementaldecoder("utf-8")()
            while piece := file.read(MEGABYTE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    except OSError as error:
        raise BadFile(f"{path}: cannot be read: {error.strerror}; give the path of a CSV or Parquet file") from None
    return "utf-8-sig"
