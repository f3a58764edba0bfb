"""Reading a CSV file of calls row by row, in as little memory as its longest row; what is wrong is told by line."""

import codecs
import csv
import io
from collections.abc import Generator, Iterator
from typing import BinaryIO, Final

from csplan.core.errors import BadFile

LARGEST: Final = 50 * 1024 * 1024  # bytes
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 100
LONGEST: Final = 500  # letters of a cell
DELIMITERS: Final = ",;\t|"
SAMPLE: Final = 64 * 1024
Row = tuple[int, list[str]]


def encoding_of(file: BinaryIO) -> str:
    """How a file is written: UTF-8, UTF-16 with its mark, or else as Windows does. Leaves the file at its beginning."""
    file.seek(0)
    begin = file.read(4)
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = "utf-16"
    else:
        found = "utf-8-sig" if _is_utf8(file) else "cp1252"
    file.seek(0)
    return found


def rows_of(file: BinaryIO, encoding: str) -> Generator[Row, None, None]:
    """The rows with the line on which each ends, the header first; blank lines are left out. Raises BadFile."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        reader = csv.reader(_checked(text), delimiter=_delimiter(text), strict=True)
        yield from _read(reader)
    except UnicodeError:
        raise BadFile("the file is not text that can be read; save it anew as CSV UTF-8") from None
    finally:
        text.detach()


def check_header(header: list[str]) -> list[str]:
    """The names of the columns without spaces around them. Raises BadFile where they cannot serve as such."""
    names = [name.strip() for name in header]
    if len(names) < 2:
        raise BadFile("line 1 has one column only; export with commas, semicolons or tabs between the columns")
    if len(names) > MOST_COLUMNS:
        raise BadFile(f"line 1 has {len(names)} columns; export at most {MOST_COLUMNS}")
    if not all(names):
        raise BadFile(f"line 1: column {names.index('') + 1} has no name; the first line must name every column")
    double = next((name for name in names if names.count(name) > 1), None)
    if double:
        raise BadFile(f"line 1 names two columns {double[:40]!r}; give each its own name")
    return names


def _read(reader: Iterator[list[str]]) -> Iterator[Row]:
    count = 0
    try:
        for cells in reader:
            line = reader.line_num  # type: ignore[attr-defined]
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS + 1:
                raise BadFile(f"the file has more than {MOST_ROWS} rows; split it into several")
            if any(len(cell) > LONGEST for cell in cells):
                raise BadFile(f"line {line}: a cell is longer than {LONGEST} letters; is a quotation mark missing?")
            yield line, cells
    except csv.Error as error:
        line = reader.line_num  # type: ignore[attr-defined]
        raise BadFile(f"line {line}: {_says(error)}") from None
    if count == 0:
        raise BadFile("the file is empty; export the calls again")


def _checked(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines, none with a NUL or without an end in reach."""
    number = 0
    while line := text.readline(LONGEST * MOST_COLUMNS):
        number += 1
        if "\0" in line:
            raise BadFile(f"line {number} has a NUL, which no text has; export as CSV, not as a spreadsheet file")
        if len(line) == LONGEST * MOST_COLUMNS:
            raise BadFile(f"line {number} is too long for a line of calls; export as CSV with one call a line")
        yield line


def _delimiter(text: io.TextIOWrapper) -> str:
    """What stands most often in the first line."""
    first = text.readline(SAMPLE)
    text.seek(0)
    return max(DELIMITERS, key=first.count)


def _says(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "a quotation mark is opened and never closed; close it"
    if "expected after" in str(error):
        return "a quotation mark stands inside a cell; write it twice, or take it away"
    return "the line cannot be read as CSV; export it anew"


def _is_utf8(file: BinaryIO) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(SAMPLE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
