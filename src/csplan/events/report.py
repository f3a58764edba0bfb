"""A report that was exported from the case system as CSV: read line by line, what is wrong told by its line."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from csplan.core.errors import CsplanError

NUMBER, DAY, TIME, WORKER, REFERENCE = "case number", "date", "time", "worker", "reference"
COLUMNS: Final = (NUMBER, DAY, TIME, WORKER, REFERENCE)
NEEDED: Final = (NUMBER, DAY)
BYTES: Final = 1_000_000
LINES: Final = 20_000
_DAYS: Final = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%Y%m%d", "%d-%b-%Y")
_TIMES: Final = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%H%M")


class BadReport(CsplanError):
    """A file that is no report, with what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event of a report; no time where the report names none."""

    line: int
    number: str
    day: date
    time: time | None
    worker: str
    reference: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line that cannot be used, and why."""

    line: int
    says: str


def report_text(content: bytes) -> str:
    """The text of an uploaded file. Raises BadReport for one that is empty, too large or no text."""
    if len(content) > BYTES:
        raise BadReport(f"the file is larger than {BYTES // 1_000_000} MB; export fewer days at a time")
    if b"\0" in content:
        raise BadReport("this is no CSV file but something else; export the report as CSV (comma separated)")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if not text.strip():
        raise BadReport("the file is empty; export the report again")
    return text


def header_of(text: str) -> tuple[str, ...]:
    """The names of a report's columns. Raises BadReport where its first line names none."""
    names = tuple(name.strip() for name in next(_rows(text), (0, []))[1])
    if len(names) < len(NEEDED) or not all(names) or len(set(names)) < len(names):
        raise BadReport("the first line does not name each column once; export the report with its headings")
    return names


def read_report(text: str, columns: Mapping[str, str]) -> tuple[list[Line], list[Trouble]]:
    """The lines of a report by its mapped columns, and those that cannot be used. Raises BadReport."""
    header = header_of(text)
    lines: list[Line] = []
    troubles: list[Trouble] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, row in _rows(text):
        if number == 1 or not any(cell.strip() for cell in row):
            continue
        first = seen.setdefault(tuple(row), number)
        try:
            if first != number:
                raise BadReport(f"is the same as line {first}; it counts once")
            lines.append(_line(number, row, header, columns))
        except BadReport as error:
            troubles.append(Trouble(number, str(error)))
    return lines, troubles


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=mark, strict=True)
    begins = 1
    try:
        for row in reader:
            if reader.line_num > LINES:
                raise BadReport(f"the file has more than {LINES} lines; export fewer days at a time")
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadReport(f"line {begins}: cannot be read as CSV ({error}); export the report again") from None


def _line(number: int, row: list[str], header: tuple[str, ...], columns: Mapping[str, str]) -> Line:
    if len(row) != len(header):
        raise BadReport(f"has {len(row)} columns where the heading has {len(header)}")
    cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
    said = {name: cells.get(columns.get(name, ""), "") for name in COLUMNS}
    if not said[NUMBER]:
        raise BadReport("names no case")
    day, at = _moment(said[DAY], said[TIME])
    return Line(line=number, number=said[NUMBER], day=day, time=at, worker=said[WORKER], reference=said[REFERENCE][:80])


def _moment(day: str, at: str) -> tuple[date, time | None]:
    """The day, and the time where one is named beside it or in the column of the day."""
    if not at and " " in day:
        day, _, at = day.partition(" ")
    found = _parsed(day, _DAYS)
    if found is None:
        raise BadReport(f"cannot read the date {day[:40]!r}; write it as 2026-11-23 or 11/23/2026")
    hour = _parsed(at.upper(), _TIMES) if at else None
    if at and hour is None:
        raise BadReport(f"cannot read the time {at[:40]!r}; write it as 14:30 or 2:30 PM")
    return found.date(), hour.time() if hour else None


def _parsed(text: str, shapes: tuple[str, ...]) -> datetime | None:
    for shape in shapes:
        try:
            return datetime.strptime(text, shape)  # noqa: DTZ007 - a wall time; the office's zone is put to it later
        except ValueError:
            continue
    return None
