"""What contacts, clocks and events tell to the timeline of a case."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from csplan.clocks.queries import happenings
from csplan.contacts.happenings import Happening, Of
from csplan.contacts.kinds import handlings
from csplan.contacts.models import Attempt, Correction, Handling
from csplan.contacts.redacting import redacted_says
from csplan.contacts.told import Done, came_in, done_of
from csplan.events.models import Event, RestrictedNote

Row = Attempt | Handling | Correction


def told_by_contacts(of: Of) -> Iterator[Happening]:
    """The contacts, what was done with them and corrected, each in the words of the contact's page."""
    contacts = {contact.id: contact for contact in of.contacts}
    rows = [*_rows(of, Attempt, "entered_by"), *_rows(of, Handling, "entered_by", "to")]
    answered = {row.contact_id for row in rows if _answers(row)}
    for contact in of.contacts:
        told = came_in(contact, of.zone)
        said = "; ".join(
            filter(None, [told.note, redacted_says(contact, of.zone), contact.reason or contact.information])
        )
        lacks = "" if contact.outcome or contact.id in answered else "no result yet"
        yield _told(replace(told, note=said), contact.id, contact.entered, lacks=lacks, since=contact.received)
    for row in [*rows, *_rows(of, Correction, "entered_by")]:
        yield _told(done_of(contacts[row.contact_id], row), row.contact_id, row.entered)


def told_by_clocks(of: Of) -> Iterator[Happening]:
    """Pauses, extensions, hand-overs and moves by the calendar, in the words of the contact's page."""
    contact_of = {contact.matter_id: contact.id for contact in of.contacts}
    for matter, changed in happenings(of.agency, list(contact_of), of.zone).items():
        for each in changed:
            told = Done(each.happened, each.says, each.by, each.reason)
            yield _told(told, contact_of[matter], each.at)


def told_by_events(of: Of) -> Iterator[Happening]:
    """The events that were posted; their texts stand in the case system. That a restricted note exists, and no more."""
    posted = Event.objects.filter(agency=of.agency, contact__in=of.contacts, posted__isnull=False)
    for event in posted.select_related("posted_by").defer("text"):
        says = "Correction posted" if event.corrects_id else "Event posted"
        note = f"reference {event.reference}" if event.reference else ""
        if event.posted is not None:
            yield Happening(
                at=event.posted,
                entered=event.posted,
                says=says,
                by=str(event.posted_by),
                note=note,
                contact=event.contact_id,
            )
    notes = RestrictedNote.objects.filter(agency=of.agency, contact__in=of.contacts)
    for at, contact in notes.values_list("entered", "contact_id"):
        yield Happening(at=at, entered=at, says="A restricted note exists", contact=contact)


def _rows(of: Of, model: type[Row], *related: str) -> list[Row]:
    found = model._default_manager.filter(agency=of.agency, contact__in=of.contacts)
    return list(found.select_related(*related))


def _answers(row: Row) -> bool:
    return row.reached if isinstance(row, Attempt) else isinstance(row, Handling) and bool(handlings()[row.kind].fact)


def _told(told: Done, contact: UUID, entered: datetime, **more: Any) -> Happening:
    return Happening(
        at=told.at,
        says=told.says,
        by=told.by,
        note=told.note,
        contact=contact,
        entered=entered,
        day_alone=told.day_alone,
        **more,
    )
