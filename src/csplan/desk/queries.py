"""Questions across matters: what is due, and the story of one contact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from csplan.agencies.models import Person
from csplan.agencies.set_up import read_once
from csplan.clocks.models import Clock
from csplan.clocks.queries import Told, clocks_of, happenings, told
from csplan.clocks.telling import LAST_OF_ALL
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.contacts.queries import contacts_on
from csplan.contacts.restricted import restrictions_of
from csplan.contacts.told import Done, came_in
from csplan.desk.models import SavedFilter


@dataclass(frozen=True, slots=True)
class DueRow:
    """A contact on the due list: its strictest open clock, and the other open ones."""

    contact: Contact
    kind: str
    lead: Told
    beside: tuple[Told, ...]
    restrictions: tuple[str, ...]  # of how its participant may be contacted, in words


@dataclass(frozen=True, slots=True)
class UnpromisedRow:
    """A contact whose answer is owed without a promise, and since when, on the wall of the office."""

    contact: Contact
    kind: str
    since: datetime
    restrictions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a contact, on the wall of the office."""

    at: datetime
    says: str
    by: str
    note: str = ""
    day_alone: bool = False  # nobody said at what time


def saved_filters(person: Person, office: UUID, page: str) -> list[SavedFilter]:
    """The filters of a list that somebody kept, and those that others of the office show to everybody, by name."""
    every = _filters_of(person.agency_id, page)
    return [each for each in every if each.person_id == person.id or (each.shared and each.office_id == office)]


@read_once
def _filters_of(agency: UUID, page: str) -> tuple[SavedFilter, ...]:
    found = SavedFilter.objects.filter(agency=agency, page=page).select_related("person")
    shown = ("name", "text", "shared", "page", "office", "person__name")
    return tuple(found.only(*shown).order_by("name", "id"))


def due_rows(leading: Sequence[Clock], agency: UUID, now: datetime) -> list[DueRow]:
    """The rows of some leading clocks, of which key and matter are known: what is due first first, undated last.

    The present is on the wall of the office, whose day says which restrictions hold.
    """
    matters, keys = [clock.matter_id for clock in leading], {clock.id for clock in leading}
    contacts = contacts_on(agency, matters, now.date())
    every = told([clock for clock in clocks_of(agency, matters) if clock.is_open], agency, now)
    rows = [_due_row(each, every, contacts[each.clock.matter_id]) for each in every if each.clock.id in keys]
    return sorted(rows, key=lambda row: (row.lead.clock.due or LAST_OF_ALL, row.lead.clock.id))


def unpromised_rows(contacts: Iterable[Contact], now: datetime) -> list[UnpromisedRow]:
    """The rows of some contacts whose answer is owed without a promise, in their order."""
    zone = now.tzinfo
    return [
        UnpromisedRow(each, kinds()[each.kind].says, each.received.astimezone(zone), restrictions_of(each))
        for each in contacts
    ]


def story(contact: Contact, clocks: Sequence[Told], done: Sequence[Done], at: datetime) -> list[Moment]:
    """Everything that happened to a contact in order of happening; at lends its wall."""
    zone = at.tzinfo
    acts = [came_in(contact, zone or UTC), *done]
    moments = [Moment(each.at.astimezone(zone), each.says, each.by, each.note, each.day_alone) for each in acts]
    moments += _changes(contact, at)
    moments += [Moment(each.met, f"Met: {each.clock.name}", "", each.clock.met_fact) for each in clocks if each.met]
    return sorted(moments, key=lambda moment: moment.at)


def _due_row(lead: Told, every: Sequence[Told], contact: Contact) -> DueRow:
    beside = tuple(each for each in every if each.clock.matter_id == contact.matter_id and each is not lead)
    return DueRow(contact, kinds()[contact.kind].says, lead, beside, restrictions_of(contact))


def _changes(contact: Contact, at: datetime) -> list[Moment]:
    """What was done to the matter and its clocks: paused, extended, handed over, moved with the calendar."""
    zone = at.tzinfo if isinstance(at.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    found = happenings(contact.agency_id, [contact.matter_id], zone)[contact.matter_id]
    return [Moment(each.happened.astimezone(zone), each.says, each.by, each.reason) for each in found]
