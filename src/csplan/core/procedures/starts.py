"""When a clock starts, for a start that rests on facts; what rests on steps is asked of progress_rounds."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from heapq import merge

from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.core.procedures.condition import HOLDS, outcome_of_all
from csplan.core.procedures.due import moved, named_instant
from csplan.core.procedures.matter import Fact, Known
from csplan.core.procedures.procedure import EARLIER_OF, FACT, FIRST_KNOWN, OF_STARTS, OF_STEPS, REPEATED, YEARLY, Start


@dataclass(frozen=True, slots=True)
class Begun:
    """The instant at which a clock started, and the fact that started it, in words."""

    at: datetime
    by: str
    whole_day: bool = False


@dataclass(eq=False, slots=True)
class Repetition:
    """A REPEATED start in one matter: its facts are read in order of time, as far as is asked, each once."""

    start: Start
    facts: Iterator[Fact]
    calendar: OfficeCalendar
    alike: defaultdict[tuple[str, ...], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    following: Fact | None = None
    found: Begun | None = None

    def __post_init__(self) -> None:
        """Stand before the first fact."""
        self.following = next(self.facts, None)

    def by(self, at: datetime) -> Iterator[Begun]:
        """The fact that makes it so many times, where that has happened by an instant."""
        while self.found is None and self.following and self.following.at <= at:
            self._read(self.following)
            self.following = next(self.facts, None)
        if self.found and self.found.at <= at:
            yield self.found

    def _read(self, fact: Fact) -> None:
        said = tuple(fact.said(name) for name in self.start.same)
        latest = self.alike[said] = [*self.alike[said], fact][-self.start.times :]
        if all(said) and len(latest) == self.start.times and _within_window(latest, self.start, self.calendar):
            self.found = Begun(fact.at, f"{fact.name}, {self.start.times} times", fact.whole_day)


OfCourse = Callable[[Start], Iterator[Begun]]


def begun(start: Start, known: Known, calendar: OfficeCalendar, of_course: OfCourse) -> Iterator[Begun]:
    """Each instant at which the start has happened so far, in order; of_course answers for steps and REPEATED."""
    if not _counts(start, known):
        return
    if start.kind in (*OF_STEPS, REPEATED):
        found = of_course(start)
    elif start.kind in OF_STARTS:
        found = _of_list(start, known, calendar, of_course)
    else:
        found = _BY_FACTS[start.kind](start, known, calendar)
    for each in found:
        yield _moved(each, start, calendar)


def _counts(start: Start, known: Known) -> bool:
    return outcome_of_all(start.only_if, known) == HOLDS


def _of_list(start: Start, known: Known, calendar: OfficeCalendar, of_course: OfCourse) -> Iterator[Begun]:
    counted = [begun(each, known, calendar, of_course) for each in start.of if _counts(each, known)]
    if start.kind == EARLIER_OF:
        yield from merge(*counted, key=_instant)
        return
    first = [each for each in (next(one, None) for one in counted) if each]
    if start.kind == FIRST_KNOWN:
        yield from first[:1]
    elif first and len(first) == len(counted):
        yield max(first, key=_instant)


def _of_fact(start: Start, known: Known, calendar: OfficeCalendar) -> Iterator[Begun]:
    found = known.named(start.name)
    if not start.field:
        yield from (Begun(fact.at, fact.name, fact.whole_day) for fact in found)
        return
    zone = named_zone(calendar.zone)
    named = (named_instant(fact.values.get(start.field), zone) for fact in reversed(found))
    latest = next((each for each in named if each), None)
    if latest:
        yield Begun(latest, f"{start.field} of {start.name}", latest.time() == time())


def _within_window(facts: list[Fact], start: Start, calendar: OfficeCalendar) -> bool:
    return start.window is None or facts[-1].at <= moved(facts[0].at, start.window, calendar)


def _yearly(start: Start, known: Known, calendar: OfficeCalendar) -> Iterator[Begun]:
    zone = named_zone(calendar.zone)
    for fact in known.named(start.name)[:1]:
        day = next_yearly(start, fact.at.astimezone(zone).date())
        yield Begun(datetime.combine(day, time(), zone), f"{day.day} {day:%B %Y}", whole_day=True)


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


_BY_FACTS = {FACT: _of_fact, YEARLY: _yearly}
