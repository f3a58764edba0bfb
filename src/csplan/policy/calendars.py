"""Reads office calendars from TOML: hours, rules for closed and special days, single days, horizon."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import NoReturn

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
from csplan.core.errors import BadCalendar, BadFile, BadInstant, CsplanError
from csplan.core.office_calendar import (
    WEEKDAYS,
    ClosedDay,
    OfficeCalendar,
    Spans,
    SpecialDay,
    named_zone,
    parse_spans,
)
from csplan.policy.document import Document, Table, note_error, read_document

SHIFTS = {"sunday-to-monday": (6, 1), "saturday-to-friday": (5, -1), "saturday-to-monday": (5, 2)}
EARLIEST, LATEST = 1900, 2200  # the years that a horizon may span
LONGEST_AWAY = 366  # days from Easter or from another rule's day


def calendar_files(folder: Path | None = None) -> dict[str, Path]:
    """The calendar files of a folder of policies (the shipped one by default), by calendar name."""
    root = folder or Path(str(resources.files("csplan") / "policies"))
    return {path.stem: path for path in sorted(root.glob("*/calendars/*.toml"))}


def calendar_names() -> list[str]:
    """The names of the shipped calendars."""
    return list(calendar_files())


def named_calendar(name: str) -> OfficeCalendar:
    """The shipped calendar of that name. Raises BadCalendar for an unknown name, BadFile for a file with a defect."""
    return _named(name)


@lru_cache(maxsize=64)
def _named(name: str) -> OfficeCalendar:
    files = calendar_files()
    if name not in files:
        raise BadCalendar(f"unknown calendar {name!r}; known: {', '.join(files)}")
    return load_calendar(files[name])


def load_calendar(path: Path) -> OfficeCalendar:
    """The calendar of a file. Raises BadFile with the first defect."""
    document = read_document(path)
    calendar = read_calendar(document)
    if calendar is None:
        raise BadFile(str(min(document.defects)))
    return calendar


def read_calendar(document: Document, above: tuple[str, ...] = ()) -> OfficeCalendar | None:
    """The calendar of a document, or None where the document has noted a defect.

    above holds the paths of the calendars that are based on it.
    """
    root = document.root
    base = None if document.defects else _base(root, (*above, document.path))
    if document.defects:
        return None
    try:
        calendar = _calendar(root, base)
    except CsplanError as error:
        if not document.defects:
            note_error(root, "", error)
        return None
    root.finish()
    return None if document.defects else calendar


def _base(root: Table, above: tuple[str, ...]) -> OfficeCalendar | None:
    """The calendar that this one is based on; defects of a file beside are noted as that file's own."""
    name = root.text("based_on", "")
    if not name:
        return None
    beside = Path(root.document.path).parent / f"{name}.toml"
    if beside.exists() and beside.stem != root.data.get("name"):
        return _base_beside(root, beside, above)
    try:
        return named_calendar(name)
    except CsplanError as error:
        note_error(root, "based_on", error)
        return None


def _base_beside(root: Table, beside: Path, above: tuple[str, ...]) -> OfficeCalendar | None:
    if str(beside) in above:
        root.note("based_on", f"is based on {beside.stem!r}, which is based on it", "name another calendar, or none")
        return None
    document = read_document(beside)
    base = read_calendar(document, above)
    root.document.defects += document.defects
    return base


def _calendar(root: Table, base: OfficeCalendar | None) -> OfficeCalendar:
    name, zone = root.text("name"), _zone(root, base)
    cite, _ = root.text("cite", base.cite if base else ""), root.text("note", "")
    horizon, week = _horizon(root, base), _week(root, base)
    closed_tables, special_tables = list(root.tables("closed")), list(root.tables("special"))
    rules = {rule.name: rule for table in closed_tables + special_tables for rule in [_rule(table, horizon)] if rule}
    closed = dict(_closed_days(closed_tables, rules, horizon))
    special = dict(_special_days(special_tables, rules, horizon))
    for table in closed_tables + special_tables:
        table.finish()
    if root.document.defects:
        raise BadFile(str(min(root.document.defects)))
    if base:
        closed = {day: why for day, why in base.closed.items() if day not in special} | closed
        special = {day: why for day, why in base.special.items() if day not in closed} | special
    return OfficeCalendar(name, zone, week, closed, special, horizon, cite)


def _zone(root: Table, base: OfficeCalendar | None) -> str:
    zone = root.text("zone", base.zone if base else "UTC")
    try:
        named_zone(zone)
    except BadInstant as error:
        note_error(root, "zone", error)
    return zone


def _horizon(root: Table, base: OfficeCalendar | None) -> tuple[date, date]:
    known = base.horizon if base and base.horizon else None
    first = root.day("first", known[0]) if known else root.day("first")
    last = root.day("last", known[1]) if known else root.day("last")
    if date.min in (first, last):
        raise BadCalendar("the horizon is missing; give first and last")
    if last < first:
        what = f"the last day lies before the first ({last} before {first})"
        _refuse(root, "last" if "last" in root else "first", what, "put the earlier day in first, the later in last")
    if first.year < EARLIEST or last.year > LATEST:
        what = f"{first} to {last} is too long a horizon"
        _refuse(root, "first" if first.year < EARLIEST else "last", what, f"stay within {EARLIEST} to {LATEST}")
    return first, last


def _refuse(table: Table, name: str, what: str, remedy: str) -> NoReturn:
    """Note a defect at a key, and stop reading. Raises BadCalendar."""
    table.note(name, what, remedy)
    raise BadCalendar(what)


def _week(root: Table, base: OfficeCalendar | None) -> tuple[Spans, ...]:
    hours = root.table("hours")
    if hours is None:
        if base is None:
            raise BadCalendar('hours are missing; add [hours] with lines such as mon = [["08:00", "16:30"]]')
        return base.week
    return read_week(hours)


def read_week(hours: Table) -> tuple[Spans, ...]:
    """The spans of Monday to Sunday of a table with the keys mon to sun, noting a defect for a bad one."""
    week = []
    for weekday in WEEKDAYS:
        try:
            week.append(parse_spans(hours.data[weekday] if weekday in hours else ()))
        except BadCalendar as error:
            what, _, remedy = str(error).partition("; ")
            hours.note(weekday, what, remedy)
            week.append(())
        hours.known(weekday)
    hours.finish()
    return tuple(week)


def _rule(table: Table, horizon: tuple[date, date]) -> DayRule | None:
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


def _closed_days(
    tables: Iterable[Table], rules: dict[str, DayRule], horizon: tuple[date, date]
) -> Iterator[tuple[date, ClosedDay]]:
    for table in tables:
        for day in _days(table, rules, horizon):
            yield day.day, ClosedDay(day.name, day.cite, day.holiday)


def _special_days(
    tables: Iterable[Table], rules: dict[str, DayRule], horizon: tuple[date, date]
) -> Iterator[tuple[date, SpecialDay]]:
    for table in tables:
        spans = _special_hours(table)
        for day in _days(table, rules, horizon):
            yield day.day, SpecialDay(spans, day.name, day.cite)


def _special_hours(table: Table) -> Spans:
    """The hours of a special day. Raises BadCalendar, and notes it, where it has none."""
    table.known("hours")
    try:
        spans = parse_spans(table.data.get("hours", ()))
    except BadCalendar as error:
        note_error(table, "hours", error)
        raise
    if not spans:
        what = f"special day {table.text('name')!r} has no hours"
        _refuse(table, "", what, "give some, or list it under [[closed]]")
    return spans


def _days(table: Table, rules: dict[str, DayRule], horizon: tuple[date, date]) -> Iterator[RuledDay]:
    name, cite, holiday = table.text("name"), table.text("cite", ""), table.yes("holiday", True)
    table.known("dates")
    for day in table.data.get("dates", ()):
        if type(day) is not date:
            _refuse(table, "dates", f"{day!r} is not a date", "write dates as [2026-12-24], without quotes")
        yield RuledDay(day, name, holiday, cite)
    if "rule" in table and name in rules:
        for year in range(horizon[0].year - 1, horizon[1].year + 2):
            yield from days_of(rules[name], year, rules)
