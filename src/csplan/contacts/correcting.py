"""A contact is corrected: what stood there first stays readable, the clocks are counted anew. One ledger row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from csplan.agencies.acts import record_act
from csplan.agencies.models import Person
from csplan.agencies.once import once
from csplan.agencies.queries import calendar_edition, calendar_of, check_horizon, wall_time
from csplan.agencies.set_up import hold_set_up
from csplan.clocks.correcting import correct_clocks
from csplan.clocks.leave import Following
from csplan.clocks.models import Clock
from csplan.clocks.starting import Said
from csplan.contacts.actions import case_reference, keep_masked, participant_of, role_of
from csplan.contacts.happened import happened_earlier
from csplan.contacts.kinds import kinds
from csplan.contacts.leave import settle_contact
from csplan.contacts.models import CaseReference, Contact, Correction
from csplan.contacts.participants import ChangedMeanwhile
from csplan.contacts.sensitive import masked, masked_texts
from csplan.contacts.stamps import first_moment, last_moment, opening_on, received_on, received_words
from csplan.contacts.unpromised import settle_unpromised
from csplan.core.errors import BadInstant
from csplan.core.instants import moment_words
from csplan.core.office_calendar import named_zone
from csplan.ledger.subjects import present_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A contact as it ought to have been entered."""

    party: str
    case_number: str
    received: datetime
    happened: datetime | None = None  # when it was received, unless said
    precision: str = ""  # of received: "day" where a date stamp gives no time
    case_kind: str = ""
    concerns: str = ""
    name: str = ""
    reason: str = ""


def correct_contact(
    contact: Contact, right: Corrected, why: str, *, seen: int, by: Person, key: UUID, now: datetime
) -> Correction:
    """What stood there, kept; what is right, in force. Raises BadInstant, OutsideHorizon, ChangedMeanwhile."""
    agency, entered, subject = contact.agency_id, now.replace(microsecond=0), f"contact:{contact.id}"

    def write() -> Correction:
        hold_set_up(agency)
        row, number = _latest(contact, seen)
        true = _on_its_day(row, right)
        _check_times(row, true, entered)
        before, held = present_data(agency, subject), told_facts(row)
        _put_right(row, true, by, entered)
        changed = _changed(held, told_facts(row))
        put = {"agency_id": agency, "entered": entered, "entered_by": by, "idempotency_key": key}
        correction = Correction.objects.create(contact=row, number=number + 1, why=masked(why).text, **changed, **put)
        record_act(agency, by.id, "correct contact", subject, entered=entered, before=before)
        return correction

    return once(write, lambda: Correction.objects.filter(agency=agency, idempotency_key=key).first())


def _latest(contact: Contact, seen: int) -> tuple[Contact, int]:
    """The contact as it stands now, locked, and how often it was corrected. Raises ChangedMeanwhile unless seen."""
    found = Contact.objects.select_for_update(of=("self",)).select_related("case", "matter", "participant")
    row = found.get(agency=contact.agency_id, id=contact.id)
    number = Correction.objects.filter(agency=contact.agency_id, contact=row).count()
    if number != seen:
        raise ChangedMeanwhile("somebody else has corrected this meanwhile; both are shown")
    return row, number


def told_facts(contact: Contact) -> dict[str, str]:
    """What a correction may change, in words on the office's wall: the facts, and when each clock is due."""
    calendar = calendar_of(calendar_edition(contact.agency_id, contact.matter.office_id))
    clocks = Clock.objects.filter(agency=contact.agency_id, matter=contact.matter_id, stopped=None).order_by("id")
    return {
        "who": contact.party,
        "case": str(contact.case or ""),
        "case kind": contact.case_kind,
        "concerns": contact.participant.role if contact.participant else "",
        "name": contact.name,
        "what about": contact.reason,
        "received": received_words(contact, named_zone(calendar.zone)),
        "happened": moment_words(wall_time(calendar, contact.happened)) if happened_earlier(contact) else "",
        **{f"due: {clock.name}": moment_words(wall_time(calendar, clock.due)) for clock in clocks if clock.due},
    }


def facts_of(contact: Contact, right: Corrected) -> dict[str, str]:
    """The facts in the same words as a contact would have them if it were so corrected."""
    calendar = calendar_of(calendar_edition(contact.agency_id, contact.matter.office_id))
    texts, _ = masked_texts({"name": right.name, "what about": right.reason}, but=right.case_number)
    happened = right.happened if right.happened and right.happened != right.received else None
    case = CaseReference(system=contact.agency.case_system, number=right.case_number) if right.case_number else ""
    return {
        "who": right.party,
        "case": str(case),
        "case kind": right.case_kind,
        "concerns": role_of(right.party, right.concerns) if right.case_number else "",
        **texts,
        "received": received_words(right, named_zone(calendar.zone)),
        "happened": moment_words(wall_time(calendar, happened)) if happened else "",
    }


def facts_after(correction: Correction) -> dict[str, str]:
    """What a contact said after a correction and before those that came later."""
    found = told_facts(correction.contact)
    later = Correction.objects.filter(agency=correction.agency_id, contact=correction.contact_id)
    for each in later.filter(number__gt=correction.number).order_by("-number"):
        found |= each.before
    return found


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, dict[str, str]]:
    names = [name for name in {**before, **after} if before.get(name, "") != after.get(name, "")]
    return {
        "before": {name: before.get(name, "") for name in names},
        "after": {name: after.get(name, "") for name in names},
    }


def _on_its_day(row: Contact, right: Corrected) -> Corrected:
    """Of what has no time but a date stamp's day, from when that day counts; everything else as it is."""
    if not right.precision:
        return right
    calendar = calendar_of(calendar_edition(row.agency_id, row.matter.office_id))
    same = row.precision and received_on(row, right.received.tzinfo) == received_on(right, right.received.tzinfo)
    received = row.received if same else opening_on(right.received, calendar, row.entered)
    happened = None if right.happened in (None, right.received) else min(right.happened, received)
    return replace(right, received=received, happened=happened)


def _put_right(row: Contact, right: Corrected, by: Person, entered: datetime) -> None:
    texts, originals = masked_texts({"name": right.name, "reason": right.reason}, but=right.case_number)
    keep_masked(row, originals, entered)
    row.case = case_reference(by.agency, right.case_number) if right.case_number else None
    row.participant = participant_of(row.agency_id, row.case, role_of(right.party, right.concerns))
    row.party, row.case_kind, row.received = right.party, right.case_kind, right.received
    row.name, row.reason, row.precision = texts["name"], texts["reason"], right.precision
    row.happened = right.happened or right.received
    row.save()
    _clocks_counted_anew(row, by, entered)


def _clocks_counted_anew(row: Contact, by: Person, now: datetime) -> None:
    kind, edition = kinds()[row.kind], calendar_edition(row.agency_id, row.matter.office_id)
    check_horizon(calendar_of(edition), row.received)
    said = Said(facts=kind.starts, channels=kind.binds_on, party=row.party)
    correct_clocks(row.matter, said, row.received, edition, now)
    settle_contact(row, Following(why="the contact was corrected", by=by, now=now))
    settle_unpromised(row)


def _check_times(contact: Contact, right: Corrected, entered: datetime) -> None:
    received = right.received
    if right.happened and right.happened > last_moment(right):
        raise BadInstant("it cannot have happened after it was received")
    if received > min(entered, contact.entered):
        raise BadInstant("that is after it was entered; give an earlier time")
    calendar = calendar_of(calendar_edition(contact.agency_id, contact.matter.office_id))
    earlier = {"happened__lt": first_moment(right, named_zone(calendar.zone))}
    if contact.attempts.filter(**earlier).exists() or contact.handlings.filter(**earlier).exists():
        raise BadInstant("that is after it was answered; give an earlier time, or correct the answer")
