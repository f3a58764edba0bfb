"""A row of a call log as a call, or what is wrong with it: at which column, and what to do."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.utils.crypto import salted_hmac

from csplan.adapters.imports.meaning import ANSWERED, IN, OUT, SKIP, Meaning, read_instant, records
from csplan.adapters.imports.models import LEFT_OUT
from csplan.agencies.queries import check_horizon
from csplan.contacts.kinds import kinds
from csplan.core.errors import BadInstant, CsplanError
from csplan.core.office_calendar import OfficeCalendar

OPENS: Final = "opens"  # a missed call, or one that left a voice mail: a contact with its clocks
LIVE: Final = "live"  # answered: recorded, starts nothing
CALLED: Final = "called"  # a call out: proposed where it fits an open contact
FEWEST_DIGITS: Final = 7
LAST_DIGITS: Final = 10
_NOT_DIGIT: Final = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a log. The number is kept as digits in memory only."""

    line: int
    what: str
    happened: datetime
    result: str
    number: str
    extension: str
    case: str
    digest: str  # of all that tells it from others; the same call in another file has the same


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a call has to fit: the agency with the form of its case numbers, and the days of the office's calendar."""

    agency: UUID
    case_pattern: str
    calendar: OfficeCalendar
    results: Collection[str]  # what a call in may have come to
    now: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row."""

    line: int
    column: str
    what: str
    remedy: str


def call_of(line: int, cells: Sequence[str], header: Sequence[str], meaning: Meaning, bounds: Bounds) -> Call | Fault:
    """The call of a row, or what is wrong with it."""
    if len(cells) != len(header):
        return _ragged(line, len(cells), len(header))
    direction = _value("direction", cells, meaning) if "direction" in meaning.columns else IN
    result = ANSWERED if direction == OUT else _value("result", cells, meaning)  # of a call out, a person says it
    if direction is None or result is None or result not in bounds.results:
        place = meaning.columns["direction" if direction is None else "result"]
        return Fault(line, header[place], f"the value {cells[place][:40]!r} has no meaning yet", "say what it means")
    try:
        happened = _happened(cells, meaning, bounds)
    except CsplanError as error:
        return Fault(line, header[meaning.columns["started"]], error.what, error.remedy)
    case = _cell("case", cells, meaning)
    if case and not re.fullmatch(bounds.case_pattern, case):
        return Fault(line, header[meaning.columns["case"]], "this is no case number", "mend it in the file")
    number = digits_of(_cell("dialled" if direction == OUT else "caller", cells, meaning))
    what, extension = _what(direction, result), _cell("extension", cells, meaning)
    words = (what, happened.isoformat(), result, number, extension.casefold(), case)
    return Call(line, what, happened, result, number, extension, case, _digest("call", bounds.agency, *words))


def _ragged(line: int, cells: int, columns: int) -> Fault:
    what = f"the row has {cells} cells, and the first line names {columns} columns"
    return Fault(line, "", what, "look for a separator or a quotation mark too many or too few")


def digits_of(text: str) -> str:
    """The last digits of a telephone number, by which two ways to write it are one; empty for none."""
    digits = _NOT_DIGIT.sub("", text) if text.isascii() else ""
    return digits[-LAST_DIGITS:] if len(digits) >= FEWEST_DIGITS else ""


def caller_digest(agency: UUID, number: str) -> str:
    """The digest of a number under the site's secret; empty for none."""
    return _digest("caller", agency, number) if number else ""


def _digest(of: str, agency: UUID, *words: str) -> str:
    return salted_hmac(f"csplan {of}", " ".join((agency.hex, *words)), algorithm="sha256").hexdigest()


def _happened(cells: Sequence[str], meaning: Meaning, bounds: Bounds) -> datetime:
    """When a call was. Raises BadInstant, OutsideHorizon."""
    found = read_instant(_when(cells, meaning), meaning.written, meaning.zone).astimezone(UTC)
    if found > bounds.now:
        raise BadInstant("this is in the future; check the zone, and the clock of the telephone system")
    check_horizon(bounds.calendar, found)
    return found


def _what(direction: str, result: str) -> str:
    if SKIP in (direction, result):
        return LEFT_OUT
    if direction == IN:
        return OPENS if kinds()[records()[result]].owes else LIVE
    return CALLED


def _value(name: str, cells: Sequence[str], meaning: Meaning) -> str | None:
    values: dict[str, str] = dict(getattr(meaning, name))
    return values.get(_cell(name, cells, meaning).casefold())


def _cell(name: str, cells: Sequence[str], meaning: Meaning) -> str:
    place = meaning.columns.get(name)
    return cells[place].strip() if place is not None else ""


def _when(cells: Sequence[str], meaning: Meaning) -> str:
    return f"{_cell('started', cells, meaning)} {_cell('clock', cells, meaning)}".strip()
