"""Whom the plan names as trained in the use of the TTY: who of them is here, and the days on which too few are."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from absent import leave
from cast import BEFORE, MON_23_NOV, County, dane
from csplan.agencies.actions import add_person
from csplan.agencies.models import Person
from csplan.agencies.people_actions import set_active
from pages import text
from read_pages import signed_in

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY = (MON_23_NOV.replace(day=day, hour=0) for day in (24, 25))


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    """A county whose plan names Alice and Bob Example, and regards two as sufficient."""
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    for name in ("Alice Example", "Bob Example"):
        username = name.lower().replace(" ", ".")
        add_person(username=username, name=name, office=county.office, password=None, actor=None, now=BEFORE)
    return county


def page(home: County) -> str:
    return text(signed_in(home, "supervisor").get("/away/"))


@pytest.mark.requirement("WI-CSP-TTY-06")
def test_a_day_on_which_fewer_trained_people_are_there_than_suffice_is_warned_of(home: County) -> None:
    assert "Too few" not in page(home) and "TEXT TELEPHONE (TTY) Alice Example, Bob Example" in page(home)
    leave(Person.objects.get(name="Alice Example"), TUESDAY, WEDNESDAY)
    assert "The plan regards 2 as sufficient. Too few are there all day on: Tue 24 Nov 2026 (1)." in page(home)
    leave(Person.objects.get(name="Bob Example"), TUESDAY.replace(hour=15), None)
    shown = page(home)
    assert "Tue 24 Nov 2026 (0), Wed 25 Nov 2026 (1)" in shown
    assert "Thu 26 Nov" not in shown.partition("Too few")[2]  # Thanksgiving: the office is closed


@pytest.mark.requirement("WI-CSP-TTY-07")
def test_the_list_of_trained_staff_is_the_plans_and_flagged_as_outdated_when_one_of_them_leaves(home: County) -> None:
    assert "outdated" not in page(home)
    bob = Person.objects.get(name="Bob Example")
    set_active(bob, False, actor=home.people["agency director"].id, now=MON_23_NOV)
    shown = page(home)
    assert "TEXT TELEPHONE (TTY) Alice Example" in shown or "Alice Example The plan" in shown
    assert "The plan's list is outdated: Bob Example does not work here." in shown
    assert "Mon 23 Nov 2026 (1)" in shown


def test_the_page_asks_no_more_for_more_absences(home: County) -> None:
    client, counts = signed_in(home, "supervisor"), []
    for day in (24, 25):
        leave(
            Person.objects.get(name="Alice Example"), MON_23_NOV.replace(day=day), MON_23_NOV.replace(day=day, hour=15)
        )
        client.get("/away/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/away/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
