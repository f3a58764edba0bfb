"""One cast for the tests of the site: two counties of a state, an office of another, a region, people in each role."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from string import capwords
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from csplan.agencies.actions import add_agency, add_person, confirm_calendar, grant_role
from csplan.agencies.keys import new_key
from csplan.agencies.models import Office, Person
from csplan.agencies.roles import ABROAD, CASE_WORKER, DELEGATE, DISTRICT_MANAGER, REGION, ROLES
from csplan.agencies.walls import speaking_for
from csplan.contacts.actions import NewContact, record_contact
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.core.plans.plan import plan_calendar
from csplan.policy.calendars import named_calendar
from csplan.policy.plans.read import read_plan
from csplan.site.demo.roster import HOME
from csplan.standards.actions import put_in_force

CENTRAL = ZoneInfo("America/Chicago")
BEFORE = datetime(2026, 10, 1, 12, tzinfo=UTC)
FIRST_DAY = date(2026, 10, 1)
PASSWORD = "a long sentence to sign in with"
AT_HOME = tuple(role for role in ROLES if role not in ABROAD)  # one person of each in every county

FRI_20_NOV = datetime(2026, 11, 20, 16, 50, tzinfo=CENTRAL)  # after closing
MON_23_NOV = datetime(2026, 11, 23, 10, 0, tzinfo=CENTRAL)
MON_23_NOV_CLOSE = datetime(2026, 11, 23, 16, 30, tzinfo=CENTRAL)
TUE_24_NOV_CLOSE = datetime(2026, 11, 24, 16, 30, tzinfo=CENTRAL)


@dataclass(frozen=True)
class County:
    """An agency's office with one person in each role."""

    office: Office
    people: dict[str, Person]

    @property
    def id(self) -> UUID:
        return self.office.agency_id

    @property
    def worker(self) -> Person:
        return self.people[CASE_WORKER]


def county(
    name: str, plan: str = "", calendar: str = "us-wi", state: str = "us-wi", password: str | None = None
) -> County:
    """An agency with people; name is what user names end in, plan the path of a plan inside csplan."""
    office = add_agency(
        name=f"{name.capitalize()} Agency",
        state=state,
        case_system="KIDS",
        case_pattern="[0-9]{7,10}",
        case_says="7 to 10 digits",
        office=f"{name.capitalize()} Office",
        now=BEFORE,
    )
    with speaking_for([office.agency_id]):
        path = HOME / plan
        counted_on = (plan_calendar(read_plan(path)) if plan else None) or named_calendar(calendar)
        confirm_calendar(office, counted_on, actor=None, why="test", now=BEFORE)
        if plan:
            put_in_force(Path(path), agency=office.agency_id, actor=None, now=BEFORE)
        people: dict[str, Person] = {}
        for role in AT_HOME:  # the manager stands before the delegate
            manager = people[DISTRICT_MANAGER] if role == DELEGATE else None
            people[role] = person(role, name, office, [office.agency_id], password, manager)
    return County(office, people)


def person(
    role: str,
    name: str,
    home: Office,
    agencies: Iterable[UUID],
    password: str | None = None,
    manager: Person | None = None,
) -> Person:
    """Somebody of an office with a role in some agencies; signs in as e.g. case-worker.dane."""
    username = f"{role.replace(' ', '-')}.{name}"
    found = add_person(username=username, name=capwords(role), office=home, password=None, actor=None, now=BEFORE)
    for agency in agencies:
        grant_role(found, role, agency=agency, first_day=FIRST_DAY, manager=manager, actor=None, now=BEFORE)
    if password is not None:
        found.password = hashed(password)
        found.save(update_fields=["password"])
    return found


@cache
def hashed(password: str) -> str:
    """The hash of a password, made once for all the people of the cast: it takes its time."""
    return make_password(password)


def dane(password: str | None = None) -> County:
    """A county whose plan promises 1 business day to customers, 2 to employers, 1 to voice mail."""
    return county("dane", "policies/us-wi/examples/complete.toml", password=password)


def rock() -> County:
    """A county whose plan promises 2 business days to customers and 1 to voice mail."""
    return county("rock", "site/demo/sample-county.toml")


def prairie() -> County:
    """An office of another state, without a plan."""
    return county("prairie", calendar="us-wy", state="us-wy")


def from_the_state(counties: list[County], roles: Iterable[str] = tuple(ABROAD)) -> dict[str, Person]:
    """People of the state's bureau with the roles that are held in other agencies, in these counties."""
    home = county("bureau")
    agencies = [each.id for each in counties]
    with speaking_for([home.id, *agencies]):
        return {role: person(role, "bureau", home.office, agencies) for role in roles}


def regional(counties: list[County]) -> Person:
    """A regional administrator of a state's office who may see the counts of these counties."""
    return from_the_state(counties, [REGION])[REGION]


def call(
    of: County,
    received: datetime,
    *,
    kind: str = "call back",
    party: str = "custodial parent",
    case: str = "1234567",
    now: datetime | None = None,
    key: UUID | None = None,
) -> Contact:
    """A contact with a county's case worker, recorded when it was received unless said otherwise."""
    new = NewContact(
        kind=kinds()[kind],
        party=party,
        case_number=case,
        reason="asks about a payment",
        owner=of.worker.id,
        happened=received,
        received=received,
    )
    return record_contact(new, office=of.office.id, by=of.worker, key=key or new_key(), now=now or received)
