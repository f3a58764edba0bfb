"""Verbs that write contacts: one transaction and one ledger row each; the same key twice does nothing twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from csplan.agencies.acts import record_act
from csplan.agencies.models import Agency, Person
from csplan.agencies.queries import calendar_edition, calendar_of, check_horizon
from csplan.clocks.actions import meet_clocks, open_matter
from csplan.clocks.starting import Said, start_clocks
from csplan.contacts.kinds import Kind, kinds
from csplan.contacts.models import Attempt, CaseReference, Contact
from csplan.core.errors import BadInstant
from csplan.ledger.subjects import present_data

Row = TypeVar("Row", Contact, Attempt)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """What a worker says of a contact. happened, received and the time of entry are three times."""

    kind: Kind
    party: str
    case_number: str
    reason: str
    owner: UUID
    happened: datetime
    received: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """What a worker says of a try to reach the customer back."""

    happened: datetime
    note: str


def record_contact(new: NewContact, *, office: UUID, by: Person, key: UUID, now: datetime) -> Contact:
    """A contact with the clocks of the standards that bind it. Raises BadInstant, BadCalendar, OutsideHorizon."""
    agency, entered = by.agency_id, now.replace(microsecond=0)
    if max(new.happened, new.received) > entered:
        raise BadInstant("that is in the future; give a time up to now")

    def write() -> Contact:
        edition = calendar_edition(agency, office)
        check_horizon(calendar_of(edition), new.received)
        contact = _added_contact(new, office, by, key, entered)
        said = Said(facts=new.kind.starts, channels=new.kind.binds_on, party=new.party)
        start_clocks(contact.matter, said, new.received, edition)
        record_act(agency, by.id, "record contact", f"contact:{contact.id}", entered=entered, happened=contact.received)
        return contact

    return _once(write, lambda: Contact.objects.filter(agency=agency, idempotency_key=key).first())


def record_attempt(contact: Contact, new: NewAttempt, *, by: Person, key: UUID, now: datetime) -> Attempt:
    """A try that reached nobody; it meets no clock. Raises BadInstant."""
    return _recorded(contact, new, False, by, key, now)


def record_return(contact: Contact, new: NewAttempt, *, by: Person, key: UUID, now: datetime) -> Attempt:
    """A try that reached somebody; it meets the clocks that a return meets. Raises BadInstant."""
    return _recorded(contact, new, True, by, key, now)


def _recorded(contact: Contact, new: NewAttempt, reached: bool, by: Person, key: UUID, now: datetime) -> Attempt:
    agency, entered, subject = contact.agency_id, now.replace(microsecond=0), f"contact:{contact.id}"
    _check_times(contact, new.happened, entered)
    act = "record return" if reached else "record attempt"

    def write() -> Attempt:
        before = present_data(agency, subject)
        attempt = _added_attempt(contact, new, reached, by, key, entered)
        if reached:
            meet_clocks(contact.matter, kinds()[contact.kind].returned, new.happened)
        record_act(agency, by.id, act, subject, entered=entered, happened=new.happened, before=before)
        return attempt

    return _once(write, lambda: Attempt.objects.filter(agency=agency, idempotency_key=key).first())


def _once(write: Callable[[], Row], find: Callable[[], Row | None]) -> Row:
    """What was written under a key before, or else what is written now, also where two requests race."""
    found = find()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        found = find()
        if found is None:
            raise
        return found


def _added_contact(new: NewContact, office: UUID, by: Person, key: UUID, entered: datetime) -> Contact:
    return Contact.objects.create(
        agency_id=by.agency_id,
        matter=open_matter(agency=by.agency_id, office=office, owner=new.owner),
        case=_case(by.agency, new.case_number) if new.case_number else None,
        kind=new.kind.id,
        channel=new.kind.channel,
        direction=new.kind.direction,
        party=new.party,
        reason=new.reason,
        happened=new.happened,
        received=new.received,
        entered=entered,
        entered_by=by,
        idempotency_key=key,
    )


def _added_attempt(
    contact: Contact, new: NewAttempt, reached: bool, by: Person, key: UUID, entered: datetime
) -> Attempt:
    return Attempt.objects.create(
        agency_id=contact.agency_id,
        contact=contact,
        reached=reached,
        note=new.note,
        happened=new.happened,
        entered=entered,
        entered_by=by,
        idempotency_key=key,
    )


def _case(agency: Agency, number: str) -> CaseReference:
    case, _ = CaseReference.objects.get_or_create(state=agency.state, system=agency.case_system, number=number)
    return case


def _check_times(contact: Contact, happened: datetime, entered: datetime) -> None:
    if happened > entered:
        raise BadInstant("that is in the future; give a time up to now")
    if happened < contact.received:
        raise BadInstant("that is before the call was received; give a later time")
