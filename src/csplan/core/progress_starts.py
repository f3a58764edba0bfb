"""When a clock starts, for a start that rests on facts alone; what rests on steps is asked of progress_rounds."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from csplan.core.condition import HOLDS, outcome_of_all
from csplan.core.matter import Fact
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.core.procedure import (
    DONE,
    EARLIER_OF,
    FACT,
    FIRST_KNOWN,
    LATER_OF,
    MISSED,
    REPEATED,
    YEARLY,
    Start,
)
from csplan.core.progress_due import moved, named_instant


@dataclass(frozen=True, slots=True)
class Begun:
    """The instant at which a clock started, and the fact that started it, in words."""

    at: datetime
    by: str
    whole_day: bool = False


StepStarts = Callable[[Start], tuple[Begun, ...]]


def begun(start: Start, facts: tuple[Fact, ...], calendar: OfficeCalendar, of_step: StepStarts) -> tuple[Begun, ...]:
    """Every instant at which the start has happened so far, in order; of_step answers for DONE and MISSED."""
    if not _counts(start, facts):
        return ()
    if start.kind in (DONE, MISSED):
        found = of_step(start)
    elif start.kind in (LATER_OF, EARLIER_OF, FIRST_KNOWN):
        found = _of_list(start, facts, calendar, of_step)
    else:
        found = _BY_FACTS[start.kind](start, facts, calendar)
    return tuple(_moved(each, start, calendar) for each in found)


def _counts(start: Start, facts: tuple[Fact, ...]) -> bool:
    return outcome_of_all(start.only_if, facts) == HOLDS


def _of_list(start: Start, facts: tuple[Fact, ...], calendar: OfficeCalendar, of_step: StepStarts) -> tuple[Begun, ...]:
    counted = [each for each in start.of if _counts(each, facts)]
    found = [begun(each, facts, calendar, of_step) for each in counted]
    known = [each for each in found if each]
    if start.kind == EARLIER_OF:
        return tuple(sorted((each for one in known for each in one), key=_instant))
    if not known or (start.kind == LATER_OF and len(known) < len(counted)):
        return ()
    return known[0][:1] if start.kind == FIRST_KNOWN else (max((each[0] for each in known), key=_instant),)


def _of_fact(start: Start, facts: tuple[Fact, ...], calendar: OfficeCalendar) -> tuple[Begun, ...]:
    found = [fact for fact in facts if fact.name == start.name]
    if not start.field:
        return tuple(Begun(fact.at, fact.name, fact.whole_day) for fact in found)
    zone = named_zone(calendar.zone)
    named = [named_instant(fact.values.get(start.field), zone) for fact in found]
    latest = [each for each in named if each][-1:]
    return tuple(Begun(each, f"{start.field} of {start.name}", each.time() == time()) for each in latest)


def _repeated(start: Start, facts: tuple[Fact, ...], calendar: OfficeCalendar) -> tuple[Begun, ...]:
    named = [fact for fact in facts if fact.name == start.name]
    for index, fact in enumerate(named):
        alike = [each for each in named[: index + 1] if _agree(each, fact, start.same)][-start.times :]
        if len(alike) == start.times and _within_window(alike, start, calendar):
            return (Begun(fact.at, f"{start.name}, {start.times} times", fact.whole_day),)
    return ()


def _agree(one: Fact, other: Fact, fields: tuple[str, ...]) -> bool:
    return all(one.said(field) and one.said(field) == other.said(field) for field in fields)


def _within_window(facts: list[Fact], start: Start, calendar: OfficeCalendar) -> bool:
    return start.window is None or facts[-1].at <= moved(facts[0].at, start.window, calendar)


def _yearly(start: Start, facts: tuple[Fact, ...], calendar: OfficeCalendar) -> tuple[Begun, ...]:
    zone = named_zone(calendar.zone)
    since = [fact.at.astimezone(zone).date() for fact in facts if fact.name == start.name][:1]
    if not since:
        return ()
    day = next_yearly(start, since[0])
    return (Begun(datetime.combine(day, time(), zone), f"{day.day} {day:%B %Y}", whole_day=True),)


def next_yearly(start: Start, since: date) -> date:
    """The first such day of a year on or after a date; 29 February is 28 February in years without it."""
    this_year = _day_of(start, since.year)
    return this_year if this_year >= since else _day_of(start, since.year + 1)


def _day_of(start: Start, year: int) -> date:
    return date(year, start.month, min(start.day, monthrange(year, start.month)[1]))


def _moved(each: Begun, start: Start, calendar: OfficeCalendar) -> Begun:
    if start.plus is None:
        return each
    return replace(each, at=moved(each.at, start.plus, calendar), by=f"{start.plus.duration} after {each.by}")


def _instant(each: Begun) -> datetime:
    return each.at


_BY_FACTS = {FACT: _of_fact, REPEATED: _repeated, YEARLY: _yearly}
