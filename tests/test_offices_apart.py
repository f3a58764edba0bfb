"""The offices of one agency: who sees the contacts of one, and who those of all."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.agencies.actions import add_office, confirm_calendar
from csplan.agencies.models import Person
from csplan.agencies.roles import AGENCY, EVERY_OFFICE
from csplan.policy.calendars import named_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


@pytest.mark.parametrize("role", sorted(AGENCY))
def test_of_another_office_a_contact_opens_for_who_answers_for_all_offices_alone(home: County, role: str) -> None:
    contact, client = call(home, FRI_20_NOV), Client()
    annex = add_office(home.id, "Annex", actor=None, now=MON_23_NOV)
    confirm_calendar(annex, named_calendar("us-wi"), actor=None, why="test", now=MON_23_NOV)
    client.force_login(home.people[role])
    page = reverse("desk:contact", args=[contact.id])
    assert client.get(page).status_code == 200
    Person.objects.filter(id=home.people[role].id).update(office=annex)
    assert client.get(page).status_code == (200 if role in EVERY_OFFICE else 404)
