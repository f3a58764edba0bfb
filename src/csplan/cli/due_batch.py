"""The batch of csplan due: one JSON object a line in, one out, in order; a bad line is answered, not fatal."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO, Final

from csplan.cli.due import DEFAULT_CALENDAR
from csplan.cli.main import DONE
from csplan.core.deadline import deadline
from csplan.core.duration import OPTIONS, Counting, Duration
from csplan.core.errors import BadCalendar, BadDuration, BadInstant, CsplanError
from csplan.core.inline_calendar import inline_calendar
from csplan.core.instants import parse_instant
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.core.pauses import Pause
from csplan.policy.calendars import named_calendar

KEYS: Final = ("id", "start", "tz", "n", "unit", "counting", "calendar", "pauses")
LONGEST_LINE: Final = 1 << 20


def answer_file(name: str) -> int:
    """Answer each line of a file, or of standard input for "-", on standard output. Returns the exit status."""
    with ExitStack() as stack:
        source = sys.stdin.buffer if name == "-" else stack.enter_context(Path(name).open("rb"))
        for answer in answers(_lines(source)):
            sys.stdout.write(answer + "\n")
            sys.stdout.flush()
    return DONE


def answers(lines: Iterable[bytes]) -> Iterator[str]:
    """The answer to each line: a JSON object with id and either due and due_date, or error."""
    for line in lines:
        known: dict[str, Any] = {"id": None}
        try:
            question = _question(line)
            known["id"] = question.get("id")
            known |= _due(question)
        except CsplanError as error:
            known["error"] = str(error)
        except RecursionError:
            known = {"id": None, "error": "the line nests too deeply; write the calendar as documented"}
        yield json.dumps(known)


def _lines(source: BinaryIO) -> Iterator[bytes]:
    while line := source.readline(LONGEST_LINE):
        rest = line
        while len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
            line, rest = b"", source.readline(LONGEST_LINE)  # too long: read to its end, and answer it as unreadable
        yield line


def _question(line: bytes) -> dict[str, Any]:
    try:
        question = json.loads(line.decode("utf-8"), parse_constant=_refuse_number, parse_float=_finite)
    except (ValueError, RecursionError):
        raise BadInstant(
            f"the line is not JSON of at most {LONGEST_LINE} bytes; write one JSON object a line"
        ) from None
    if not isinstance(question, dict):
        raise BadInstant('the line is not a JSON object; write one such as {"start": ..., "n": 1, "unit": ...}')
    return question


def _refuse_number(text: str) -> None:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        _refuse_number(text)
    return number


def _due(question: dict[str, Any]) -> dict[str, str]:
    for key in ("start", "n", "unit"):
        if key not in question:
            raise BadInstant(f"{key} is missing; give start, n and unit")
    for key in question:
        if key not in KEYS:
            raise BadInstant(f"unknown key {key!r}; use {', '.join(KEYS)}")
    calendar = _calendar(question.get("calendar"), question.get("tz"))
    zone = named_zone(calendar.zone)
    unit = question["unit"]
    duration = Duration(question["n"], unit if isinstance(unit, str) else repr(unit))
    start = parse_instant(question["start"], zone)
    due = deadline(start, duration, _counting(question.get("counting")), calendar, pauses=_pauses(question, calendar))
    return {"due": due.at.isoformat(), "due_date": due.date.isoformat()}


def _counting(options: object) -> Counting:
    if options is None:
        return Counting()
    if not isinstance(options, dict):
        raise BadDuration(f"counting must be an object with some of: {', '.join(OPTIONS)}")
    for name, value in options.items():
        if name not in OPTIONS:
            raise BadDuration(f"unknown counting option {name!r}; use some of: {', '.join(OPTIONS)}")
        if value is not None and value not in OPTIONS[name]:
            raise BadDuration(f"unknown {name} {value!r}; use one of: {', '.join(OPTIONS[name])}")
    return Counting(**options)


def _pauses(question: dict[str, Any], calendar: OfficeCalendar) -> list[Pause]:
    pauses = question.get("pauses")
    if pauses is None:
        return []
    if not isinstance(pauses, list) or not all(isinstance(pause, list) and len(pause) == 2 for pause in pauses):
        raise BadInstant('pauses must be a list of pairs such as [["2026-11-25T10:00", "2026-11-26T10:00"]]')
    if any(end is None for _, end in pauses):
        raise BadInstant("a pause without an end has no due instant until it ends; leave the line until then")
    zone = named_zone(calendar.zone)
    return [(parse_instant(begin, zone), parse_instant(end, zone)) for begin, end in pauses]


def _calendar(calendar: object, zone: object) -> OfficeCalendar:
    if zone is not None and not isinstance(zone, str):
        raise BadInstant(f"tz must be a zone such as America/Chicago, not {zone!r}")
    if isinstance(calendar, dict):
        return _inline(json.dumps(calendar), "UTC" if zone is None else zone)
    if calendar is not None and not isinstance(calendar, str):
        raise BadCalendar(
            f"calendar must be a name such as {DEFAULT_CALENDAR}, or an object with hours and closed days"
        )
    return _named(DEFAULT_CALENDAR if calendar is None else calendar, zone)


@lru_cache(maxsize=256)
def _inline(calendar: str, zone: str) -> OfficeCalendar:
    return inline_calendar(json.loads(calendar), zone)


@lru_cache(maxsize=256)
def _named(name: str, zone: str | None) -> OfficeCalendar:
    calendar = named_calendar(name)
    return calendar if zone is None else replace(calendar, zone=zone)
