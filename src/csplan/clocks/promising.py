"""An acknowledgement that names a day: a clock to that day takes over, the original one stands beside it."""

from datetime import date, datetime
from typing import Final

from csplan.agencies.keys import new_key
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_of, wall_time
from csplan.clocks.models import OPEN, Clock, Matter
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from csplan.core.errors import BadInstant
from csplan.standards.queries import Binding, written_bindings

PROMISED: Final = " (promised date)"
BESIDE: Final = "beside the promised date, which leads; not counted as missed"


def promise_date(
    matter: Matter, fact: str, happened: datetime, promised: date, edition: CalendarEdition
) -> list[Clock]:
    """The clocks to a promised day, one for each that the fact, sent in time, takes over from. Raises BadInstant."""
    started = wall_time(calendar_of(edition), happened)
    if promised < started.date():
        raise BadInstant(f"this day is before the one on which it was promised, {started.date()}; give a later one")
    found = Clock.objects.select_for_update().filter(OPEN, agency=matter.agency_id, matter=matter, due__isnull=False)
    return [_promise(clock, fact, started, promised, edition) for clock in found if _gives_way(clock, fact, happened)]


def _gives_way(clock: Clock, fact: str, happened: datetime) -> bool:
    standard = clock.standard.partition(PROMISED)[0]
    seems = (fact in each.standard.not_met_by for each in written_bindings(clock.plan) if each.standard.id == standard)
    return clock.due is not None and happened <= clock.due and any(seems)


def _promise(clock: Clock, fact: str, started: datetime, promised: date, edition: CalendarEdition) -> Clock:
    """The clock to the promised day, stored; the one that gives way is stopped."""
    length = Duration((promised - started.date()).days, "days")
    due = deadline(started, length, Counting(), calendar_of(edition))
    anew = Clock.objects.get(agency=clock.agency_id, id=clock.id)
    anew.id, anew.calendar, anew.counting = new_key(), edition, {}
    anew.changed = False
    anew.standard, anew.name = _next_name(clock), clock.name.removesuffix(PROMISED) + PROMISED
    anew.fact, anew.n, anew.unit = fact, length.n, length.unit
    anew.started, anew.due, anew.due_date = started, due.at, due.date
    anew.says, anew.cite = _quoted(clock, fact)
    clock.stopped, clock.why_stopped = started, BESIDE
    clock.save(update_fields=["stopped", "why_stopped"])
    anew.save(force_insert=True)
    return anew


def _next_name(clock: Clock) -> str:
    """A standard runs once on a matter: the second day that is promised has a number."""
    base, promised, number = clock.standard.partition(PROMISED)
    return f"{base}{PROMISED}" if not promised else f"{base}{PROMISED} {int(number or 1) + 1}"


def _quoted(clock: Clock, fact: str) -> tuple[str, str]:
    """The sentence that allows to name a day, with its place: that of the promise which the fact keeps."""
    allows: list[Binding] = [each for each in written_bindings(clock.plan) if fact in each.standard.met_by]
    chosen = [each for each in allows if each.standard.starts == clock.fact] or allows
    return (chosen[0].sentence, chosen[0].limit.cite) if chosen else (clock.says, clock.cite)
