"""Verbs that write events: one transaction each; what is posted is never changed, only corrected by a further event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from csplan.agencies.acts import record_act
from csplan.agencies.choices import chosen
from csplan.agencies.keys import new_key
from csplan.agencies.models import Person
from csplan.agencies.once import once
from csplan.contacts.models import Contact
from csplan.core.errors import BadInstant, CsplanError
from csplan.events.models import Event, Owed
from csplan.events.owing import owe_event, settle, told_of, untold
from csplan.ledger.actions import redact
from csplan.ledger.subjects import present_data


class BadEvent(CsplanError):
    """An event that cannot be written or posted, with what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """What an event tells: of a contact, with which attempts and handlings (their keys), in which words."""

    contact: Contact
    tells: tuple[str, ...]
    text: str
    quoted: tuple[str, ...] = ()
    corrects: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """That an event stands in the case system: since when, in which way it got there, under which reference."""

    at: datetime
    how: str
    reference: str = ""
    timed: bool = True  # False where only its day is known


def write_event(new: NewEvent, *, by: Person, key: UUID, now: datetime) -> Event:
    """An event that is written and still to be posted. Raises BadEvent."""

    def write() -> Event:
        event = _added(new, None, by, key, now)
        _account(new)
        owe_event(event, new.contact, by.id)
        act = "write correction" if new.corrects else "write event"
        record_act(event.agency_id, by.id, act, f"event:{event.id}", entered=now, happened=event.happened)
        return event

    return once(write, lambda: Event.objects.filter(agency=by.agency_id, idempotency_key=key).first())


def post_told(new: NewEvent, posting: Posting, *, by: Person, key: UUID, now: datetime) -> Event:
    """An event that stands in the case system already; its text is kept only where the agency keeps it. BadEvent."""

    def write() -> Event:
        event = _added(new, posting, by, key, now)
        _account(new)
        record_act(event.agency_id, by.id, "post event", f"event:{event.id}", entered=now, happened=posting.at)
        return event

    return once(write, lambda: Event.objects.filter(agency=by.agency_id, idempotency_key=key).first())


def reword_event(event: Event, text: str, quoted: tuple[str, ...], *, by: Person, now: datetime) -> Event:
    """Other words for an event that is not posted yet. Raises BadEvent for one that is."""
    with transaction.atomic():
        held, before = _unposted(event)
        held.text, held.quoted, held.digest = text, list(quoted), text_digest(held.id, text)
        held.save(update_fields=["text", "quoted", "digest"])
        record_act(held.agency_id, by.id, "reword event", f"event:{held.id}", entered=now, before=before)
    return held


def post_event(event: Event, posting: Posting, *, by: Person, now: datetime) -> Event:
    """An event that was written, now posted; unless the agency keeps texts, this one is destroyed. Raises BadEvent."""
    with transaction.atomic():
        held, before = _unposted(event)
        _check(posting, held.happened, now)
        held.posted, held.posted_by, held.how = posting.at, by, posting.how
        held.reference, held.timed = posting.reference, posting.timed
        held.save(update_fields=["posted", "posted_by", "how", "reference", "timed"])
        Owed.objects.filter(agency=held.agency_id, event=held).delete()
        subject = f"event:{held.id}"
        record_act(held.agency_id, by.id, "post event", subject, entered=now, happened=posting.at, before=before)
        if not chosen(held.agency_id, "events.keep_text"):
            _destroy_text(held, by, now)
    return held


def record_reveal(subject: str, *, agency: UUID, by: Person, now: datetime) -> None:
    """Somebody looked at what is masked ("contact:key" or "event:key"); no row changes."""
    with transaction.atomic():
        held = present_data(agency, subject)
        record_act(agency, by.id, "reveal masked numbers", subject, entered=now, before=held)


def text_digest(event: UUID, text: str) -> str:
    """The digest of an event's text, by which what stands in the case system can be held to what was written."""
    return sha256(f"{event}\n{text}".encode()).hexdigest() if text else ""


def _added(new: NewEvent, posting: Posting | None, by: Person, key: UUID, now: datetime) -> Event:
    happened, event = _begin(new), new_key()
    if posting:
        _check(posting, happened, now)
    return Event.objects.create(
        id=event,
        agency_id=by.agency_id,
        contact=new.contact,
        case_id=_case(new),
        corrects=new.corrects,
        tells_contact=new.corrects is None,
        tells=list(new.tells),
        happened=happened,
        digest=text_digest(event, new.text),
        quoted=list(new.quoted),
        entered=now.replace(microsecond=0),
        entered_by=by,
        idempotency_key=key,
        **(_posted(new, posting, by) if posting else {"text": new.text}),
    )


def _posted(new: NewEvent, posting: Posting, by: Person) -> dict[str, Any]:
    """The columns of an event that is posted at once; its text only where the agency keeps it."""
    return {
        "text": new.text if chosen(by.agency_id, "events.keep_text") else "",
        "posted": posting.at,
        "posted_by": by,
        "how": posting.how,
        "reference": posting.reference,
        "timed": posting.timed,
    }


def _case(new: NewEvent) -> UUID:
    if new.contact.case_id is None:
        raise BadEvent("this contact names no case, so there is nothing to enter it on")
    return new.contact.case_id


def _begin(new: NewEvent) -> datetime:
    """When the first thing happened that the event tells; BadEvent where another event tells it meanwhile."""
    if new.corrects is not None:
        return new.corrects.happened
    Contact.objects.select_for_update(of=("self",)).get(agency=new.contact.agency_id, id=new.contact.id)
    told_contact, told = told_of(new.contact)
    if told & set(new.tells) or (told_contact and not new.tells):
        raise BadEvent("another event tells this meanwhile; it is shown below, and nothing was saved")
    owing = [each for each in untold(new.contact) if each.row is new.contact or str(each.row.id) in new.tells]
    if not set(new.tells) <= {str(each.row.id) for each in owing}:
        raise BadEvent("this tells what does not owe an event any more; open the page again")
    return min((each.at for each in owing), default=new.contact.received)


def _account(new: NewEvent) -> None:
    if new.corrects is None:
        settle(new.contact)


def _unposted(event: Event) -> tuple[Event, Mapping[str, Any] | None]:
    held = Event.objects.select_for_update().get(agency=event.agency_id, id=event.id)
    if held.posted is not None:
        raise BadEvent("this event was posted meanwhile and changes no more; add a correction instead")
    return held, present_data(held.agency_id, f"event:{held.id}")


def _destroy_text(event: Event, by: Person, now: datetime) -> None:
    event.text = ""
    event.save(update_fields=["text"])
    redact(agency=event.agency_id, actor=by.id, on_behalf=None, subject=f"event:{event.id}", happened=now, entered=now)


def _check(posting: Posting, happened: datetime, now: datetime) -> None:
    if posting.at > now:
        raise BadInstant("that is in the future; give a time up to now")
    if posting.at < happened.replace(second=0):
        raise BadInstant("that is before what the event tells; give a later time")
