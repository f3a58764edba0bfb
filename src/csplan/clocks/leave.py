"""Calls left with somebody on leave count from the return; what goes on to a cover keeps its ordinary clock.

Which standard counts from a return, and which ones it takes over, is said by the plan's model. A clock that is taken
over is stopped and stands beside; when the leave turns out otherwise, it runs again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from csplan.absences.kinds import redirected_fact, returning_facts
from csplan.absences.queries import Relief, relief_at
from csplan.agencies.keys import new_key
from csplan.agencies.models import CalendarEdition, Person
from csplan.agencies.queries import calendar_of, wall_time
from csplan.clocks.actions import new_clock
from csplan.clocks.models import Clock, Matter, Turn
from csplan.clocks.turning import recount
from csplan.core.deadline import deadline
from csplan.core.office_calendar import OfficeCalendar
from csplan.standards.queries import Binding, binding_standards

RELIEVED: Final = "left with somebody on leave: counts from the return instead"
ENDED: Final = "counts from no return any more: the absence was changed or cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Why the clocks of a matter follow an absence: what was done, by whom, and when it was entered."""

    why: str
    by: Person | None
    now: datetime


def take_over(
    matter: Matter, clocks: Sequence[Clock], relieving: Sequence[Binding], received: datetime, edition: CalendarEdition
) -> list[Clock]:
    """The clocks from a return that take over some clocks of a new matter, then stopped; none is stored."""
    relief = _relief(matter, relieving, received, calendar_of(edition))
    found = []
    for binding in relieving:
        taken = [clock for clock in clocks if clock.standard in binding.standard.takes_over]
        if relief and taken and relief.fact == binding.standard.starts:
            found.append(_from_return(matter, binding, relief.returns, received, edition))
            for clock in taken:
                clock.stopped, clock.why_stopped = received, RELIEVED
    return found


def settle_leave(
    matter: Matter, bindings: Sequence[Binding], received: datetime, edition: CalendarEdition, following: Following
) -> bool:
    """Bring the open clocks of a matter in step with the leave of whom it was meant for; whether any has moved.

    bindings are all that bind the contact, those from a return too. Raises OutsideHorizon.
    """
    clocks = _held(matter)
    if not any(clock.is_open for clock in clocks.values()):
        return False
    ordinary, relieving = _parted(bindings)
    relief = _relief(matter, relieving, received, calendar_of(edition))
    moved = []
    for binding in relieving:
        own, taken = clocks.get(binding.standard.id), _taken(binding, ordinary, clocks)
        if taken and not any(clock.met for clock in (*taken, *filter(None, [own]))):
            returns = relief.returns if relief else None
            fresh = own or _from_return(matter, binding, returns, received, edition)
            holds = relief is not None and relief.fact == binding.standard.starts
            settle = _counts_from_return if holds else _counts_as_ever
            moved.append(settle(fresh, returns, taken, following))
    return any(moved)


def _held(matter: Matter) -> dict[str, Clock]:
    """The clocks of a matter by standard; nobody changes them before the transaction ends."""
    found = Clock.objects.select_for_update(of=("self",)).filter(agency=matter.agency_id, matter=matter)
    return {clock.standard: clock for clock in found.order_by("id")}


def call_day(agency: UUID, back: datetime, calendar: OfficeCalendar) -> date | None:
    """The day by which calls are returned after a return to work; None where nothing is promised."""
    on_wall = wall_time(calendar, back)
    bindings = binding_standards(agency, on_wall.date(), facts=returning_facts(), channels=("phone",), party="")
    dues = (deadline(back, each.duration, each.limit.counting, calendar) for each in bindings)
    return min((due.date for due in dues), default=None)


def _relief(
    matter: Matter, relieving: Sequence[Binding], received: datetime, calendar: OfficeCalendar
) -> Relief | None:
    """The relief for a matter, where its standards know one."""
    kept = matter.redirected and all(redirected_fact() in each.standard.unless for each in relieving)
    if kept or not relieving or matter.meant_for_id is None:
        return None
    return relief_at(matter.agency_id, matter.meant_for_id, received, calendar)


def _from_return(
    matter: Matter, binding: Binding, returns: datetime | None, received: datetime, edition: CalendarEdition
) -> Clock:
    """The clock that starts on the return; without a start and a due instant while nobody knows when that is."""
    clock = new_clock(matter, binding, returns or received, edition)
    if returns is None:
        clock.started = clock.due = clock.due_date = None
    return clock


def from_return(binding: Binding) -> bool:
    """Whether a standard counts from a return from leave."""
    return binding.standard.starts in returning_facts()


def _parted(bindings: Sequence[Binding]) -> tuple[set[str], list[Binding]]:
    """The standards that bind as ever, and those that count from a return."""
    relieving = [each for each in bindings if from_return(each)]
    return {each.standard.id for each in bindings if not from_return(each)}, relieving


def _taken(binding: Binding, ordinary: Collection[str], clocks: Mapping[str, Clock]) -> list[Clock]:
    """The clocks that a standard takes over, or has taken over."""
    found = [clocks[each] for each in binding.standard.takes_over if each in clocks and each in ordinary]
    return [clock for clock in found if clock.stopped is None or clock.why_stopped == RELIEVED]


def _counts_from_return(own: Clock, returns: datetime | None, taken: Sequence[Clock], following: Following) -> bool:
    stopping = [clock for clock in taken if clock.stopped is None]
    is_new = own._state.adding
    moves = is_new or own.stopped is not None or own.started != returns
    if moves:
        before = None if is_new or own.stopped else own.due
        own.stopped, own.why_stopped, own.started = None, "", returns
        own.due, own.due_date = (own.due, own.due_date) if returns else (None, None)
        own.save()
        if returns and not is_new:
            recount(own)
        _turn(own, before, following)
    for clock in stopping:
        _turn(clock, clock.due, following)
        clock.stopped, clock.why_stopped = following.now, RELIEVED
        clock.save(update_fields=["stopped", "why_stopped"])
    return bool(moves or stopping)


def _counts_as_ever(own: Clock, _: datetime | None, taken: Sequence[Clock], following: Following) -> bool:
    if own._state.adding or own.stopped is not None:
        return False
    _turn(own, own.due, following)
    own.stopped, own.why_stopped = following.now, ENDED
    own.save(update_fields=["stopped", "why_stopped"])
    for clock in taken:
        if clock.stopped:
            _turn(clock, clock.due, following)
            clock.stopped, clock.why_stopped = None, ""
            clock.save(update_fields=["stopped", "why_stopped"])
            recount(clock)
    return True


def _turn(clock: Clock, due_before: datetime | None, following: Following) -> None:
    Turn.objects.create(
        agency_id=clock.agency_id,
        matter_id=clock.matter_id,
        clock=clock,
        what=Turn.LEAVE,
        at=following.now,
        due_before=due_before,
        calendar_before_id=clock.calendar_id,
        reason=following.why,
        by=following.by,
        entered=following.now,
        idempotency_key=new_key(),
    )
    clock.changed = True
    clock.save(update_fields=["changed"])
