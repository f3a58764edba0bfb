"""Rows written as the API gives them, instants on the wall of the office."""

from collections.abc import Iterable
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.urls import reverse

from csplan.adapters.api.schemas import (
    AttemptOut,
    CalendarLine,
    CalendarOut,
    CaseOut,
    ClockOut,
    ContactOut,
    DueOut,
    PersonOut,
    SpanOut,
    SpecialOut,
    StandardOut,
    UnpromisedOut,
)
from csplan.agencies.models import CalendarEdition, Person
from csplan.agencies.queries import calendar_of, wall_time
from csplan.clocks.queries import Told
from csplan.contacts.models import Attempt, Contact, Spoken
from csplan.core.edition import Standard
from csplan.core.office_calendar import WEEKDAYS, OfficeCalendar, Span
from csplan.desk.queries import DueRow, UnpromisedRow

AS_HELD: Final = (
    *("kind", "channel", "direction", "party", "name", "case_kind", "source", "authorization"),
    *("reason", "late_reason", "redacted_why"),
)
"""What a program is given of a contact as it is held, masked where need be."""
INSTANT: Final = "instant"
SPOKEN: Final = (
    *("language", "interpreter_from", "interpreter", "interpreter_as", "interpreter_minutes"),
    *("information", "in_case_system", "service", "identified", "outcome"),
)
"""What a program is given of a conversation as it is held."""


def person_out(person: Person) -> PersonOut:
    """Somebody, by name and key."""
    return PersonOut(key=person.id, name=person.name, user_name=person.username, office=person.office_id)


def clock_out(told: Told) -> ClockOut:
    """A clock as pages tell it."""
    clock = told.clock
    return ClockOut(
        key=clock.id,
        name=clock.name,
        force=clock.force,
        limit=told.limit,
        verdict=told.verdict,
        leads=told.leads,
        started=told.started,
        due=told.due,
        due_date=clock.due_date,
        met=told.met,
        why=reverse("api:why", args=[clock.id]),
    )


def contact_out(contact: Contact, clocks: Iterable[Told], attempts: Iterable[Attempt], zone: ZoneInfo) -> ContactOut:
    """A contact with its clocks and attempts."""
    matter = contact.matter
    return ContactOut(
        key=contact.id,
        case=_case(contact),
        concerns=contact.participant.role if contact.participant else "",
        **{name: getattr(contact, name) for name in AS_HELD},
        **_spoken(contact),
        **_instants(contact, zone),
        precision=contact.precision or INSTANT,
        office=matter.office_id,
        owner=person_out(matter.owner),
        redirected_from=person_out(matter.meant_for) if matter.redirected and matter.meant_for else None,
        clocks=[clock_out(each) for each in clocks],
        unpromised=matter.unpromised.astimezone(zone) if matter.unpromised else None,
        attempts=[_attempt(each, zone) for each in attempts],
        page=reverse("desk:contact", args=[contact.id]),
    )


def due_out(row: DueRow) -> DueOut:
    """A line of the due list."""
    beside = [clock_out(each) for each in row.beside]
    return DueOut(**_of_contact(row.contact), lead=clock_out(row.lead), beside=beside)


def unpromised_out(row: UnpromisedRow) -> UnpromisedOut:
    """A line of what is owed without a promise."""
    return UnpromisedOut(**_of_contact(row.contact), since=row.since, precision=row.contact.precision or INSTANT)


def calendar_line(edition: CalendarEdition) -> CalendarLine:
    """An office with the edition of its calendar that counts."""
    return CalendarLine(**_line(edition, calendar_of(edition)))


def calendar_out(edition: CalendarEdition) -> CalendarOut:
    """The calendar of an office with all its days."""
    calendar = calendar_of(edition)
    closed = (
        SpecialOut(day=day, name=why.name, cite=why.cite, holiday=why.holiday, hours=[])
        for day, why in calendar.closed.items()
    )
    special = (
        SpecialOut(day=day, name=it.name, cite=it.cite, holiday=False, hours=_spans(it.spans))
        for day, it in calendar.special.items()
    )
    return CalendarOut(
        **_line(edition, calendar),
        digest=edition.digest,
        why=edition.why,
        confirmed=wall_time(calendar, edition.confirmed),
        week={name: _spans(spans) for name, spans in zip(WEEKDAYS, calendar.week, strict=True)},
        days=sorted((*closed, *special), key=lambda each: each.day),
    )


def standard_out(standard: Standard, sentence: str) -> StandardOut:
    """A promise with its time limit and its sentence."""
    limit = standard.within
    found = (limit.duration or limit.aim) if limit else None
    return StandardOut(
        key=standard.id,
        name=standard.name,
        force=standard.force,
        starts=standard.starts,
        met_by=list(standard.met_by),
        channels=list(standard.channels),
        parties=list(standard.parties),
        limit=str(found) if found else None,
        sentence=sentence,
        cite=limit.cite if limit else "",
    )


def _of_contact(contact: Contact) -> dict[str, Any]:
    """What a line of a list says of its contact."""
    return {
        "contact": contact.id,
        "kind": contact.kind,
        "party": contact.party,
        "case": _case(contact),
        "owner": person_out(contact.matter.owner),
        "tries": getattr(contact, "tries", 0),
    }


def _line(edition: CalendarEdition, calendar: OfficeCalendar) -> dict[str, Any]:
    first, last = calendar.horizon or (None, None)
    return {
        "office": edition.office_id,
        "name": edition.office.name,
        "edition": edition.number,
        "zone": calendar.zone,
        "curated_from": first,
        "curated_to": last,
        "calendar": reverse("api:calendar", args=[edition.office_id]),
    }


def _spans(spans: Iterable[Span]) -> list[SpanOut]:
    return [SpanOut(opens=opens, closes=closes) for opens, _, closes in (str(span).partition("-") for span in spans)]


def _instants(contact: Contact, zone: ZoneInfo) -> dict[str, Any]:
    held = {name: getattr(contact, name) for name in ("received", "happened", "entered", "redacted")}
    return {name: at and at.astimezone(zone) for name, at in held.items()}


def _case(contact: Contact) -> CaseOut | None:
    return CaseOut(system=contact.case.system, number=contact.case.number) if contact.case else None


def _attempt(attempt: Attempt, zone: ZoneInfo) -> AttemptOut:
    return AttemptOut(
        key=attempt.id,
        reached=attempt.reached,
        happened=attempt.happened.astimezone(zone),
        note=attempt.note,
        **_spoken(attempt),
    )


def _spoken(row: Spoken) -> dict[str, Any]:
    return {"telephone": row.number, **{name: getattr(row, name) for name in SPOKEN}}
