"""Verbs that write agencies, offices, calendars, people and grants: one transaction and one ledger row each."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from csplan.agencies.acts import record_act
from csplan.agencies.choices import BadChoice, Value, chosen, offered
from csplan.agencies.days import today_of
from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, CalendarEdition, Choice, Grant, Office, Person, Team, TeamMember
from csplan.agencies.queue import QUEUE, new_queue, queue_key
from csplan.agencies.set_up import change_set_up
from csplan.agencies.stored_calendar import calendar_text
from csplan.agencies.walls import speaking_for
from csplan.core.office_calendar import OfficeCalendar
from csplan.ledger.actions import append
from csplan.ledger.subjects import present_data


def add_agency(
    *,
    name: str,
    state: str,
    case_system: str,
    case_pattern: str,
    case_says: str,
    office: str,
    now: datetime,
    calendar: str = "",
) -> Office:
    """A new agency with its first office, which is returned; the calendar named is proposed to it, not confirmed."""
    key = new_key()
    with speaking_for([key]), transaction.atomic():
        agency = Agency.objects.create(
            id=key, name=name, state=state, case_system=case_system, case_pattern=case_pattern, case_says=case_says
        )
        opened = Office.objects.create(agency=agency, name=office, proposed=calendar)
        record_act(agency.id, None, "add agency", f"agency:{agency.id}", entered=now)
    return opened


def add_office(agency: UUID, name: str, *, actor: UUID | None, now: datetime) -> Office:
    """A further office of an agency."""
    with transaction.atomic():
        before = present_data(agency, f"agency:{agency}")
        opened = Office.objects.create(agency_id=agency, name=name)
        record_act(agency, actor, "add office", f"agency:{agency}", entered=now, before=before)
        if chosen(agency, QUEUE):
            open_queue(opened, actor=actor, now=now)
    return opened


def confirm_calendar(
    office: Office, calendar: OfficeCalendar, *, actor: UUID | None, why: str, now: datetime
) -> CalendarEdition:
    """The next edition of an office's calendar; clocks started from now on are counted on it, none is moved."""
    with transaction.atomic():
        change_set_up(office.agency_id)
        edition = add_edition(office, calendar, says="Confirmed", why=why, by=actor, now=now)
        record_act(office.agency_id, actor, "confirm calendar", f"calendar:{edition.id}", entered=now)
    return edition


def add_edition(
    office: Office, calendar: OfficeCalendar, *, says: str, why: str, by: UUID | None, now: datetime
) -> CalendarEdition:
    """The row of an office's next edition. Who calls holds the office's lock, moves its clocks and tells the ledger."""
    earlier = CalendarEdition.objects.filter(agency=office.agency_id, office=office).count()
    return CalendarEdition.objects.create(
        agency_id=office.agency_id,
        office=office,
        number=earlier + 1,
        digest=calendar.digest,
        text=calendar_text(calendar),
        says=says,
        why=why,
        confirmed=now.replace(microsecond=0),
        confirmed_by_id=by,
    )


def add_person(
    *,
    username: str,
    name: str,
    office: Office,
    password: str | None,
    actor: UUID | None,
    now: datetime,
    email: str = "",
    extension: str = "",
) -> Person:
    """A new person of an office; without a password nobody signs in as this person by one."""
    reached = {"email": email, "extension": extension}
    with transaction.atomic():
        person = Person(username=username, name=name, agency_id=office.agency_id, office=office, **reached)
        if password is None:
            person.set_unusable_password()
        else:
            person.set_password(password)
        person.save(force_insert=True)
        record_act(office.agency_id, actor, "add person", f"person:{person.id}", entered=now)
    return person


def grant_role(
    person: Person,
    role: str,
    *,
    agency: UUID,
    first_day: date,
    actor: UUID | None,
    now: datetime,
    last_day: date | None = None,
    manager: Person | None = None,
) -> Grant:
    """A role of a person in an agency from a day on; a delegate's is held for a manager, to a last day."""
    with transaction.atomic():
        grant = Grant.objects.create(
            agency_id=agency, person=person, role=role, manager=manager, first_day=first_day, last_day=last_day
        )
        record_act(agency, actor, "grant role", f"grant:{grant.id}", entered=now)
    return grant


def record_sign_in(person: Person, act: str, now: datetime) -> None:
    """Somebody signed in; the act is on record, no row of the room changes."""
    with transaction.atomic():
        append(
            agency=person.agency_id,
            actor=person.id,
            on_behalf=None,
            act=act,
            subject=f"sign-in:{person.id}",
            before=None,
            after=None,
            happened=now,
            entered=now,
        )


def add_team(office: Office, name: str, people: Iterable[Person], *, actor: UUID | None, now: datetime) -> Team:
    """A new team of an office, with its people from today on."""
    with transaction.atomic():
        team = Team.objects.create(agency_id=office.agency_id, office=office, name=name)
        for person in people:
            TeamMember.objects.create(
                agency_id=office.agency_id, team=team, person=person, first_day=today_of(office.agency, now)
            )
        record_act(office.agency_id, actor, "add team", f"team:{team.id}", entered=now)
    return team


def choose(agency: UUID, name: str, value: Value, *, actor: UUID | None, now: datetime) -> Choice:
    """What an agency chooses from now on. Raises KeyError for an unknown name, BadChoice for what is not offered."""
    if not offered()[name].takes(value):
        raise BadChoice(f"{name} cannot be {value!r}; see what is offered in choices.toml")
    with transaction.atomic():
        before = Choice.objects.filter(agency=agency, name=name).first()
        held = present_data(agency, f"choice:{before.id}") if before else None
        choice, _ = Choice.objects.update_or_create(agency_id=agency, name=name, defaults={"value": value})
        record_act(agency, actor, "choose", f"choice:{choice.id}", entered=now, before=held)
        if name == QUEUE and value:
            for office in Office.objects.filter(agency=agency).order_by("id"):
                open_queue(office, actor=actor, now=now)
    return choice


def open_queue(office: Office, *, actor: UUID | None, now: datetime) -> None:
    """Let things be left for an office; opened twice, it stays as it was."""
    if not Person.objects.filter(id=queue_key(office.id)).exists():
        queue = new_queue(office)
        queue.save(force_insert=True)
        record_act(office.agency_id, actor, "open office queue", f"person:{queue.id}", entered=now)
