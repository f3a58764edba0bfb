"""Conformance vectors: the inline form of a calendar, both ways, and one case as JSON has it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from csplan.core.duration import Counting, Duration
from csplan.core.office_calendar import WEEKDAYS, ClosedDay, OfficeCalendar, Spans, SpecialDay, parse_spans
from oracle import oracle_due
from oracle_days import Line, explained
from random_cases import Rule

Vector = dict[str, Any]
QUESTION = ("id", "start", "tz", "n", "unit", "counting", "calendar", "pauses")  # the keys of a line of `due --batch`


def calendar_of(inline: Mapping[str, Any], zone: str) -> OfficeCalendar:
    """The calendar that an inline form describes; all its closed days are holidays."""
    week = tuple(parse_spans(inline["hours"].get(weekday, [])) for weekday in WEEKDAYS)
    closed = {date.fromisoformat(day): ClosedDay() for day in inline.get("closed", [])}
    special = {date.fromisoformat(day): SpecialDay(parse_spans(hours)) for day, hours in inline["special"].items()}
    return OfficeCalendar("inline", zone, week, closed, special)


def inline_of(calendar: OfficeCalendar) -> dict[str, Any]:
    """The inline form of a calendar."""
    hours = {weekday: _pairs(spans) for weekday, spans in zip(WEEKDAYS, calendar.week, strict=True) if spans}
    special = {str(day): _pairs(hours.spans) for day, hours in sorted(calendar.special.items())}
    return {"hours": hours, "closed": [str(day) for day in sorted(calendar.closed)], "special": special}


def question_of(vector: Vector) -> tuple[datetime, Rule, OfficeCalendar]:
    """What a vector asks: a start in UTC, a rule and a calendar."""
    zone = ZoneInfo(vector["tz"])
    pauses = tuple((_instant(begins, zone), _instant(ends, zone)) for begins, ends in vector["pauses"])
    rule = Rule(Duration(vector["n"], vector["unit"]), Counting(**vector["counting"]), pauses)
    return _instant(vector["start"], zone), rule, calendar_of(vector["calendar"], vector["tz"])


def vector_of(name: str, start: str, rule: Rule, calendar: OfficeCalendar) -> Vector:
    """One case with the oracle's answer and its reasons; start as it is to be written."""
    zone = ZoneInfo(calendar.zone)
    asked = (_instant(start, zone), rule.duration, rule.counting, calendar, rule.pauses)
    due, due_date = oracle_due(*asked)
    return {
        "id": name,
        "start": start,
        "tz": calendar.zone,
        "n": rule.duration.n,
        "unit": rule.duration.unit,
        "counting": {option: value for option, value in asdict(rule.counting).items() if value},
        "calendar": inline_of(calendar),
        "pauses": [
            [begins.astimezone(zone).isoformat(), ends.astimezone(zone).isoformat()] for begins, ends in rule.pauses
        ],
        "due": due.astimezone(zone).isoformat(),
        "due_date": str(due_date),
        "explanation": [_shown(line) for line in explained(*asked)],
    }


def _pairs(spans: Spans) -> list[list[str]]:
    return [str(span).split("-") for span in spans]


def _instant(written: str, zone: ZoneInfo) -> datetime:
    """The instant of a wall time in that zone, or of a time with its offset."""
    read = datetime.fromisoformat(written)
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


def _shown(line: Line) -> dict[str, Any]:
    shown: dict[str, Any] = {"date": str(line.day), "counted": line.reason == "counted", "reason": line.reason}
    return shown if line.seconds is None else shown | {"seconds": line.seconds}
