"""Reads the days of a calendar file: [[closed]] and [[special]], by rule or as single dates."""

from collections.abc import Iterator, Sequence
from datetime import date

from csplan.core.closed_days import (
    AfterRule,
    DayRule,
    EasterOffset,
    FixedDate,
    Kind,
    NthWeekday,
    RuledDay,
    Shift,
    days_of,
)
from csplan.core.errors import BadCalendar
from csplan.core.office_calendar import WEEKDAYS, ClosedDay, Spans, SpecialDay, parse_spans
from csplan.policy.document import Table, note_error

SHIFTS = {"sunday-to-monday": (6, 1), "saturday-to-friday": (5, -1), "saturday-to-monday": (5, 2)}
LONGEST_AWAY = 366  # days from Easter or from another rule's day

Rules = dict[str, DayRule]
Horizon = tuple[date, date]


def closed_days(tables: Sequence[Table], rules: Rules, horizon: Horizon) -> dict[date, ClosedDay]:
    """The closed days of [[closed]] tables; where two fall on one day, the later table's name stands."""
    return {
        day.day: ClosedDay(day.name, day.cite, day.holiday) for table in tables for day in _days(table, rules, horizon)
    }


def special_days(tables: Sequence[Table], rules: Rules, horizon: Horizon) -> dict[date, SpecialDay]:
    """The days with other hours of [[special]] tables, noting a defect where two fall on one day."""
    found: dict[date, SpecialDay] = {}
    for table in tables:
        spans = _special_hours(table)
        for day in _days(table, rules, horizon):
            if day.day in found:
                what = f"{day.day} has two sets of hours, of {found[day.day].name!r} and {day.name!r}"
                table.note("", what, "keep one of the two")
            found[day.day] = SpecialDay(spans, day.name, day.cite)
    return found


def read_rule(table: Table, horizon: tuple[date, date]) -> DayRule | None:
    """The rule of a [[closed]] or [[special]] table; None, and a defect where it names no day, for single dates."""
    rule = table.table("rule")
    name = table.text("name")
    cite, holiday = table.text("cite", ""), table.yes("holiday", True)
    first, last = table.whole("from", horizon[0].year - 1), table.whole("until", horizon[1].year + 1)
    every = table.whole("every", 1)
    shifts = tuple(_shift(each) for each in table.tables("shift"))
    if rule is None:
        return None
    kind = _kind(rule)
    rule.finish()
    if every < 1:
        table.note("every", "every must be at least 1", "write 2 for every second year, counted from `from`")
    return DayRule(name, kind, first, last, max(every, 1), holiday, cite, shifts) if kind else None


def _shift(table: Table) -> Shift:
    weekday, days = SHIFTS.get(table.choice("move", tuple(SHIFTS)), (0, 0))
    shift = Shift(weekday, days, table.yes("holiday", True), table.text("cite", ""))
    table.finish()
    return shift


def _kind(rule: Table) -> Kind | None:
    if "easter" in rule:
        return EasterOffset(_days_away(rule, "easter"))
    if "after" in rule:
        return AfterRule(rule.text("after"), _days_away(rule, "days"))
    month = rule.whole("month")
    if "day" in rule:
        return FixedDate(month, rule.whole("day")) if _is_date(rule, month, rule.whole("day")) else None
    weekday, nth = rule.choice("weekday", WEEKDAYS), rule.whole("nth")
    on_or_after = rule.whole("on_or_after", 1)
    if not _is_date(rule, month, on_or_after) or weekday not in WEEKDAYS or nth not in (-1, 1, 2, 3, 4, 5):
        rule.note("", "the rule names no day", "give month 1-12, weekday mon-sun and nth 1-5, or -1 for the last")
        return None
    return NthWeekday(month, WEEKDAYS.index(weekday), nth, on_or_after)


def _days_away(rule: Table, name: str) -> int:
    days = rule.whole(name, 1)
    if abs(days) <= LONGEST_AWAY:
        return days
    rule.note(name, f"{days} days is more than a year", f"give a number from -{LONGEST_AWAY} to {LONGEST_AWAY}")
    return 0


def _is_date(rule: Table, month: int, day: int) -> bool:
    try:
        return bool(date(2000, month, day))
    except (ValueError, OverflowError):
        rule.note("", f"there is no day {day} in month {month}", "give a month 1-12 and a day of that month")
        return False


def _special_hours(table: Table) -> Spans:
    table.known("hours")
    try:
        spans = parse_spans(table.data.get("hours", ()))
    except BadCalendar as error:
        note_error(table, "hours", error)
        return ()
    if not spans:
        table.note("", f"special day {table.text('name')!r} has no hours", "give some, or list it under [[closed]]")
    return spans


def _days(table: Table, rules: Rules, horizon: Horizon) -> Iterator[RuledDay]:
    name, cite, holiday = table.text("name"), table.text("cite", ""), table.yes("holiday", True)
    if "dates" not in table and "rule" not in table:
        table.note("", f"{name!r} names no day", "add dates = [2026-12-24], or a rule")
    for day in table.days("dates"):
        if horizon[0] <= day <= horizon[1]:
            yield RuledDay(day, name, holiday, cite)
        else:
            table.note("dates", f"{day} lies outside {horizon[0]} to {horizon[1]}", "mend the date, or the horizon")
    if "rule" in table and name in rules:
        try:
            for year in range(horizon[0].year - 1, horizon[1].year + 2):
                yield from days_of(rules[name], year, rules)
        except BadCalendar as error:
            note_error(table, "rule", error)
