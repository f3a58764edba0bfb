"""What contacts, clocks and events tell to the timeline of a case."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from csplan.clocks.models import Turn
from csplan.contacts.happenings import Happening, Of
from csplan.contacts.kinds import handlings, kinds
from csplan.contacts.models import Attempt, Contact, Handling
from csplan.events.models import Event, RestrictedNote

TURNS: Final = {
    Turn.PAUSE: "Clock paused",
    Turn.RESUME: "Clock resumed",
    Turn.EXTEND: "Clock extended",
    Turn.ASK: "Extension asked for",
    Turn.REFUSE: "No extension given",
    Turn.TAKE_BACK: "Change of a clock taken back",
    Turn.HAND_OVER: "Handed over",
}


def told_by_contacts(of: Of) -> Iterator[Happening]:
    """The contacts, the tries to answer them and what was done with them."""
    attempts = Attempt.objects.filter(agency=of.agency, contact__in=of.contacts).select_related("entered_by")
    handled = Handling.objects.filter(agency=of.agency, contact__in=of.contacts).select_related("entered_by", "to")
    tried, done = list(attempts), list(handled)
    answered = {each.contact_id for each in tried if each.reached}
    answered |= {each.contact_id for each in done if handlings()[each.kind].fact}
    for contact in of.contacts:
        lacks = "" if contact.outcome or contact.id in answered else "no result yet"
        note = contact.reason or contact.information
        yield _told(contact, _says(contact), contact.received, contact.id, note, lacks)
    for attempt in tried:
        says = "Reached, contact returned" if attempt.reached else "Attempt reached nobody"
        note = "; ".join(each for each in (attempt.outcome, attempt.information, attempt.note) if each)
        yield _told(attempt, says, attempt.happened, attempt.contact_id, note)
    for handling in done:
        to = f" to {handling.to}" if handling.to else ""
        yield _told(
            handling, handlings()[handling.kind].says + to, handling.happened, handling.contact_id, handling.note
        )


def told_by_clocks(of: Of) -> Iterator[Happening]:
    """Pauses, extensions and hand-overs, with their reasons."""
    matters = {contact.matter_id: contact.id for contact in of.contacts}
    found = Turn.objects.filter(agency=of.agency, matter__in=matters).select_related("by", "from_person", "to_person")
    for turn in found:
        people = f" from {turn.from_person} to {turn.to_person}" if turn.to_person else ""
        yield Happening(
            at=turn.at,
            entered=turn.entered,
            says=TURNS.get(turn.what, turn.what.capitalize()) + people,
            by=str(turn.by or ""),
            note=turn.reason,
            contact=matters[turn.matter_id],
        )


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


def _told(
    row: Contact | Attempt | Handling, says: str, at: datetime, contact: UUID, note: str, lacks: str = ""
) -> Happening:
    return Happening(
        at=at, entered=row.entered, says=says, by=str(row.entered_by), note=note, contact=contact, lacks=lacks
    )


def _says(contact: Contact) -> str:
    party = f": {contact.party}" if contact.party else ""
    return kinds()[contact.kind].says + party + (f" ({contact.name})" if contact.name else "")
