"""The pages of offices, teams and of what an agency chooses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import MON_23_NOV, County, dane
from csplan.agencies.actions import choose
from csplan.agencies.choices import BadChoice, chosen
from csplan.agencies.models import Choice, Office, Team
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


def test_an_office_is_added_and_renamed_and_no_name_stands_twice(home: County) -> None:
    client, page = signed_in(home), reverse("agencies:offices")
    assert client.post(page, {"name": "Branch"}).status_code == 302
    assert client.post(page, {"name": "Branch"}).status_code == 422
    branch = reverse("agencies:office", args=[Office.objects.get(agency=home.id, name="Branch").id])
    seen = hidden(client.get(branch), "seen")
    assert client.post(branch, {"name": "Dane Office", "seen": seen}).status_code == 422
    assert client.post(branch, {"name": "Annex", "seen": seen}).status_code == 302
    both = client.post(branch, {"name": "Shed", "seen": seen})
    assert both.status_code == 422 and "Saved meanwhile: Annex" in text(both)


def test_a_team_is_added_joined_left_and_renamed(home: County) -> None:
    client = signed_in(home, "supervisor")
    client.post(reverse("agencies:teams"), {"name": "Intake", "office": str(home.office.id)})
    again = client.post(reverse("agencies:teams"), {"name": "Intake", "office": str(home.office.id)})
    assert again.status_code == 422
    team = Team.objects.get(agency=home.id)
    told = {"person": str(home.worker.id), "first_day": "2026-11-23"}
    for _ in range(2):
        client.post(reverse("agencies:join_team", args=[team.id]), told)
    member = team.members.get()
    client.post(reverse("agencies:leave_team", args=[member.id]), {"last_day": "2026-11-30"})
    member.refresh_from_db()
    assert member.last_day == date(2026, 11, 30)
    page = reverse("agencies:team", args=[team.id])
    seen = hidden(client.get(page), "seen")
    assert client.post(page, {"name": "Locate", "seen": seen}).status_code == 302
    assert "Locate" in text(client.get(reverse("agencies:teams")))


def chosen_by(client: Client, **said: str) -> Any:
    page = client.get(reverse("agencies:choices"))
    held = {name: str(value) for name, value in page.context["form"].initial.items()}
    return client.post(reverse("agencies:choices"), {**held, **said})


def test_the_director_chooses_and_the_page_shows_who_did(home: County) -> None:
    client = signed_in(home)
    assert chosen(home.id, "absences.greetings") is False
    assert chosen_by(client, absences_greetings="True").status_code == 302
    assert chosen(home.id, "absences.greetings") is True
    assert "Last changed by Agency Director on Mon 23 Nov 2026" in text(client.get(reverse("agencies:choices")))
    entries = Entry.objects.filter(agency=home.id, act="choose")
    chosen_by(client, absences_greetings="True")
    assert entries.count() == 1


def test_two_who_choose_at_once_both_see_both(home: County) -> None:
    client = signed_in(home)
    held = client.get(reverse("agencies:choices")).context["form"].initial
    choose(home.id, "absences.greetings", True, actor=None, now=MON_23_NOV)
    said = {name: str(value) for name, value in held.items()}
    answer = client.post(reverse("agencies:choices"), said)
    assert answer.status_code == 422 and "Saved meanwhile: Yes" in text(answer)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("clocks.warnings", True),
        ("clocks.warnings", "3 days"),
        ("desk.digest", "yes"),
        ("events.aim_minutes", True),
        ("events.aim_minutes", 0),
        ("events.aim_minutes", "15"),
    ],
)
def test_what_is_not_offered_is_not_chosen(home: County, name: str, value: Any) -> None:
    with pytest.raises(BadChoice, match=name):
        choose(home.id, name, value, actor=None, now=MON_23_NOV)
    assert not Choice.objects.filter(agency=home.id).exists()
