"""Reads office calendars from TOML: hours, rules for closed and special days, single days, horizon."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from csplan.core.errors import BadCalendar, BadFile, BadInstant, CsplanError
from csplan.core.office_calendar import WEEKDAYS, OfficeCalendar, Spans, named_zone, parse_spans
from csplan.policy.calendar_rules import closed_days, read_rule, special_days
from csplan.policy.document import Document, Table, note_error, read_document
from csplan.policy.folder import packaged_folder

EARLIEST, LATEST = 1900, 2200  # the years that a horizon may span


def calendar_files(folder: Path | None = None) -> dict[str, Path]:
    """The calendar files of a folder of policies (the shipped one by default), by calendar name."""
    root = folder or packaged_folder()
    return {path.stem: path for path in sorted(root.glob("*/calendars/*.toml"))}


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
    rules = {
        rule.name: rule for table in closed_tables + special_tables for rule in [read_rule(table, horizon)] if rule
    }
    closed = closed_days(closed_tables, rules, horizon)
    special = special_days(special_tables, rules, horizon)
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
            note_error(hours, weekday, error)
            week.append(())
        hours.known(weekday)
    hours.finish()
    return tuple(week)
