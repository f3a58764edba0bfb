"""A contact in words for its page: what was said, what is missing, what was done and corrected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Final
from uuid import UUID, uuid4

from csplan.contacts.happened import happened_earlier
from csplan.contacts.kinds import HandlingKind, Kind, handlings, kinds, party_kinds, words
from csplan.contacts.models import Attempt, Contact, Correction, Handling, Spoken
from csplan.contacts.queries import attempts_on, corrections_on, handlings_on, has_result, restrictions_on
from csplan.contacts.redacting import redacted_says
from csplan.contacts.services import INSTEAD
from csplan.contacts.shown import LANGUAGE_LINE, NON_IV_D, PARTY_PAYING, TTY, needs_of, non_iv_d_says, restriction_says
from csplan.contacts.stamps import received_words
from csplan.core.office_calendar import named_zone
from csplan.standards.answers import answers_in_force

NOBODY: Final = "Reached nobody"  # of a try that says no more, which its own words say already


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done with a contact, or corrected on it."""

    at: datetime
    says: str
    by: str
    note: str = ""
    day_alone: bool = False  # nobody said at what time


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a contact says beside its clocks."""

    facts: list[tuple[str, str]]
    notes: list[str]
    done: list[Done]
    doing: list[HandlingKind]
    always: list[HandlingKind]
    has_result: bool
    instead: tuple[Kind, ...] = ()  # what is offered on a case without services
    key: UUID = field(default_factory=uuid4)  # of what is recorded instead


def page_of(contact: Contact, zone: str, now: datetime) -> Page:
    """All that a contact's page says of it, on the wall of its office."""
    attempts, handled, corrected = attempts_on(contact), handlings_on(contact), corrections_on(contact)
    rows: list[Attempt | Handling | Correction] = [*attempts, *handled, *corrected]
    done = [done_of(contact, each) for each in rows]
    wall = named_zone(zone)
    return Page(
        list(facts_of(contact)),
        [*filter(None, [redacted_says(contact, wall)]), *_notes(contact, now.astimezone(wall).date())],
        [Done(each.at.astimezone(wall), each.says, each.by, each.note) for each in done],
        [handlings()[each] for each in kinds()[contact.kind].handled],
        [each for each in handlings().values() if each.always],
        has_result(contact, attempts, handled),
        INSTEAD if contact.case_kind == NON_IV_D and not kinds()[contact.kind].instead else (),
    )


def came_in(contact: Contact, wall: tzinfo) -> Done:
    """A contact itself in words, as it happened; with when it was received where this was later."""
    says = kinds()[contact.kind].says + (f": {contact.party}" if contact.party else "")
    says += f" ({contact.name})" if contact.name else ""
    earlier = happened_earlier(contact)
    note = f"received {received_words(contact, wall)}" if earlier else ""
    return Done(contact.happened, says, str(contact.entered_by), note, bool(contact.precision) and not earlier)


def done_of(contact: Contact, row: Attempt | Handling | Correction) -> Done:
    """A try, something else that was done with a contact, or a correction of it, in words."""
    if isinstance(row, Correction):
        told = "; ".join(changes(row))
        return Done(row.entered, f"Corrected: {told}" if told else "Corrected", str(row.entered_by), row.why)
    return _handled(row) if isinstance(row, Handling) else _tried(contact, row)


def reached_says(contact: Contact) -> str:
    """What it is called that somebody was reached: a contact that asked for no call is followed up."""
    return "Reached, call returned" if kinds()[contact.kind].returned else "Followed up, reached"


def changes(correction: Correction) -> list[str]:
    """What a correction changed, from what to what."""
    before, after = correction.before, correction.after
    return [f"{name} from {before[name] or 'nothing'} to {after[name] or 'nothing'}" for name in after]


def facts_of(contact: Contact) -> Iterator[tuple[str, str]]:
    """What was said of a contact beside who, what about and when."""
    party = party_kinds().get(contact.party)
    if contact.name:
        yield "Name", contact.name
    if contact.source:
        yield "Third party", contact.source.capitalize()
    if contact.case_kind:
        yield "Kind of case", contact.case_kind
    if contact.participant and contact.participant.role != contact.party:
        yield "Concerns", contact.participant.role.capitalize()
    if party and party.represents:
        yield "Authorization", contact.authorization or "none on record: give no case information"
    if contact.precision:
        yield "Date stamp", "Without a time: counted from when the office opened on that day"
    if contact.late_reason:
        yield "Entered late", contact.late_reason
    yield from spoken_facts(contact)


def spoken_facts(spoken: Spoken) -> Iterator[tuple[str, str]]:
    """What was said of a conversation."""
    if spoken.number:
        yield "Number", spoken.number
    if spoken.language:
        yield "Language", spoken.language
    if spoken.interpreter:
        minutes = f", {spoken.interpreter_minutes} minutes" if spoken.interpreter_minutes else ""
        source = words("interpreter")[spoken.interpreter_from]
        named = "" if spoken.interpreter == source.id else f"{spoken.interpreter}, "
        yield "Interpreter", f"{named}{spoken.interpreter_as} ({source.says}){minutes}"
    if spoken.information:
        yield "Information", spoken.information
    if spoken.service:
        yield "Done on the case", words("service")[spoken.service].says
    if spoken.identified:
        yield "Identification verified", spoken.identified
    if spoken.outcome:
        yield "Result", spoken.outcome.capitalize()


def _notes(contact: Contact, day: date) -> list[str]:
    said: Mapping[str, str] = {}
    notes = []
    if contact.participant or contact.language or contact.case_kind == NON_IV_D:
        said = answers_in_force(contact.agency_id, day, (LANGUAGE_LINE, TTY, PARTY_PAYING))
    if contact.language and not (contact.participant and contact.participant.language):
        notes.append(f"Language: {contact.language}. {said.get(LANGUAGE_LINE, '')}".strip())
    if contact.participant:
        notes += [
            *needs_of(contact.participant, said),
            *map(restriction_says, restrictions_on(contact.participant, day)),
        ]
    if contact.case_kind == NON_IV_D:
        notes.append(non_iv_d_says(said))
    if contact.channel == "tty":
        notes.append(f"Return by TTY or relay.{f' Instructions: {said[TTY]}.' if TTY in said else ''}")
    return notes


def _tried(contact: Contact, attempt: Attempt) -> Done:
    says = reached_says(contact) if attempt.reached else "Attempt reached nobody"
    told = [
        f"{name.lower()}: {text}"
        for name, text in spoken_facts(attempt)
        if name != "Result" or not (attempt.reached or text == NOBODY)
    ]
    return Done(attempt.happened, says, str(attempt.entered_by), "; ".join([*told, *filter(None, [attempt.note])]))


def _handled(handling: Handling) -> Done:
    says = handlings()[handling.kind].says
    if handling.to:
        says += f" to {handling.to}"
    if handling.promised:
        says += f", response promised by {handling.promised:%a} {handling.promised.day} {handling.promised:%b %Y}"
    return Done(handling.happened, says, str(handling.entered_by), handling.note)
