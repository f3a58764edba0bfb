"""Verbs that write contacts: one transaction and one ledger row each; the same key twice does nothing twice."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from csplan.agencies.acts import record_act
from csplan.agencies.answering import check_owner
from csplan.agencies.days import today_of
from csplan.agencies.models import Agency, CalendarEdition, Person
from csplan.agencies.once import once, one_transaction
from csplan.agencies.queries import calendar_edition, calendar_of, check_horizon
from csplan.agencies.set_up import hold_set_up
from csplan.clocks.actions import meet_clocks, new_matter
from csplan.clocks.models import Clock
from csplan.clocks.starting import Said, new_clocks
from csplan.contacts.another import MAY_EQUAL, RecordedAlready, equal_to, may_equal_values
from csplan.contacts.answered import check_answered
from csplan.contacts.kinds import kinds, party_kinds
from csplan.contacts.models import Attempt, CaseReference, Contact, Masked, Participant
from csplan.contacts.said import Conversation, NewAttempt, NewContact, columns_said
from csplan.contacts.sensitive import masked_texts
from csplan.contacts.spoken_of import new_contact_data
from csplan.contacts.stamps import first_moment, last_moment, stamped
from csplan.contacts.unpromised import unpromised_ends
from csplan.core.errors import BadInstant
from csplan.core.office_calendar import named_zone
from csplan.ledger.plain_sql import put_unless_taken, stored_key
from csplan.ledger.subjects import present_data

__all__ = ["Conversation", "NewAttempt", "NewContact", "record_attempt", "record_contact", "record_return"]
TEXTS: Final = (
    *("reason", "name", "authorization", "late_reason", "number", "interpreter", "interpreter_as", "identified"),
    *("note", "information"),
)
WORKED_OUT: Final = frozenset({"kind", "owner", "case_number", "concerns", "outcome", "party", "redirected_from"})
_KNOWN: Final = (  # plain, since the query that Django makes of it takes four times as long, each time a call is logged
    "SELECT c.id, p.id, {equal} FROM contacts_casereference c LEFT JOIN contacts_participant p"
    " ON p.case_id = c.id AND p.agency_id = %s AND p.role = %s WHERE c.state = %s AND c.system = %s AND c.number = %s"
)
PLACES: Final = {"reason": "what about", "late_reason": "why entered late", "interpreter_as": "interpreter"}


def record_contact(
    new: NewContact, *, office: UUID, by: Person, key: UUID, now: datetime, another: str | None = None
) -> Contact:
    """A contact with the clocks of the standards that bind it. Raises CsplanError. another: see _known."""
    agency, entered = by.agency_id, now.replace(microsecond=0)
    _check_order(new, entered)
    with one_transaction():
        hold_set_up(agency)
        edition = _edition_for(new, office, by, now)
        new = stamped(new, calendar_of(edition), entered)
        contact, masked = _new_contact(new, office, by, key, entered)
        clocks, subject = _started(contact, new, edition), f"contact:{contact.id}"
        _put_case(contact, new.case_number, role_of(new.party, new.concerns), another)
        if not put_unless_taken(contact):
            return Contact.objects.get(agency=agency, idempotency_key=key)
        told: Any = {"after": new_contact_data(contact, clocks, masked), "new": contact}
        told["rows"] = [contact.matter, *masked, *clocks]
        record_act(agency, by.id, "record contact", subject, entered=entered, happened=contact.happened, **told)
        return contact


def _edition_for(new: NewContact, office: UUID, by: Person, now: datetime) -> CalendarEdition:
    """The calendar on which a contact's clocks are counted. Raises NoCalendar, OutsideHorizon, AnswersNothing."""
    if new.kind.owes:
        check_owner(by.agency_id, office, new.owner, today_of(by.agency, now))
    edition = calendar_edition(by.agency_id, office)
    check_horizon(calendar_of(edition), new.received)
    return edition


def record_attempt(
    contact: Contact, new: NewAttempt, *, by: Person, key: UUID, now: datetime, seen: int | None = None
) -> Attempt:
    """A try that reached nobody; it meets no clock. seen: how much done with it the sender saw.

    Raises BadInstant, AnsweredMeanwhile.
    """
    return _recorded(contact, replace(new, reached=False), by, key, now, seen)


def record_return(
    contact: Contact, new: NewAttempt, *, by: Person, key: UUID, now: datetime, seen: int | None = None
) -> Attempt:
    """A try that reached somebody; it meets the clocks that a return meets. Raises BadInstant, AnsweredMeanwhile."""
    return _recorded(contact, replace(new, reached=True), by, key, now, seen)


def case_reference(agency: Agency, number: str) -> CaseReference:
    """The case of a number in the agency's case system, known from now on."""
    case, _ = CaseReference.objects.get_or_create(state=agency.state, system=agency.case_system, number=number)
    return case


def participant_of(agency: UUID, case: CaseReference | None, role: str) -> Participant | None:
    """The participant of a case in a role, known from now on; None where case or role is not said."""
    if case is None or not role:
        return None
    found, _ = Participant.objects.get_or_create(agency_id=agency, case=case, role=role)
    return found


def _put_case(contact: Contact, number: str, role: str, another: str | None) -> None:
    """Give a new contact its case and participant, by one query where they are known. Raises RecordedAlready."""
    if not number:
        return
    agency = contact.agency
    case, known = _known(contact, number, role, another)
    contact.case = case or case_reference(agency, number)
    if known:
        contact.participant = Participant(id=known, agency_id=agency.id, case=contact.case, role=role)
    else:
        contact.participant = participant_of(agency.id, contact.case, role)


def _known(contact: Contact, number: str, role: str, another: str | None) -> tuple[CaseReference | None, UUID | None]:
    """The case of a number and the key of its participant in a role, as far as they are known.

    another: the key of an equal contact that this is not, "" for none; None where equal ones are not asked about.
    Raises RecordedAlready.
    """
    agency, asked = contact.agency, [] if another is None else may_equal_values(contact)
    values = [*asked, stored_key(agency.id), role, agency.state, agency.case_system, number]
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN.format(equal=MAY_EQUAL if asked else "FALSE"), values)
        case, participant, may_equal = cursor.fetchone() or (None, None, False)
    case, participant = (each if each is None or isinstance(each, UUID) else UUID(each) for each in (case, participant))
    equal = equal_to(contact, case) if case and may_equal else None
    if equal and str(equal) != another:
        raise RecordedAlready(equal)
    return CaseReference(case, agency.state, agency.case_system, number) if case else None, participant


def role_of(party: str, concerns: str = "") -> str:
    """The role of the participant whom a contact concerns: the party's own, or that of whom it speaks."""
    kind = party_kinds().get(party)
    return party if kind and kind.participant else concerns


def keep_masked(contact: Contact, originals: dict[str, str], entered: datetime) -> None:
    """Keep texts as they were typed, restricted, where something in them was masked."""
    Masked.objects.bulk_create(_masked(contact, originals, entered))


def _masked(contact: Contact, originals: dict[str, str], entered: datetime) -> list[Masked]:
    told: Any = {"agency_id": contact.agency_id, "contact": contact, "entered": entered}
    return [Masked(place=PLACES.get(name, name), text=text, **told) for name, text in originals.items()]


def shown_texts(new: NewContact | NewAttempt, case: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns of something said, masked where need be, and the texts that were masked as they were typed."""
    columns = columns_said(new)
    shown, originals = masked_texts({name: columns[name] for name in TEXTS if name in columns}, but=case)
    return {**columns, **shown}, originals


def is_masked(new: NewContact) -> bool:
    """Whether something in a contact is masked where it is stored."""
    return bool(shown_texts(new, new.case_number)[1])


def _recorded(contact: Contact, new: NewAttempt, by: Person, key: UUID, now: datetime, seen: int | None) -> Attempt:
    agency, entered, subject = contact.agency_id, now.replace(microsecond=0), f"contact:{contact.id}"
    check_times(contact, new.happened, entered)
    act = "record return" if new.reached else "record attempt"

    def write() -> Attempt:
        hold_set_up(agency)
        check_answered(contact, seen)
        before = present_data(agency, subject)
        attempt = _added_attempt(contact, new, by, key, entered)
        if new.reached:
            meet_clocks(contact.matter, kinds()[contact.kind].returned, new.happened)
            unpromised_ends(contact)
        record_act(agency, by.id, act, subject, entered=entered, happened=new.happened, before=before)
        return attempt

    return once(write, lambda: Attempt.objects.filter(agency=agency, idempotency_key=key).first())


def _started(contact: Contact, new: NewContact, edition: CalendarEdition) -> list[Clock]:
    """The clocks of a contact, not stored yet; where an answer is owed and none runs, its matter says since when."""
    said = Said(facts=new.kind.starts, channels=new.kind.binds_on, party=new.party)
    clocks = new_clocks(contact.matter, said, new.received, edition)
    contact.matter.unpromised = contact.received if new.kind.owes and not clocks else None
    return clocks


def _new_contact(
    new: NewContact, office: UUID, by: Person, key: UUID, entered: datetime
) -> tuple[Contact, list[Masked]]:
    """A contact, and what is masked in it, not stored yet."""
    columns, originals = shown_texts(new, new.case_number)
    contact = Contact(
        agency=by.agency,
        matter=new_matter(agency=by.agency_id, office=office, owner=new.owner, redirected_from=new.redirected_from),
        kind=new.kind.id,
        channel=new.kind.channel,
        direction=new.kind.direction,
        party=new.party or new.kind.party,
        outcome=new.conversation.outcome or new.kind.outcome,
        entered=entered,
        entered_by=by,
        idempotency_key=key,
        **{name: value for name, value in columns.items() if name not in WORKED_OUT},
    )
    return contact, _masked(contact, originals, entered)


def _added_attempt(contact: Contact, new: NewAttempt, by: Person, key: UUID, entered: datetime) -> Attempt:
    columns, originals = shown_texts(new, _number(contact))
    keep_masked(contact, originals, entered)
    return Attempt.objects.create(
        agency_id=contact.agency_id,
        contact=contact,
        entered=entered,
        entered_by=by,
        idempotency_key=key,
        **columns,
    )


def _number(contact: Contact) -> str:
    return contact.case.number if contact.case else ""


def _check_order(new: NewContact, entered: datetime) -> None:
    if max(new.happened, new.received) > entered:
        raise BadInstant("that is in the future; give a time up to now")
    if new.happened > last_moment(new):
        raise BadInstant("it cannot have happened after it was received")


def check_times(contact: Contact, happened: datetime, entered: datetime) -> None:
    """Refuse what happened in the future or before its contact was received. Raises BadInstant."""
    if happened > entered:
        raise BadInstant("that is in the future; give a time up to now")
    calendar = calendar_of(calendar_edition(contact.agency_id, contact.matter.office_id))
    if happened < first_moment(contact, named_zone(calendar.zone)):
        raise BadInstant("that is before the call was received; give a later time")
