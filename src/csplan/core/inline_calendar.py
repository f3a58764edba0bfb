"""A calendar written out in a question: weekly hours, closed days, special days; no horizon."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from csplan.core.errors import BadCalendar, BadInstant
from csplan.core.instants import parse_day
from csplan.core.office_calendar import WEEKDAYS, ClosedDay, OfficeCalendar, SpecialDay, parse_spans

KEYS: Final = ("hours", "closed", "special")


def inline_calendar(written: Mapping[str, Any], zone: str) -> OfficeCalendar:
    """The calendar of {"hours": {"mon": [["08:00", "16:30"]]}, "closed": ["2026-11-26"], "special": {...}}.

    Every closed day counts as a legal holiday. Raises BadCalendar, and BadInstant for an unknown zone.
    """
    _refuse_unknown("calendar key", written, KEYS)
    hours = _mapping(written.get("hours", {}), "hours")
    _refuse_unknown("weekday", hours, WEEKDAYS)
    closed, special = written.get("closed") or [], _mapping(written.get("special") or {}, "special")
    if not isinstance(closed, list):
        raise BadCalendar('closed must be a list of dates such as ["2026-11-26"]')
    return OfficeCalendar(
        name="inline",
        zone=zone,
        week=tuple(parse_spans(hours.get(weekday, [])) for weekday in WEEKDAYS),
        closed={_date(day): ClosedDay() for day in closed},
        special={_date(day): _special(day, spans) for day, spans in special.items()},
    )


def _special(day: str, spans: object) -> SpecialDay:
    parsed = parse_spans(spans)
    if not parsed:
        raise BadCalendar(f"special day {day} has no hours; give some, or list it under closed")
    return SpecialDay(parsed)


def _date(day: object) -> date:
    try:
        return parse_day(day)
    except BadInstant as error:
        raise BadCalendar(str(error)) from None


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadCalendar(f'{name} must be an object such as {{"mon": [["08:00", "16:30"]]}}')
    return value


def _refuse_unknown(what: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in given:
        if key not in known:
            raise BadCalendar(f"unknown {what} {key!r}; use {', '.join(known)}")
