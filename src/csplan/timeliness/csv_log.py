"""A log in CSV; lines are numbered as an editor shows them, the header being line 1."""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TextIO

import numpy as np
import pyarrow as pa

from csplan.core.errors import BadFile
from csplan.timeliness.logs import Batch

LARGEST_FIELD: Final = 1 << 20  # characters; beyond it a quotation mark was left open
DELIMITERS: Final = ",\t;|"
Row = tuple[int, list[str], str]  # line, fields, why it does not fit


class CsvLog:
    """A CSV file in UTF-8, UTF-16 or the Western code page of Windows, with a header. Raises BadFile."""

    def __init__(self, path: Path, memory: int) -> None:
        self.path = path
        self.memory = memory
        self.encoding = _encoding(path)
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
            while kept := _some(read, source, rows, self.memory // 16):
                yield _batch(kept, wanted, at)

    def greatest(self, name: str) -> Any:
        """None: only reading the file can tell."""
        return None

    def _open(self) -> TextIO:
        return self.path.open(encoding=self.encoding, errors="replace", newline="")


class _Lines(Iterator[str]):
    """The physical lines of a file, numbered; those of a row can be given back."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.number = 0
        self.characters = 0
        self.given: list[tuple[int, str]] = []
        self.back: deque[tuple[int, str]] = deque()

    def __next__(self) -> str:
        if self.back:
            numbered = self.back.popleft()
        else:
            line = next(self.file)
            self.number += 1
            self.characters += len(line)
            numbered = (self.number, line)
        self.given.append(numbered)
        return numbered[1]


def _rows(source: _Lines, delimiter: str, width: int) -> Iterator[Row]:
    """The rows of a file but blank ones. A row that a stray quotation mark joined with others is taken apart again."""
    csv.field_size_limit(LARGEST_FIELD)
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        source.given.clear()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            fields = []
        line, *others = source.given
        if others and len(fields) != width and (not fields or _swallowed(others, delimiter, width)):
            source.back.extendleft(reversed(others))
            yield line[0], [], "has a quotation mark that is not closed"
        elif not fields and len(line[1]) > LARGEST_FIELD:
            yield line[0], [], f"has a field of more than {LARGEST_FIELD} characters"
        elif len(fields) > 1 or any(text.strip() for text in fields) or len(fields) == width:
            yield line[0], fields, _misfit(fields, width)


def _header(file: TextIO, delimiter: str) -> tuple[str, ...]:
    try:
        return next(
            (tuple(name.strip() for name in row) for row in csv.reader(file, delimiter=delimiter) if any(row)), ()
        )
    except csv.Error:
        return ()


def _misfit(fields: list[str], width: int) -> str:
    if len(fields) < width or any(text.strip() for text in fields[width:]):
        return f"has {len(fields)} columns; the header has {width}"
    return ""


def _swallowed(lines: list[tuple[int, str]], delimiter: str, width: int) -> bool:
    """Whether one of the lines is a whole row of its own."""
    return any(len(fields) == width for fields in csv.reader((line for _, line in lines), delimiter=delimiter))


def _some(read: Iterator[Row], source: _Lines, rows: int, characters: int) -> list[Row]:
    kept: list[Row] = []
    until = source.characters + characters
    for row in read:
        kept.append(row)
        if len(kept) >= rows or source.characters >= until:
            break
    return kept


def _batch(kept: list[Row], wanted: Sequence[str], at: Sequence[int]) -> Batch:
    columns = {
        name: pa.array([fields[i] if i < len(fields) else None for _, fields, _ in kept], pa.string())
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
            while piece := file.read(1 << 20):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    except OSError as error:
        raise BadFile(f"{path}: cannot be read: {error.strerror}; give the path of a CSV or Parquet file") from None
    return "utf-8-sig"
