"""Questions about agencies, offices, calendars and people."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from csplan.agencies.days import holds, today_of
from csplan.agencies.models import Agency, CalendarEdition, Grant, Office, Person, Team, TeamMember
from csplan.agencies.roles import AGENCY, DELEGATE, DISTRICT_MANAGER, ROLES
from csplan.agencies.set_up import read_once
from csplan.agencies.stored_calendar import keep_calendar, kept_calendar, known_calendar
from csplan.core.errors import BadCalendar, OutsideHorizon
from csplan.core.instants import day_words
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.ledger.plain_sql import read_rows, stored_key


def holding(day: date) -> Q:
    """What a row with a first and, perhaps, a last day fulfils on a day."""
    return (Q(last_day=None) | Q(last_day__gte=day)) & Q(first_day__lte=day)


_WHO: Final = (
    "FROM agencies_person JOIN agencies_agency ON agencies_agency.id = agencies_person.agency_id"
    " LEFT JOIN agencies_grant ON agencies_grant.person_id = agencies_person.id"
    " WHERE agencies_person.id = %s ORDER BY agencies_grant.agency_id, agencies_grant.role"
)
GRANTS: Final = "grants"


class NoCalendar(BadCalendar):
    """An office that has confirmed no calendar yet, so that nothing can be counted there."""


def signed_in(key: UUID) -> Person | None:
    """The person of a session with agency and grants, by one query; None for nobody."""
    rows = read_rows(_WHO, [stored_key(key)], Person, Agency, Grant)
    if not rows:
        return None
    person: Person
    person, person.agency, _ = rows[0]
    every = [grant for _, _, grant in rows if grant]
    person._prefetched_objects_cache = {GRANTS: every}  # type: ignore[attr-defined]  # where prefetch_related keeps it
    return person


def grants_on(person: Person, day: date) -> list[Grant]:
    """The grants of a person that hold on a day; a delegate's while the manager manages, and is there."""
    known = getattr(person, "_prefetched_objects_cache", {}).get(GRANTS)
    every = person.grants.order_by("agency_id", "role") if known is None else known
    held = (grant for grant in every if holds(grant, day))
    return [grant for grant in held if grant.role != DELEGATE or _manages(grant, day)]


def _manages(grant: Grant, day: date) -> bool:
    """Whether the manager for whom a delegate acts manages on a day, and is there."""
    manages = Grant.objects.filter(holding(day), agency=grant.agency_id, person=grant.manager_id, role=DISTRICT_MANAGER)
    return manages.filter(person__is_active=True).exists()


@read_once
def calendar_edition(agency: UUID, office: UUID) -> CalendarEdition:
    """The last confirmed calendar of an office. Raises NoCalendar where none was confirmed yet."""
    every = CalendarEdition.objects.filter(agency=agency, office=office).select_related("office")
    found = every.defer("text").order_by("-number").first()
    if found is None:
        raise NoCalendar("the office has confirmed no calendar; a supervisor has to confirm one before its first clock")
    return found


def calendar_of(edition: CalendarEdition) -> OfficeCalendar:
    """The calendar of a stored edition. Raises BadCalendar for one that was tampered with."""
    calendar = known_calendar(edition.digest, lambda: edition.text)
    keep_calendar(edition.id, calendar)
    return calendar


def calendars_of(agency: UUID, editions: Iterable[UUID]) -> dict[UUID, OfficeCalendar]:
    """The calendars of several editions, by edition. An edition never changes, so each is read once."""
    wanted = set(editions)
    found = {key: calendar for key in wanted if (calendar := kept_calendar(key))}
    if missing := wanted - set(found):
        read = CalendarEdition.objects.filter(agency=agency, id__in=missing).defer("text")
        found.update((edition.id, calendar_of(edition)) for edition in read)
    return found


def workers_of(agency: UUID, office: UUID) -> QuerySet[Person]:
    """The people of an office who may own a contact, by name: whoever was given a role with a due list of its own."""
    granted = Grant.objects.filter(agency=agency, person=OuterRef("pk"), role__in=AGENCY)
    return Person.objects.filter(Exists(granted), agency=agency, office=office, is_active=True).order_by("name")


@read_once
def workers(agency: UUID, office: UUID) -> tuple[Person, ...]:
    """The same people, asked for once."""
    return tuple(workers_of(agency, office))


@read_once
def members_on(agency: UUID, day: date) -> tuple[tuple[UUID, UUID], ...]:
    """Who is in which team on a day: (team, person)."""
    return tuple(TeamMember.objects.filter(holding(day), agency=agency).values_list("team", "person"))


@read_once
def person_named(agency: UUID, person: UUID) -> str:
    """The name of somebody who did something in an agency, wherever the person works; "Somebody" for nobody known."""
    return Person.objects.filter(id=person).values_list("name", flat=True).first() or "Somebody"


def offices_of(agency: UUID) -> QuerySet[Office]:
    """The offices of an agency, by name, each with whether it has confirmed a calendar."""
    confirmed = CalendarEdition.objects.filter(agency=agency, office=OuterRef("pk"))
    return Office.objects.filter(agency=agency).annotate(has_calendar=Exists(confirmed)).order_by("name")


def wall_time(calendar: OfficeCalendar, now: datetime) -> datetime:
    """An instant on the wall of the office, cut to whole seconds."""
    return now.astimezone(named_zone(calendar.zone)).replace(microsecond=0)


def check_horizon(calendar: OfficeCalendar, at: datetime) -> None:
    """Refuse an instant on a day that the calendar does not cover. Raises OutsideHorizon."""
    first, last = calendar.horizon or (date.min, date.max)
    if not first <= wall_time(calendar, at).date() <= last:
        raise OutsideHorizon(
            f"the office's calendar covers {day_words(first)} to {day_words(last)}; give a day in between"
        )


def agencies_named(ids: Iterable[UUID]) -> list[Agency]:
    """The agencies of those keys, by name."""
    return list(Agency.objects.filter(id__in=set(ids)).order_by("name"))


def training_people(agency: UUID, now: datetime) -> list[Grant]:
    """The people of a training site who hold a role today and work in an agency, one line for each role held."""
    seen: dict[tuple[UUID, str], Grant] = {}
    for grant in _granted().filter(person__agency=agency).order_by("person__name", "role"):
        if holds(grant, today_of(grant.agency, now)):
            seen.setdefault((grant.person_id, grant.role), grant)
    return list(seen.values())


def one_in_each_role(now: datetime) -> list[Grant]:
    """Whoever was made first in each role that is held today on a training site, in the order of the roles."""
    in_order = (_granted().filter(role=role).order_by("person_id").iterator() for role in ROLES)
    found = (next((each for each in one if holds(each, today_of(each.agency, now))), None) for one in in_order)
    return [grant for grant in found if grant is not None]


def _granted() -> QuerySet[Grant]:
    return Grant.objects.filter(person__is_active=True).select_related("person__agency", "agency")


def training_agencies() -> list[Agency]:
    """The agencies of a training site, by name."""
    return list(Agency.objects.order_by("name"))


def person_held(person: Person) -> dict[str, Any]:
    """What the form of a person shows."""
    return {
        "name": person.name,
        "email": person.email,
        "extension": person.extension,
        "office": None if person.office_id is None else str(person.office_id),
    }


def office_held(office: Office) -> dict[str, Any]:
    """What the form of an office shows."""
    return {"name": office.name}


def team_held(team: Team) -> dict[str, Any]:
    """What the form of a team shows."""
    return {"name": team.name}
