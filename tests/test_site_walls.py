"""Each page for each role, of one's own agency, of another, of another state; a page without an entry fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from addresses import MADE, OF_A_CONTACT, OF_PROGRAMS, OWN, named
from cast import AT_HOME, BEFORE, FIRST_DAY, FRI_20_NOV, MON_23_NOV, County, call, dane, from_the_state, prairie, rock
from csplan.agencies.actions import grant_role
from csplan.agencies.models import Person
from csplan.agencies.roles import (
    ABROAD,
    ADMINISTRATOR,
    AGENCY,
    ANYONE,
    COUNTING,
    DELEGATE,
    DISTRICT_MANAGER,
    MAY,
    REGION,
    ROLES,
    SAYS,
)
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Contact
from csplan.ledger.models import Entry
from things import kept

pytestmark = pytest.mark.django_db
POSTS = {
    *("agencies:sign_in_as", "agencies:sign_out", "contacts:known", "contacts:take"),
    *("absences:cover_removed", "absences:protected_ended"),
    *("desk:remove_filter", "desk:find_case", "desk:export"),
}
SHOWN = {200, 302, 422}


@dataclass(frozen=True)
class World:
    home: County
    others: tuple[County, ...]
    contacts: dict[UUID, Contact]
    state: dict[str, Person]

    def person(self, role: str) -> Person:
        return self.state[role] if role in ABROAD else self.home.people[role]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    home, others = dane(), (rock(), prairie())
    return World(home, others, dict(_calls((home, *others))), from_the_state([home, others[0]]))


def _calls(counties: tuple[County, ...]) -> Iterator[tuple[UUID, Contact]]:
    for each in counties:
        with speaking_for([each.id]):
            yield each.id, call(each, FRI_20_NOV)


def pages(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The names of all URLs."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def status(client: Client, page: str, world: World, of: County | None = None) -> int:
    """What a page about a row of a county, at home unless said otherwise, answers."""
    of, asks = of or world.home, client.session.get("_auth_user_id")
    address = reverse(page, kwargs=kept(page, asks) or named(page, of, world.contacts[of.id], asks))
    answer = client.post(address) if page in POSTS else client.get(address)
    Authenticator.objects.all().delete()
    return answer.status_code


def test_every_url_has_a_line_in_the_table_and_every_line_a_url() -> None:
    assert set(pages(get_resolver().url_patterns)) == set(MAY)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_shown_its_pages_of_its_own_agency_and_no_others(world: World, role: str) -> None:
    for page, roles in MAY.items():
        if roles == ANYONE or page in OF_PROGRAMS:
            continue
        found = status(signed_in(world.person(role)), page, world)
        assert (found in SHOWN) == (role in roles), f"{page} for {role}: {found}"


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_shown_anything_of_another_agency_or_state(world: World, role: str) -> None:
    for other in world.others:
        for page in OF_A_CONTACT | set(MADE) | set(OWN):
            found = status(signed_in(world.person(role)), page, world, other)
            assert found == (404 if role in MAY[page] else 403), f"{page} for {role}: {found}"


def test_who_is_not_signed_in_is_asked_to_sign_in(world: World) -> None:
    for page in set(MAY) - OF_PROGRAMS - {page for page, roles in MAY.items() if roles == ANYONE}:
        assert status(Client(), page, world) == 302


@pytest.mark.parametrize("role", AT_HOME)
def test_lists_hold_the_contacts_of_the_own_agency_alone(world: World, role: str) -> None:
    theirs = [str(world.contacts[other.id].id) for other in world.others]
    for page in ("desk:my_list", "desk:office_list"):
        shown = signed_in(world.person(role)).get(reverse(page)).content.decode()
        assert not any(key in shown for key in theirs)


def test_a_regional_administrator_sees_the_counts_of_the_counties_granted_alone(world: World) -> None:
    shown = signed_in(world.state[REGION]).get(reverse("desk:agencies")).content.decode()
    assert "Dane Agency" in shown and "Rock Agency" in shown
    assert "Prairie Agency" not in shown and "1234567" not in shown


def test_a_role_in_another_agency_opens_no_page_at_home(world: World) -> None:
    front_desk, other = world.home.people["front desk"], world.others[0]
    with speaking_for([other.id]):
        grant_role(front_desk, "supervisor", agency=other.id, first_day=FRI_20_NOV.date(), actor=None, now=FRI_20_NOV)
    assert status(signed_in(front_desk), "contacts:returned", world) == 403


def test_a_grant_that_has_ended_opens_nothing(world: World) -> None:
    worker = world.home.worker
    worker.grants.update(last_day=datetime(2026, 11, 22, tzinfo=FRI_20_NOV.tzinfo).date())
    assert status(signed_in(worker), "desk:my_list", world) == 403


def test_who_has_no_role_is_sent_nowhere(world: World) -> None:
    world.home.worker.grants.all().delete()
    assert signed_in(world.home.worker).get("/").status_code == 403


@pytest.mark.parametrize("role", sorted(set(ROLES) - AGENCY))
def test_who_sees_no_contact_is_told_in_plain_words_what_the_role_is_for(world: World, role: str) -> None:
    shown = signed_in(world.person(role)).get("/", follow=True).content.decode()
    assert role in shown and "1234567" not in shown
    assert (SAYS[role] in shown) == (role not in COUNTING | {ADMINISTRATOR})


def _delegate_sees(world: World) -> int:
    return status(signed_in(world.home.people[DELEGATE]), "desk:office_list", world)


@pytest.mark.requirement("WY-2023-FORMAL-07")
@pytest.mark.parametrize(("first", "last", "seen"), [(23, 23, 200), (24, 30, 403), (1, 22, 403)])
def test_a_delegate_sees_the_managers_pages_on_the_days_named_alone(
    world: World, first: int, last: int, seen: int
) -> None:
    days = {"first_day": date(2026, 11, first), "last_day": date(2026, 11, last)}
    world.home.people[DELEGATE].grants.update(**days)
    assert _delegate_sees(world) == seen


def test_a_delegation_ends_with_the_managers_own_role(world: World) -> None:
    world.home.people[DISTRICT_MANAGER].grants.update(last_day=date(2026, 11, 22))
    assert _delegate_sees(world) == 403


def test_a_delegation_ends_when_the_manager_leaves(world: World) -> None:
    Person.objects.filter(id=world.home.people[DISTRICT_MANAGER].id).update(is_active=False)
    assert _delegate_sees(world) == 403


@pytest.mark.parametrize("also", [None, "case worker"])
def test_what_only_a_delegate_may_do_is_on_record_on_the_managers_behalf(world: World, also: str | None) -> None:
    delegate, contact = world.home.people[DELEGATE], world.contacts[world.home.id]
    with speaking_for([world.home.id]):
        if also:
            grant_role(delegate, also, agency=world.home.id, first_day=FIRST_DAY, actor=None, now=BEFORE)
        answer = signed_in(delegate).post(
            reverse("contacts:attempt", args=[contact.id]), {"key": str(uuid4()), "when": "now"}
        )
        entry = Entry.objects.filter(agency=world.home.id, actor=delegate.id).latest("number")
    assert answer.status_code == 302
    assert entry.on_behalf == (None if also else world.home.people[DISTRICT_MANAGER].id)
