"""A page that was sent already and comes back with other words, by Back in the browser: nothing is dropped unsaid."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from absent import leave
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.contacts.models import Contact
from pages import text
from read_pages import hidden

pytestmark = pytest.mark.django_db
ANOTHER = "This page was sent before, and what it said then is recorded."


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


@pytest.fixture
def sent(home: County) -> dict[str, str]:
    """A form as a browser sent it once, a minute ago."""
    told = {"key": str(uuid4()), "kind": "call back", "party": "custodial parent", "owner": str(home.worker.id)}
    told |= {"case_number": "1234567", "reason": "asks 123-45-6789", "number": "608-555-0100"}
    assert log(home, told).status_code == 302
    return told


def client_of(home: County, role: str = "front desk") -> Client:
    client = Client()
    client.force_login(home.people[role])
    return client


def log(home: County, told: dict[str, str]) -> Any:
    return client_of(home).post(reverse("contacts:log"), told)


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV + timedelta(minutes=1))


@pytest.mark.parametrize(
    "changed",
    [
        *({"reason": "another caller"}, {"party": "non-custodial parent"}, {"kind": "voice mail"}),
        *({"case_number": ""}, {"number": "608-555-0199"}, {"kind": "", "earlier": "call back", "time": "09:00"}),
    ],
)
def test_other_words_under_the_same_key_are_no_record_and_the_next_press_makes_one(
    home: County, sent: dict[str, str], monkeypatch: pytest.MonkeyPatch, changed: dict[str, str]
) -> None:
    later(monkeypatch)
    told = {**sent, "day": "2026-11-23" if "time" in changed else "", **changed}
    answer = log(home, told)
    assert answer.status_code == 422 and ANOTHER in text(answer) and Contact.objects.count() == 1
    assert log(home, {**told, "key": hidden(answer, "key")}).status_code == 302
    assert Contact.objects.count() == 2


def test_another_owner_is_no_silent_change(home: County, sent: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch)
    assert ANOTHER in text(log(home, {**sent, "owner": str(home.people["supervisor"].id)}))
    assert Contact.objects.get().matter.owner == home.worker


def test_the_same_words_again_are_the_same_contact(
    home: County, sent: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    assert log(home, sent).url == reverse("desk:contact", args=[Contact.objects.get().id])


def test_who_takes_over_is_shown_as_away_and_is_somebody_who_answers(home: County) -> None:
    supervisor, front_desk = home.people["supervisor"], home.people["front desk"]
    leave(supervisor, MON_23_NOV, MON_23_NOV + timedelta(days=2), now=FRI_20_NOV)
    contact, letter = call(home, FRI_20_NOV), call(home, FRI_20_NOV, kind="letter")
    client = client_of(home, "case worker")
    for page in (
        reverse("contacts:hand_over", args=[contact.id]),
        reverse("contacts:handled", args=[letter.id, "pass-on"]),
    ):
        shown = client.get(page).content.decode()
        assert f"{supervisor.name} (away until" in shown and f">{front_desk.name}<" not in shown


def test_the_cursor_stands_in_the_first_field_that_is_wrong(home: County) -> None:
    answer = log(home, {"key": str(uuid4()), "kind": "call back", "party": "custodial parent"})
    form = answer.context["form"]
    assert [name for name in form.fields if "autofocus" in str(form[name])] == ["owner"]
    assert answer.content.decode().count("autofocus") == 1


@pytest.mark.parametrize(
    ("role", "page"),
    [
        *(("front desk", "contacts:log"), ("case worker", "desk:my_list"), ("supervisor", "desk:my_list")),
        *(("agency director", "desk:office_list"), ("system administrator", "agencies:people")),
    ],
)
def test_each_role_begins_where_its_work_is(home: County, role: str, page: str) -> None:
    assert client_of(home, role).get("/").url == reverse(page)  # type: ignore[attr-defined]
