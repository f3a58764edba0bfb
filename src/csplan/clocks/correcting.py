"""Facts that started clocks are corrected: the clocks are counted anew, as if they had been right from the first."""

from datetime import datetime
from typing import Final

from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_of, wall_time
from csplan.clocks.actions import new_clock
from csplan.clocks.models import Clock, Matter
from csplan.clocks.starting import Said
from csplan.clocks.turning import end_pause, recount
from csplan.standards.queries import Binding, binding_standards

CORRECTED: Final = "does not bind since a correction"
ANEW: Final = ("plan", "name", "force", "fact", "met_by", "n", "unit", "counting", "says", "cite")


def correct_clocks(matter: Matter, said: Said, received: datetime, edition: CalendarEdition, now: datetime) -> None:
    """Each clock that the facts start counted from the corrected instant; those that bind no longer are stopped."""
    day = _on_the_wall(edition, received).date()
    bindings = {
        each.standard.id: each
        for each in binding_standards(matter.agency_id, day, facts=said.facts, channels=said.channels, party=said.party)
    }
    held = {each.standard: each for each in _held(matter)}
    met = [(each.met, each.met_fact) for each in held.values() if each.met]
    for clock in held.values():
        if clock.fact in said.facts:
            _counted_anew(clock, bindings.get(clock.standard), received, now)
    for standard, binding in bindings.items():
        if standard not in held:
            _started(new_clock(matter, binding, _on_the_wall(edition, received), edition), met)


def _held(matter: Matter) -> list[Clock]:
    found = Clock.objects.select_for_update(of=("self",)).filter(agency=matter.agency_id, matter=matter)
    return list(found.select_related("calendar").order_by("id"))


def _counted_anew(clock: Clock, binding: Binding | None, received: datetime, now: datetime) -> None:
    if binding is None:
        if clock.stopped is None:
            clock.stopped, clock.why_stopped, clock.met, clock.met_fact = now, CORRECTED, None, ""
    elif clock.started is not None:
        anew = new_clock(clock.matter, binding, _on_the_wall(clock.calendar, received), clock.calendar)
        for name in (*ANEW, "started"):
            setattr(clock, name, getattr(anew, name))
        if clock.why_stopped == CORRECTED:
            clock.stopped, clock.why_stopped = None, ""
        if clock.met is None or not end_pause(clock, clock.met):
            recount(clock)
    clock.save()


def _started(clock: Clock, met: list[tuple[datetime, str]]) -> None:
    """A clock that ought to have run, stored; what has met another one of the matter meets it too."""
    meets = [each for each in met if each[1] in clock.met_by]
    if meets:
        clock.met, clock.met_fact = min(meets)
    clock.save(force_insert=True)


def _on_the_wall(edition: CalendarEdition, at: datetime) -> datetime:
    return wall_time(calendar_of(edition), at)
