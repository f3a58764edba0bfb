"""Which clocks a contact starts: those of the standards in force on the local day of its receipt."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from csplan.absences.kinds import returning_facts
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_of, wall_time
from csplan.clocks.actions import new_clock
from csplan.clocks.leave import from_return, take_over
from csplan.clocks.models import Clock, Matter
from csplan.standards.queries import Binding, binding_standards


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a contact says of itself to the standards: its facts, the channels and the party it binds on."""

    facts: Collection[str]
    channels: Collection[str]
    party: str


def new_clocks(matter: Matter, said: Said, received: datetime, edition: CalendarEdition) -> list[Clock]:
    """The clocks that some facts start on a matter, not stored yet; none where no promise binds. Raises OutsideHorizon.

    Who calls holds what the agency has set up, so that the edition is the last one until the clocks are stored.
    """
    started = wall_time(calendar_of(edition), received)
    bindings = bindings_of(matter.agency_id, said, started)
    clocks = [new_clock(matter, each, started, edition) for each in bindings if each.standard.starts in said.facts]
    return clocks + take_over(matter, clocks, [each for each in bindings if from_return(each)], started, edition)


def bindings_of(agency: UUID, said: Said, started: datetime) -> tuple[Binding, ...]:
    """The standards in force on the local day that the facts start, and those that a return from leave would start."""
    facts = {*said.facts, *returning_facts()} if said.facts else said.facts
    return binding_standards(agency, started.date(), facts=facts, channels=said.channels, party=said.party)
