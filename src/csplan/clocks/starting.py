"""Which clocks a contact starts: those of the standards in force on the local day of its receipt."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_of, last_edition, wall_time
from csplan.clocks.actions import start_clock
from csplan.clocks.models import Clock, Matter
from csplan.standards.queries import binding_standards


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a contact says of itself to the standards: its facts, the channels and the party it binds on."""

    facts: Collection[str]
    channels: Collection[str]
    party: str


def start_clocks(matter: Matter, said: Said, received: datetime, edition: CalendarEdition) -> list[Clock]:
    """The clocks that some facts start on a matter; none where no promise binds. Raises OutsideHorizon.

    Since the matter is stored, nobody changes the office's calendar before the transaction ends; who changed it before
    has not seen these clocks, so they are counted on what now is the last edition.
    """
    edition = last_edition(edition)
    started = wall_time(calendar_of(edition), received)
    bindings = binding_standards(
        matter.agency_id, started.date(), facts=said.facts, channels=said.channels, party=said.party
    )
    return [start_clock(matter, binding, started, edition) for binding in bindings]
