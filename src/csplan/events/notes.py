"""Verbs that write restricted notes: a worker asks, a supervisor decides, once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from csplan.agencies.acts import record_act
from csplan.agencies.choices import chosen
from csplan.agencies.models import Person
from csplan.agencies.once import once
from csplan.contacts.models import Contact
from csplan.events.actions import BadEvent
from csplan.events.models import DECISIONS, RestrictedNote
from csplan.ledger.subjects import present_data


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
    """A note with the supervisor's decision. Raises BadEvent for one that was decided already."""
    if decision not in DECISIONS:
        raise BadEvent("choose whether it is entered, in part, or not")
    with transaction.atomic():
        held = RestrictedNote.objects.select_for_update(of=("self",)).get(agency=note.agency_id, id=note.id)
        if held.decision:
            raise BadEvent(f"this was decided meanwhile: {held.decision}; nothing was changed")
        subject = f"restricted-note:{held.id}"
        before = present_data(held.agency_id, subject)
        held.decision, held.words, held.decided_by = decision, words, by
        held.decided = now.replace(microsecond=0)
        held.save(update_fields=["decision", "words", "decided_by", "decided"])
        record_act(held.agency_id, by.id, "decide on something sensitive", subject, entered=now, before=before)
    return held
