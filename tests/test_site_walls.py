"""Each page for each role, of one's own agency, of another, of another state; a page without an entry fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cast import AT_HOME, FRI_20_NOV, MON_23_NOV, County, call, dane, prairie, regional, rock
from csplan.agencies.models import Person
from csplan.agencies.roles import ANYONE, MAY, REGION, ROLES
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Contact

pytestmark = pytest.mark.django_db
POSTS = {"agencies:sign_in_as", "agencies:sign_out"}
OF_A_CONTACT = {"desk:contact", "contacts:attempt", "contacts:returned"}
SHOWN = {200, 302}


@dataclass(frozen=True)
class World:
    home: County
    others: tuple[County, ...]
    contacts: dict[UUID, Contact]
    regional: Person

    def person(self, role: str) -> Person:
        return self.regional if role == REGION else self.home.people[role]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    home, others = dane(), (rock(), prairie())
    return World(home, others, dict(_calls((home, *others))), regional([home, others[0]]))


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


def status(client: Client, page: str, contact: Contact) -> int:
    address = reverse(page, kwargs={"key": contact.id} if page in OF_A_CONTACT else None)
    answer = client.post(address) if page in POSTS else client.get(address)
    return answer.status_code


def test_every_url_has_a_line_in_the_table_and_every_line_a_url() -> None:
    assert set(pages(get_resolver().url_patterns)) == set(MAY)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_shown_its_pages_of_its_own_agency_and_no_others(world: World, role: str) -> None:
    for page, roles in MAY.items():
        if roles == ANYONE:
            continue
        found = status(signed_in(world.person(role)), page, world.contacts[world.home.id])
        assert (found in SHOWN) == (role in roles), f"{page} for {role}: {found}"


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_shown_a_contact_of_another_agency_or_state(world: World, role: str) -> None:
    for other in world.others:
        for page in OF_A_CONTACT:
            found = status(signed_in(world.person(role)), page, world.contacts[other.id])
            assert found == (404 if role in MAY[page] else 403), f"{page} for {role}: {found}"


def test_who_is_not_signed_in_is_asked_to_sign_in(world: World) -> None:
    for page in set(MAY) - {page for page, roles in MAY.items() if roles == ANYONE}:
        assert status(Client(), page, world.contacts[world.home.id]) == 302


@pytest.mark.parametrize("role", AT_HOME)
def test_lists_hold_the_contacts_of_the_own_agency_alone(world: World, role: str) -> None:
    theirs = [str(world.contacts[other.id].id) for other in world.others]
    for page in ("desk:my_list", "desk:office_list"):
        shown = signed_in(world.person(role)).get(reverse(page)).content.decode()
        assert not any(key in shown for key in theirs)


def test_a_regional_administrator_sees_the_counts_of_the_counties_granted_alone(world: World) -> None:
    shown = signed_in(world.regional).get(reverse("desk:agencies")).content.decode()
    assert "Dane Agency" in shown and "Rock Agency" in shown
    assert "Prairie Agency" not in shown and "1234567" not in shown


def test_a_role_in_another_agency_opens_no_page_at_home(world: World) -> None:
    from csplan.agencies.actions import grant_role

    front_desk, other = world.home.people["front desk"], world.others[0]
    with speaking_for([other.id]):
        grant_role(front_desk, "supervisor", agency=other.id, first_day=FRI_20_NOV.date(), actor=None, now=FRI_20_NOV)
    assert status(signed_in(front_desk), "contacts:returned", world.contacts[world.home.id]) == 403


def test_a_grant_that_has_ended_opens_nothing(world: World) -> None:
    worker = world.home.worker
    worker.grants.update(last_day=datetime(2026, 11, 22, tzinfo=FRI_20_NOV.tzinfo).date())
    assert status(signed_in(worker), "desk:my_list", world.contacts[world.home.id]) == 403


def test_who_has_no_role_is_sent_nowhere(world: World) -> None:
    world.home.worker.grants.all().delete()
    assert signed_in(world.home.worker).get("/").status_code == 403
