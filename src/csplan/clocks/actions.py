"""Verbs that write clocks. The action of a room above calls them in its transaction and tells the ledger."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_of
from csplan.clocks.models import OPEN, Clock, Matter
from csplan.clocks.turning import end_pause
from csplan.core.deadline import deadline
from csplan.standards.queries import Binding


def new_matter(*, agency: UUID, office: UUID, owner: UUID, redirected_from: UUID | None = None) -> Matter:
    """A new matter of an office, not stored yet, with who answers for it; redirected_from is whom it was meant for."""
    return Matter(
        agency_id=agency,
        office_id=office,
        owner_id=owner,
        meant_for_id=redirected_from or owner,
        redirected=redirected_from is not None,
    )


def new_clock(matter: Matter, binding: Binding, started: datetime, edition: CalendarEdition) -> Clock:
    """A clock as it starts, not stored yet."""
    due = deadline(started, binding.duration, binding.limit.counting, calendar_of(edition))
    return Clock(
        agency_id=matter.agency_id,
        matter=matter,
        office_id=matter.office_id,
        owner_id=matter.owner_id,
        calendar=edition,
        started=started,
        due=due.at,
        due_date=due.date,
        **_promised(binding),
    )


def meet_clocks(matter: Matter, facts: Collection[str], happened: datetime) -> list[Clock]:
    """The open clocks of a matter that one of the facts meets, now met."""
    found = [clock for clock in _open(matter) if set(clock.met_by) & set(facts)]
    for clock in found:
        clock.met, clock.met_fact = happened, next(fact for fact in clock.met_by if fact in facts)
        counted = ["due", "due_date", "calendar"] if clock.due is None and end_pause(clock, happened) else []
        clock.save(update_fields=["met", "met_fact", *counted])
    return found


def _open(matter: Matter) -> list[Clock]:
    open_clocks = Clock.objects.select_for_update().filter(OPEN, agency=matter.agency_id, matter=matter)
    return list(open_clocks.order_by("due", "id"))


def _promised(binding: Binding) -> dict[str, Any]:
    """The columns that keep what was promised, in the plan's words."""
    standard, counting = binding.standard, asdict(binding.limit.counting)
    return {
        "plan": binding.plan,
        "standard": standard.id,
        "name": standard.name,
        "force": standard.force,
        "fact": standard.starts,
        "met_by": list(standard.met_by),
        "n": binding.duration.n,
        "unit": binding.duration.unit,
        "counting": {name: value for name, value in counting.items() if value is not None},
        "says": binding.sentence,
        "cite": binding.limit.cite,
    }
