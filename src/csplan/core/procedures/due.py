"""When a step that has started is due: its limit, its extensions, and a promised date that takes over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from csplan.core.deadline import Due, deadline
from csplan.core.duration import DEFAULT_COUNTING, Counting, Duration, Limit
from csplan.core.errors import BadInstant
from csplan.core.instants import parse_day, parse_instant
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.core.procedures.condition import HOLDS, outcome_of_all
from csplan.core.procedures.matter import Fact, Known, Value
from csplan.core.procedures.procedure import Extension, Promise, Step
from csplan.core.procedures.records import lacking

SAME_DAY = Duration(0, "days")

SetAside = tuple[Fact, tuple[str, ...]]  # a fact that changes nothing, and why


@dataclass(frozen=True, slots=True)
class Dues:
    """When a round is due. Where no number is stated due is None; aim is then our own number, never the source's."""

    due: Due | None = None  # the one that leads
    original: Due | None = None  # before extensions and promises
    aim: Due | None = None
    set_aside: tuple[SetAside, ...] = ()


def limit_of(step: Step, known: Known) -> Limit | None:
    """The limit of a step for the facts known so far, None where none is stated."""
    for other in step.instead:
        if outcome_of_all(other.only_if, known) == HOLDS:
            return other.within
    return step.within


def dues(step: Step, start: datetime, known: Known, calendar: OfficeCalendar) -> Dues:
    """When a step that started at an instant is due, for the facts known so far."""
    limit = limit_of(step, known)
    if limit is None:
        return Dues()
    if limit.duration is None:
        return Dues(aim=deadline(start, limit.aim, limit.counting, calendar) if limit.aim else None)
    original = deadline(start, limit.duration, limit.counting, calendar)
    found = Dues(original, original)
    if step.extension:
        found = _extended(found, start, limit, step.extension, known, calendar)
    if step.promise:
        found = _promised(
            found, step.promise, known.named(step.promise.fact, since=_first_counted(start, limit)), calendar
        )
    return found


def named_instant(value: Value | None, zone: ZoneInfo) -> datetime | None:
    """The instant that a field names: a date is its local midnight; None where it names none."""
    if isinstance(value, str):
        try:
            value = parse_day(value) if len(value) == len("2026-11-25") else parse_instant(value, zone)
        except BadInstant:
            return None
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(zone)
    return datetime.combine(value, time(), zone) if isinstance(value, date) else None


def moved(start: datetime, limit: Limit, calendar: OfficeCalendar) -> datetime:
    """The instant that a limit of a number leads to."""
    return deadline(start, limit.duration or SAME_DAY, limit.counting, calendar).at


def _first_counted(start: datetime, limit: Limit) -> datetime | None:
    """The instant from which on facts bear on a round: its start; None, any, where the limit counts back from it."""
    return None if limit.duration and limit.duration.n < 0 else start


def _extended(
    found: Dues, start: datetime, limit: Limit, rule: Extension, known: Known, calendar: OfficeCalendar
) -> Dues:
    since = _first_counted(start, limit)
    told = next(iter(known.named(rule.told_by, since=since)), None)
    further: list[tuple[Duration, Counting]] = []
    aside = list(found.set_aside)
    lead = found.due
    for fact in known.named(rule.fact, since=since):
        reasons = _extension_reasons(rule, fact, told, lead, len(further))
        if reasons:
            aside.append((fact, reasons))
            continue
        further.append((rule.within.duration or SAME_DAY, rule.within.counting))
        lead = deadline(start, limit.duration or SAME_DAY, limit.counting, calendar, extensions=further)
    return replace(found, due=lead, set_aside=tuple(aside))


def _extension_reasons(
    rule: Extension, fact: Fact, told: Fact | None, lead: Due | None, already: int
) -> tuple[str, ...]:
    reasons = lacking(fact, rule.needs, {})
    if already >= rule.times:
        reasons.append(f"the limit may be extended {_times(rule.times)}; it already is")
    if rule.by and fact.by.role and fact.by.role not in rule.by:
        reasons.append(f"{fact.by.role} may not extend; it is for {' or '.join(rule.by)}")
    if lead and not _in_time(fact, lead):
        reasons.append("the limit had already ended")
    if lead and rule.told_by and not (told and _in_time(told, lead)):
        reasons.append(f"no {rule.told_by!r} before the limit ended")
    return tuple(reasons)


def _promised(found: Dues, promise: Promise, facts: Sequence[Fact], calendar: OfficeCalendar) -> Dues:
    aside = list(found.set_aside)
    lead = found.due
    for fact in facts:
        reasons = lacking(fact, (promise.field, *promise.needs), {})
        named = named_instant(fact.values.get(promise.field), named_zone(calendar.zone))
        if named is None and not reasons:
            reasons.append(f"{promise.field} is not a date; write it as 2026-11-25")
        if lead and not _in_time(fact, lead):
            reasons.append("it came after the limit had ended")
        if reasons or named is None:
            aside.append((fact, tuple(reasons)))
        else:
            lead = _end_of(named, fact.values.get(promise.field), calendar)
    return replace(found, due=lead, set_aside=tuple(aside))


def _end_of(named: datetime, value: Value | None, calendar: OfficeCalendar) -> Due:
    """The promised instant; a promised day ends at its own end."""
    is_instant = isinstance(value, datetime) or (isinstance(value, str) and len(value) > len("2026-11-25"))
    return Due(named, named.date()) if is_instant else deadline(named, SAME_DAY, DEFAULT_COUNTING, calendar)


def _in_time(fact: Fact, due: Due) -> bool:
    return fact.at.astimezone(due.at.tzinfo).date() <= due.date if fact.whole_day else fact.at <= due.at


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"
