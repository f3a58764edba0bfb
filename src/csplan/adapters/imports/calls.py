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
from csplan.contacts.models import WORD
from csplan.core.errors import BadInstant, CsplanError
from csplan.core.instants import moment_words
from csplan.core.office_calendar import OfficeCalendar, named_zone

OPENS: Final = "opens"  # a missed call, or one that left a voice mail: a contact with its clocks
LIVE: Final = "live"  # answered: recorded, starts nothing
CALLED: Final = "called"  # a call out: proposed where it fits an open contact
FEWEST_DIGITS: Final = 7
LAST_DIGITS: Final = 10
FEWEST_SHOWN: Final = 3  # an extension of the house
_NOT_DIGIT: Final = re.compile(r"\D")
_NUMBER: Final = re.compile(r"\+?\d[\d ().\-]{5,20}\d")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a log. Its digits are kept in memory only; the caller is kept where an answer is owed."""

    line: int
    what: str
    happened: datetime
    result: str
    number: str
    extension: str
    case: str
    digest: str  # of all that tells it from others; the same call in another file has the same
    caller: str  # the number to call back, as the log writes it; empty where none is owed, or the log withholds it


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
    said = _cell("dialled" if direction == OUT else "caller", cells, meaning)
    what, extension = _what(direction, result), _cell("extension", cells, meaning)
    return _call(line, bounds.agency, what, happened, result, said, extension, case)


def _call(
    line: int, agency: UUID, what: str, happened: datetime, result: str, said: str, extension: str, case: str
) -> Call:
    number, caller = digits_of(said), caller_of(said) if what == OPENS else ""
    digest = _digest("call", agency, what, happened.isoformat(), result, number, extension.casefold(), case)
    return Call(line, what, happened, result, number, extension, case, digest, caller)


def _ragged(line: int, cells: int, columns: int) -> Fault:
    what = f"the row has {cells} cells, and the first line names {columns} columns"
    return Fault(line, "", what, "look for a separator or a quotation mark too many or too few")


def digits_of(text: str) -> str:
    """The last digits of a telephone number, by which two ways to write it are one; empty for none."""
    digits = _NOT_DIGIT.sub("", text) if text.isascii() else ""
    return digits[-LAST_DIGITS:] if len(digits) >= FEWEST_DIGITS else ""


def caller_of(cell: str) -> str:
    """The number to call back as a log writes it, cut down to it where more stands there; empty where it says none."""
    text = " ".join(cell.split())
    if len(_NOT_DIGIT.sub("", text)) < FEWEST_SHOWN:  # "anonymous", "unknown", "restricted 1"
        return ""
    found = _NUMBER.search(text) if len(text) > WORD else None
    return (found[0] if found else text)[:WORD]


def withheld(call: Call, meaning: Meaning) -> str:
    """What is said instead of a number that is owed a call: when and where it rang, as the log has it."""
    if call.what != OPENS or call.caller:
        return ""
    if call.case and "caller" not in meaning.columns:
        return ""  # a log without such a column says nothing of the caller, who is found by the case
    said = "Number withheld" if "caller" in meaning.columns else "No number in the log"
    at = moment_words(call.happened.astimezone(named_zone(meaning.zone)))
    where = f", extension {call.extension[:WORD]}" if call.extension else ""
    return f"{said}: called {at}{where}. Look it up in the telephone system's log."


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
