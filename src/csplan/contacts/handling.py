"""Verbs for letters, e-mail and visits: passed on, acknowledged, answered, greeted. One ledger row each."""

from datetime import datetime
from uuid import UUID

from csplan.agencies.acts import record_act
from csplan.agencies.models import Person
from csplan.agencies.once import once
from csplan.agencies.queries import calendar_edition
from csplan.agencies.set_up import hold_set_up
from csplan.clocks.actions import meet_clocks
from csplan.clocks.promising import promise_date
from csplan.clocks.turning import hand_matter
from csplan.contacts.actions import check_times, keep_masked
from csplan.contacts.answered import check_answered
from csplan.contacts.kinds import handlings, kinds
from csplan.contacts.models import Contact, Handling
from csplan.contacts.said import NewHandling
from csplan.contacts.sensitive import masked
from csplan.contacts.unpromised import unpromised_ends
from csplan.core.errors import CsplanError
from csplan.ledger.subjects import present_data


def record_handling(
    contact: Contact, new: NewHandling, *, by: Person, key: UUID, now: datetime, seen: int | None = None
) -> Handling:
    """Something done with a contact; it meets the clocks of its fact. Raises BadInstant, AnsweredMeanwhile."""
    agency, entered, subject = contact.agency_id, now.replace(microsecond=0), f"contact:{contact.id}"
    check_times(contact, new.happened, entered)
    if not handlings()[new.kind].fits(kinds()[contact.kind]):
        raise CsplanError(f"a contact of the kind {contact.kind!r} is not {handlings()[new.kind].fact}")

    def write() -> Handling:
        hold_set_up(agency)
        check_answered(contact, seen)
        before = present_data(agency, subject)
        handling = _added(contact, new, by, key, entered)
        _moved(contact, new)
        record_act(agency, by.id, f"record {new.kind}", subject, entered=entered, happened=new.happened, before=before)
        return handling

    return once(write, lambda: Handling.objects.filter(agency=agency, idempotency_key=key).first())


def _moved(contact: Contact, new: NewHandling) -> None:
    """What a handling does to the matter: clocks are met, a named person answers, a named day takes over."""
    fact = handlings()[new.kind].fact
    if new.to is not None:
        hand_matter(contact.matter, new.to)
    if new.promised is not None:
        edition = calendar_edition(contact.agency_id, contact.matter.office_id)
        promise_date(contact.matter, fact, new.happened, new.promised, edition)
    if handlings()[new.kind].answers:
        unpromised_ends(contact)
    if fact:
        meet_clocks(contact.matter, [fact], new.happened)


def _added(contact: Contact, new: NewHandling, by: Person, key: UUID, entered: datetime) -> Handling:
    note = masked(new.note, but=contact.case.number if contact.case else "")
    if note.found:
        keep_masked(contact, {f"note, {new.kind}": new.note}, entered)
    return Handling.objects.create(
        agency_id=contact.agency_id,
        contact=contact,
        kind=new.kind,
        to_id=new.to,
        promised=new.promised,
        note=note.text,
        happened=new.happened,
        entered=entered,
        entered_by=by,
        idempotency_key=key,
    )
