"""The pages of an agency's people: added, changed, let go; roles given and ended."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cast import FIRST_DAY, MON_23_NOV, PASSWORD, County, dane, rock
from csplan.agencies.actions import add_person, grant_role
from csplan.agencies.models import Grant, Person
from csplan.agencies.roles import DELEGATE, DISTRICT_MANAGER, ROLES
from csplan.agencies.walls import speaking_for
from csplan.ledger.models import Entry
from pages import text
from read_pages import hidden, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def new_person(home: County, **wrong: str) -> dict[str, str]:
    told = {"name": "Nora New", "username": "nora.new", "email": "nora@example.org", "extension": "12"}
    return {**told, "office": str(home.office.id), "role": "case worker", "first_day": "2026-11-23", **wrong}


def link_in(answer: Any) -> str:
    found = re.search(r"http://testserver(/sign-in/first/[^<\s]+)", answer.content.decode())
    assert found
    return found[1]


def set_password(link: str, *passwords: str) -> Any:
    client = Client()
    page = client.get(link, follow=True)
    again = passwords[-1]
    return client.post(page.request["PATH_INFO"], {"new_password1": passwords[0], "new_password2": again})


@pytest.mark.parametrize("role", ["agency director", "system administrator"])
def test_a_person_is_added_sets_a_password_by_the_link_and_signs_in(home: County, role: str) -> None:
    answer = signed_in(home, role).post(reverse("agencies:new_person"), new_person(home))
    link = link_in(answer)
    assert set_password(link, PASSWORD).status_code == 302
    client = Client()
    client.post(reverse("agencies:sign_in"), {"username": "nora.new", "password": PASSWORD})
    assert client.get(reverse("desk:my_list")).status_code == 200
    acts = list(Entry.objects.filter(agency=home.id).order_by("-number").values_list("act", flat=True)[:4])
    assert acts == ["sign in by password", "set password by link", "grant role", "add person"]


def test_a_link_works_once(home: County) -> None:
    link = link_in(signed_in(home).post(reverse("agencies:new_person"), new_person(home)))
    set_password(link, PASSWORD)
    assert "used up or too old" in text(Client().get(link, follow=True))


@pytest.mark.parametrize("least", [8, 14])
def test_a_password_of_thirteen_letters_is_enough_or_not_as_the_setting_says(
    home: County, settings: Any, least: int
) -> None:
    validator = "django.contrib.auth.password_validation.MinimumLengthValidator"
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": validator, "OPTIONS": {"min_length": least}}]
    link = link_in(signed_in(home).post(reverse("agencies:new_person"), new_person(home)))
    assert set_password(link, "thirteen wide").status_code == (302 if least == 8 else 422)


def test_two_passwords_that_differ_are_told_at_the_field(home: County) -> None:
    link = link_in(signed_in(home).post(reverse("agencies:new_person"), new_person(home)))
    answer = set_password(link, PASSWORD, "something else than that")
    assert answer.status_code == 422 and "The two passwords differ." in text(answer)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"username": "CASE-WORKER.dane"}, "Somebody has this user name already"),
        ({"username": "nora new"}, "Use letters, digits"),
        ({"email": "nora at home"}, "Write the whole address"),
        ({"office": ""}, "Choose an office."),
        ({"role": DELEGATE}, "Choose one of those offered."),
        ({"first_day": "2026-02-30"}, "no such date"),
    ],
)
def test_what_is_wrong_with_a_new_person_is_told_and_what_was_typed_is_kept(
    home: County, wrong: dict[str, str], told: str
) -> None:
    answer = signed_in(home).post(reverse("agencies:new_person"), new_person(home, **wrong))
    assert answer.status_code == 422 and told in text(answer) and "Nora New" in answer.content.decode()
    assert not Person.objects.filter(name="Nora New").exists()


def test_the_office_of_another_agency_cannot_be_chosen(home: County) -> None:
    answer = signed_in(home).post(reverse("agencies:new_person"), new_person(home, office=str(rock().office.id)))
    assert answer.status_code == 422


def test_two_who_change_one_person_both_see_both(home: County) -> None:
    page, client = reverse("agencies:person", args=[home.worker.id]), signed_in(home)
    seen = hidden(client.get(page), "seen")
    told = {"name": "Alice First", "office": str(home.office.id), "seen": seen, "email": "", "extension": ""}
    assert client.post(page, told).status_code == 302
    second = signed_in(home, "system administrator").post(page, {**told, "name": "Alice Second"})
    assert second.status_code == 422
    assert "Saved meanwhile: Alice First" in text(second) and "Alice Second" in second.content.decode()
    assert Person.objects.get(id=home.worker.id).name == "Alice First"
    again = {**told, "name": "Alice Second", "seen": hidden(second, "seen")}
    assert client.post(page, again).status_code == 302
    assert Person.objects.get(id=home.worker.id).name == "Alice Second"


def test_who_is_let_go_is_signed_out_at_once_and_may_be_let_back(home: County) -> None:
    worker, page = signed_in(home, "case worker"), reverse("agencies:person_active", args=[home.worker.id])
    assert worker.get(reverse("desk:my_list")).status_code == 200
    signed_in(home).post(page, {"active": "no"})
    assert worker.get(reverse("desk:my_list")).status_code == 302
    signed_in(home).post(page, {"active": "yes"})
    assert signed_in(home, "case worker").get(reverse("desk:my_list")).status_code == 200


def test_a_reset_signs_out_and_gives_a_new_link(home: County) -> None:
    worker = signed_in(home, "case worker")
    answer = signed_in(home, "system administrator").post(reverse("agencies:reset", args=[home.worker.id]))
    assert worker.get(reverse("desk:my_list")).status_code == 302
    assert set_password(link_in(answer), PASSWORD).status_code == 302


def test_nobody_gives_ends_or_resets_what_is_their_own(home: County) -> None:
    me, client = home.people["agency director"], signed_in(home)
    own = Grant.objects.get(person=me)
    for page in ("person_active", "reset", "give_role"):
        assert client.get(reverse(f"agencies:{page}", args=[me.id])).status_code == 403
    assert client.get(reverse("agencies:end_role", args=[own.id])).status_code == 403


def test_a_role_is_given_from_a_day_and_ended_on_a_day(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    worker, client = home.worker, signed_in(home)
    told = {"role": "supervisor", "first_day": "2026-11-24", "last_day": ""}
    client.post(reverse("agencies:give_role", args=[worker.id]), told)
    assert signed_in(home, "case worker").get(reverse("desk:office_list")).status_code == 403
    grant = Grant.objects.get(person=worker, role="supervisor")
    client.post(reverse("agencies:end_role", args=[grant.id]), {"last_day": "2026-11-24"})
    for day, seen in ((24, 200), (25, 403)):
        monkeypatch.setattr(timezone, "now", lambda at=day: MON_23_NOV.replace(day=at))
        assert signed_in(home, "case worker").get(reverse("desk:office_list")).status_code == seen


def test_a_role_that_never_began_is_taken_back(home: County) -> None:
    told = {"role": "supervisor", "first_day": "2026-12-01", "last_day": ""}
    signed_in(home).post(reverse("agencies:give_role", args=[home.worker.id]), told)
    grant = Grant.objects.get(person=home.worker, role="supervisor")
    signed_in(home).post(reverse("agencies:end_role", args=[grant.id]), {"last_day": "2026-11-23"})
    assert not Grant.objects.filter(id=grant.id).exists()


@pytest.mark.parametrize(
    ("days", "told"),
    [(("2026-11-24", "2026-11-23"), "the last day is before the first"), (("2026-11-24", ""), "on some of these days")],
)
def test_a_role_on_impossible_days_is_refused(home: County, days: tuple[str, str], told: str) -> None:
    page = reverse("agencies:give_role", args=[home.worker.id])
    answer = signed_in(home).post(page, {"role": "case worker", "first_day": days[0], "last_day": days[1]})
    assert answer.status_code == 422 and told in text(answer)


def test_somebody_outside_is_given_a_role_that_shows_no_contact(home: County) -> None:
    outsider = rock().people["front desk"]
    told = {"username": outsider.username, "role": "reviewer", "first_day": "2026-11-23", "last_day": ""}
    assert signed_in(home).post(reverse("agencies:outside"), told).status_code == 302
    assert "Dane Agency" in text(_client(outsider).get(reverse("desk:agencies")))
    assert outsider.name in text(signed_in(home).get(reverse("agencies:outside")))
    refused = signed_in(home).post(reverse("agencies:outside"), {**told, "role": "supervisor"})
    assert refused.status_code == 422


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_manager_names_a_delegate_for_some_days_and_ends_it(home: County) -> None:
    client, worker = signed_in(home, DISTRICT_MANAGER), home.worker
    told = {"person": str(worker.id), "first_day": "2026-11-23", "last_day": "2026-11-27"}
    assert client.post(reverse("agencies:delegates"), {**told, "last_day": ""}).status_code == 422
    assert client.post(reverse("agencies:delegates"), told).status_code == 302
    assert signed_in(home, "case worker").get(reverse("desk:office_list")).status_code == 200
    assert signed_in(home, "case worker").get(reverse("agencies:delegates")).status_code == 403
    grant = Grant.objects.get(person=worker, role=DELEGATE)
    client.post(reverse("agencies:end_delegate", args=[grant.id]), {"last_day": "2026-11-22"})
    assert signed_in(home, "case worker").get(reverse("desk:office_list")).status_code == 403


def test_the_list_of_people_asks_no_more_for_more_people(home: County) -> None:
    client, counts = signed_in(home), []
    for number in (1, 20):
        for at in range(number):
            added = add_person(
                username=f"p{number}.{at}",
                name=f"P {number} {at}",
                office=home.office,
                password=None,
                actor=None,
                now=MON_23_NOV,
            )
            grant_role(added, ROLES[at % 4], agency=home.id, first_day=FIRST_DAY, actor=None, now=MON_23_NOV)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("agencies:people"))
        counts.append(sum(" FROM " in query["sql"] for query in asked))
    assert counts[0] == counts[1] <= 10


def test_people_of_another_agency_are_not_listed(home: County) -> None:
    other = rock()
    with speaking_for([other.id]):
        add_person(username="z.z", name="Zoe Zed", office=other.office, password=None, actor=None, now=MON_23_NOV)
    assert "Zoe Zed" not in text(signed_in(home).get(reverse("agencies:people")))
