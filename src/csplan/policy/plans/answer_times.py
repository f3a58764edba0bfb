"""Reads the times that a county writes into the blanks of a plan: limits, hours, weekly tables, protected time."""

from datetime import time
from typing import Any

from csplan.core.duration import Duration, parse_duration
from csplan.core.errors import BadCalendar, BadDuration
from csplan.core.office_calendar import WEEKDAYS, parse_clock
from csplan.core.plans.answer import DailyHours, PromisedTime, ProtectedTime, WeeklyHours
from csplan.core.plans.model import Blank
from csplan.policy.calendars import read_week
from csplan.policy.document import Table, note_error

READINGS = {"calendar": "days", "working": "working days"}


def read_promise(
    table: Table, name: str, blank: Blank, *, days_mean: str = "", printed: str = ""
) -> PromisedTime | None:
    """The time limit of a blank: 2, "30 minutes", "10 calendar days" or { n = 2, unit = "business hours" }.

    days_mean says how bare days are counted; printed is the unit that the form prints, "" where it prints none.
    """
    value = table.data[name]
    inner = table.table(name) if isinstance(value, dict) else None
    table.known(name)
    try:
        duration, declared = _duration(inner, value, blank, days_mean)
        _check_unit(duration, blank, printed)
        counting = inner.counting(duration) if inner else PromisedTime(duration).counting
    except BadDuration as error:
        note_error(table, name, error)
        return None
    finally:
        if inner:
            inner.finish()
    return PromisedTime(duration, counting, declared)


def _duration(inner: Table | None, value: Any, blank: Blank, days_mean: str) -> tuple[Duration, bool]:
    n, unit = (inner.data.get("n"), inner.text("unit", "")) if inner else _split(value)
    if inner:
        inner.known("n")
    declared = unit != "days" or not blank.word
    if not unit or (blank.word and unit == blank.word):
        unit = READINGS.get(days_mean, "days") if blank.word else blank.default_unit
        declared = not blank.word or bool(days_mean)
    if not unit:
        raise BadDuration(f"{n} has no unit, and the form prints none; write it with one of: {', '.join(blank.units)}")
    unit = "days" if unit == "calendar days" else unit
    return Duration(n, unit), declared  # type: ignore[arg-type]


def _check_unit(duration: Duration, blank: Blank, printed: str) -> None:
    """Refuse a unit that the blank does not take, and a number below 0 (BadDuration)."""
    if duration.unit not in blank.units and printed:
        raise BadDuration(f"the form counts this in {printed}, not in {duration.unit}; use {' or '.join(blank.units)}")
    if duration.unit not in blank.units:
        what = f"the form prints no unit here, and {duration.unit} cannot be taken"
        raise BadDuration(f"{what}; write one of: {', '.join(blank.units)}")
    if duration.n < 0:
        raise BadDuration(f"a time limit is {duration.n}; write 0 or more")


def _split(value: Any) -> tuple[Any, str]:
    """The number and the unit of a bare answer; "calendar days" is kept apart from bare "days"."""
    if not isinstance(value, str):
        return value, ""
    calendar = "calendar day" in value
    duration = parse_duration(value.replace("calendar day", "day"))
    return duration.n, "calendar days" if calendar and duration.unit == "days" else duration.unit


def read_hours(table: Table, name: str, blank: Blank) -> DailyHours | None:
    """The hours of a blank: { from = "08:00", to = "16:30" }."""
    inner = table.table(name)
    if inner is None:
        return None
    hours = _hours(inner, blank.overnight)
    inner.finish()
    return hours


def _hours(table: Table, may_be_overnight: bool) -> DailyHours | None:
    overnight = may_be_overnight and table.yes("overnight", False)
    opens, closes = (_clock(table, end) for end in ("from", "to"))
    if opens is None or closes is None:
        return None
    if opens >= closes and not overnight:
        remedy = "put the earlier time in from"
        remedy += ", or write overnight = true if it runs past midnight" if may_be_overnight else ""
        table.note("", f"{table.data['from']} to {table.data['to']} ends before it begins", remedy)
        return None
    return DailyHours(opens, closes, overnight)


def _clock(table: Table, name: str) -> int | None:
    value = table.data.get(name)
    table.known(name)
    try:
        return parse_clock(f"{value:%H:%M}" if isinstance(value, time) else value)
    except BadCalendar as error:
        note_error(table, name, error)
        return None


def read_weekly_hours(table: Table, name: str, blank: Blank) -> WeeklyHours | None:
    """The weekly table of a blank: { mon = [["08:00", "16:30"]], ..., closed = [2026-11-27] }."""
    inner = table.table(name)
    if inner is None:
        return None
    inner.known("closed")
    closed = inner.data.get("closed", [])
    before = len(table.document.defects)
    week = read_week(inner)
    if not isinstance(closed, list) or any(type(day).__name__ != "date" for day in closed):
        inner.note("closed", "closed must be a list of dates", "write it as [2026-11-27], without quotes")
    elif not any(week) and len(table.document.defects) == before:
        inner.note("", f"{blank.asks} is never open", "give hours for at least one weekday")
    elif len(table.document.defects) == before:
        return WeeklyHours(week, tuple(closed))
    return None


def read_schedule(table: Table, name: str, _: Blank) -> str | tuple[ProtectedTime, ...] | None:
    """The schedule of a blank: a text, or tables such as { who = "...", days = ["tue"], from = ..., to = ... }."""
    if isinstance(table.data[name], str):
        return table.text(name) or None
    read = [_protected(each) for each in table.tables(name)]
    found = tuple(each for each in read if each)
    return found if found and len(found) == len(read) else None


def _protected(table: Table) -> ProtectedTime | None:
    who, days = table.text("who"), table.texts("days")
    hours = _hours(table, may_be_overnight=False)
    wrong = [day for day in days if day not in WEEKDAYS]
    if wrong:
        table.note("days", f"unknown weekday {wrong[0]!r}", f"use some of: {', '.join(WEEKDAYS)}")
    table.finish()
    known = tuple(sorted(WEEKDAYS.index(day) for day in days if day in WEEKDAYS))
    return ProtectedTime(who, known, hours) if who and known and hours and not wrong else None
