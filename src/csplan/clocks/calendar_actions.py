"""The verb that puts another edition of an office's calendar in place and moves the open clocks that it moves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from csplan.absences.followers import followed
from csplan.agencies.actions import add_edition
from csplan.agencies.acts import record_act
from csplan.agencies.models import CalendarEdition, Office, Person
from csplan.agencies.queries import calendar_edition
from csplan.agencies.set_up import change_set_up
from csplan.agencies.spoken_of import columns_of
from csplan.clocks.movers import Movers, movers
from csplan.clocks.moving import move_clocks
from csplan.clocks.turning import Overtaken
from csplan.core.office_calendar import OfficeCalendar

REASON: Final = 500  # letters of a turn's reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """A calendar as somebody saw it in a preview: in place of which edition, and what it moves."""

    calendar: OfficeCalendar
    says: str
    based_on: int
    digest: str


def change_calendar(office: Office, seen: Previewed, *, why: str, by: UUID | None, now: datetime) -> CalendarEdition:
    """The next edition, and the clocks that it moves, exactly as they were previewed. Raises Overtaken.

    One entry of the ledger, with a digest of all that moved; one more for each call that follows a return into further
    leave.
    """
    agency, at = office.agency_id, now.replace(microsecond=0)
    with transaction.atomic():
        change_set_up(agency)  # nobody starts or counts a clock here meanwhile
        if calendar_edition(agency, office.id).number != seen.based_on:
            raise Overtaken("somebody else has changed the calendar since; look at the preview again")
        found = movers(agency, office.id, seen.calendar)
        edition = add_edition(office, seen.calendar, says=seen.says, why=why, by=by, now=at)
        if found.digest != seen.digest or move_clocks(edition, found.moves) != len(found.moves):
            raise Overtaken("other promises would move by now; look at the preview again")
        held = {**columns_of(edition), "moved": found.digest}
        record_act(agency, by, "change calendar", f"calendar:{edition.id}", entered=at, after=held)
        _follow_returns(agency, found, f"{seen.says}: {why}", by, at)
    return edition


def _follow_returns(agency: UUID, found: Movers, why: str, by: UUID | None, at: datetime) -> None:
    """Let the calls left in leave follow returns that the calendar moves into a further leave."""
    who = Person.objects.filter(id=by).first() if by and found.onward else None
    for person in sorted(set(found.onward.values())):
        followed(agency, person, who, why[:REASON], at)
