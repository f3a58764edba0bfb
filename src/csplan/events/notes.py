"""Verbs that write restricted notes: a worker asks, a supervisor decides, once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from csplan.agencies.acts import record_act
from csplan.agencies.choices import chosen
from csplan.agencies.keys import new_key
from csplan.agencies.models import Person
from csplan.agencies.once import once
from csplan.contacts.models import Contact
from csplan.events.actions import BadEvent, text_digest
from csplan.events.models import DECISIONS, ENTER, NOT_ENTER, Event, RestrictedNote
from csplan.events.owing import owe_event
from csplan.ledger.subjects import present_data

DECIDED = "the supervisor decided that a sensitive fact is entered"


def ask_about(contact: Contact, *, kept_at: str, text: str, by: Person, key: UUID, now: datetime) -> RestrictedNote:
    """A restricted note that waits for a supervisor; its text is kept only where the agency chose so."""

    def write() -> RestrictedNote:
        note = RestrictedNote.objects.create(
            agency_id=by.agency_id,
            contact=contact,
            kept_at=kept_at,
            text=text if chosen(by.agency_id, "events.restricted_text") else "",
            entered=now.replace(microsecond=0),
            entered_by=by,
            idempotency_key=key,
        )
        record_act(by.agency_id, by.id, "ask about something sensitive", f"restricted-note:{note.id}", entered=now)
        return note

    return once(write, lambda: RestrictedNote.objects.filter(agency=by.agency_id, idempotency_key=key).first())


def decide_on(note: RestrictedNote, decision: str, words: str, *, by: Person, now: datetime) -> RestrictedNote:
    """A note with the supervisor's decision; what is to be entered is owed. BadEvent where it was decided already."""
    if decision not in DECISIONS:
        raise BadEvent("choose whether it is entered, in part, or not")
    with transaction.atomic():
        every = RestrictedNote.objects.select_for_update(of=("self",)).select_related("contact__matter")
        held = every.get(agency=note.agency_id, id=note.id)
        if held.decision:
            raise BadEvent(f"this was decided meanwhile: {held.decision}; nothing was changed")
        subject = f"restricted-note:{held.id}"
        before = present_data(held.agency_id, subject)
        held.decision, held.words, held.decided_by = decision, words, by
        held.decided = now.replace(microsecond=0)
        if decision != NOT_ENTER and held.contact.case_id:
            held.event = _owed_event(held, held.contact.case_id, by, now)
        held.save(update_fields=["decision", "words", "decided_by", "decided", "event"])
        record_act(held.agency_id, by.id, "decide on something sensitive", subject, entered=now, before=before)
    return held


def _owed_event(note: RestrictedNote, case: UUID, by: Person, now: datetime) -> Event:
    """The event that a decision owes, listed for the writer of the note.

    It has the text of a note that is entered whole, where the agency keeps such texts; otherwise the writer types it.
    """
    event = _event_of(note, case, now)
    owe_event(event, note.contact, note.entered_by_id, why=DECIDED, since=event.entered)
    record_act(note.agency_id, by.id, "owe what was decided", f"event:{event.id}", entered=now)
    return event


def _event_of(note: RestrictedNote, case: UUID, now: datetime) -> Event:
    key, text = new_key(), note.text if note.decision == ENTER else ""
    return Event.objects.create(
        id=key,
        agency_id=note.agency_id,
        contact=note.contact,
        case_id=case,
        tells_contact=False,
        tells=[],
        happened=note.contact.happened,
        text=text,
        digest=text_digest(key, text),
        quoted=[],
        entered=now.replace(microsecond=0),
        entered_by=note.entered_by,
        idempotency_key=key,
    )
