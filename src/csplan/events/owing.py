"""Keeps the list of what is owed to the case system: one row for each contact of which something is not told yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from csplan.agencies.choices import chosen
from csplan.agencies.models import Person
from csplan.contacts.models import Attempt, Contact, Handling
from csplan.events.demands import EVERY, Rule, rule_of
from csplan.events.models import Event, Owed

Told = Contact | Attempt | Handling


@dataclass(frozen=True, slots=True)
class Untold:
    """Something that owes an event and of which none tells: a contact, a try to answer it, what was done with it."""

    row: Told
    rule: Rule
    by: Person

    @property
    def at(self) -> datetime:
        """When it happened; of a contact, when it was received, since nobody can tell of it before."""
        return self.row.received if isinstance(self.row, Contact) else self.row.happened

    @property
    def is_typed(self) -> bool:
        """Whether it was typed in the case system first."""
        return not isinstance(self.row, Handling) and self.row.in_case_system


def settle(contact: Contact, left: Sequence[Untold] | None = None) -> None:
    """Make the list say what is owed of a contact now, by what was recorded and by the events that tell of it."""
    owed = untold(contact) if left is None else left
    Owed.objects.filter(agency=contact.agency_id, contact=contact, event=None).delete()
    if owed:
        _owe(contact, owed)


def untold(contact: Contact, *, new: bool = False) -> list[Untold]:
    """What owes an event and is told by none, in order of happening; of a new contact only itself can.

    An event stands on a case.
    """
    if contact.case_id is None:
        return []
    every = chosen(contact.agency_id, "events.warranted") == EVERY
    told_contact, told = (False, set[str]()) if new else told_of(contact)
    every_row = (contact,) if new else _rows(contact)
    rows = [row for row in every_row if (not told_contact if row is contact else str(row.id) not in told)]
    found = [(row, rule_of(contact.agency.state, contact, row, every=every)) for row in rows]
    owing = [Untold(row, rule, _by(contact, row)) for row, rule in found if rule]
    return sorted(owing, key=lambda each: (each.at, each.row.id))


def told_of(contact: Contact) -> tuple[bool, set[str]]:
    """Whether an event tells of the contact itself, and the keys of what else of it events tell."""
    found = Event.objects.filter(agency=contact.agency_id, contact=contact).values_list("tells_contact", "tells")
    rows = list(found)
    return any(itself for itself, _ in rows), {key for _, keys in rows for key in keys}


def owe_event(event: Event, contact: Contact, person: UUID, *, why: str = "", since: datetime | None = None) -> None:
    """List an event that is not posted yet."""
    usual = "a correction is to be posted" if event.corrects_id else "the event is written and to be posted"
    Owed.objects.create(
        agency_id=event.agency_id,
        office_id=contact.matter.office_id,
        contact=contact,
        event=event,
        person_id=person,
        since=since or event.happened,
        why=why or usual,
    )


def _rows(contact: Contact) -> Iterator[Told]:
    yield contact
    for model in (Attempt, Handling):
        yield from model.objects.filter(agency=contact.agency_id, contact=contact).select_related("entered_by__agency")


def _by(contact: Contact, row: Told) -> Person:
    """Who owes it: who tried or answered; of a contact itself, who answers for it."""
    return contact.matter.owner if row is contact else row.entered_by


def _owe(contact: Contact, left: Sequence[Untold]) -> None:
    Owed.objects.get_or_create(
        agency_id=contact.agency_id,
        contact=contact,
        event=None,
        defaults={
            "office_id": contact.matter.office_id,
            "person": left[-1].by,
            "since": left[0].at,
            "why": left[-1].rule.why,
        },
    )
