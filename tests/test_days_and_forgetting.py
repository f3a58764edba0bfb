"""Roles turn at the agency's own midnight; lists of people hold people; what only knows things again is forgotten."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from call_logs import imported
from cast import CENTRAL, MON_23_NOV, County, dane
from csplan.adapters.api.models import Receipt
from csplan.adapters.imports.models import Line
from csplan.agencies.actions import grant_role
from csplan.agencies.roles import DIRECTOR
from csplan.agencies.work import make_rounds
from csplan.contacts.models import Contact
from ledgers import found
from pages import text
from programs import a_call, program
from read_pages import signed_in

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 11, 23, 19, 30, tzinfo=CENTRAL)  # Tuesday already, where it is UTC
KEPT = timedelta(days=400)


@pytest.fixture
def home(speaking: Callable[..., None]) -> County:
    county = dane()
    speaking(county.id)
    return county


def work_done(at: datetime) -> set[str]:
    """The rounds that a worker makes at an instant."""
    return set(make_rounds("a", lambda: at))


@pytest.mark.parametrize(
    ("at", "sees"),
    [
        (LATE - timedelta(days=1), False),
        (LATE, True),
        (LATE.replace(hour=23, minute=59), True),
        (LATE + timedelta(hours=5), False),
    ],
)
def test_a_role_for_a_day_begins_and_ends_at_the_midnight_of_the_agency(
    home: County, monkeypatch: pytest.MonkeyPatch, at: datetime, sees: bool
) -> None:
    day = date(2026, 11, 23)
    grant_role(home.worker, DIRECTOR, agency=home.id, actor=None, now=MON_23_NOV, first_day=day, last_day=day)
    monkeypatch.setattr(timezone, "now", lambda: at)
    client = Client()
    client.force_login(home.worker)
    assert client.get(reverse("agencies:choices")).status_code == (200 if sees else 403)


@pytest.mark.parametrize(("at", "status"), [(LATE, 200), (LATE + timedelta(hours=5), 401)])
def test_a_token_opens_until_the_midnight_of_the_agency(
    home: County, monkeypatch: pytest.MonkeyPatch, at: datetime, status: int
) -> None:
    phone = program(home, last_day=date(2026, 11, 23))
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert phone.get("/due").status_code == status


def test_the_day_offered_first_is_that_of_the_agency(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATE)
    page = signed_in(home).get(reverse("agencies:give_role", args=[home.worker.id])).content.decode()
    assert 'value="2026-11-23"' in page and "2026-11-24" not in page


def test_programs_stand_on_the_page_of_tokens_and_not_among_people(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    program(home)
    client = signed_in(home)
    assert "phone system" not in text(client.get(reverse("agencies:people")))
    assert "phone system" in text(client.get(reverse("tokens:list")))


def test_receipts_are_forgotten_after_the_days_set_and_nothing_is_recorded_twice_all_the_same(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    phone = program(home)
    first = phone.post("/contacts", a_call(), key="call 17").json()
    for at, left in ((MON_23_NOV + KEPT, 1), (MON_23_NOV + KEPT + timedelta(days=1), 0)):
        assert "api.receipts" in work_done(at)
        assert Receipt.objects.filter(agency=home.id).count() == left
    assert phone.post("/contacts", a_call(), key="call 17").json()["key"] == first["key"]
    assert Contact.objects.count() == 1 and found(home.id) == []


def test_lines_of_old_imports_are_forgotten_after_the_days_set(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    imported(home)
    assert Line.objects.filter(agency=home.id).exists()
    for at, left in ((MON_23_NOV + KEPT, True), (MON_23_NOV + KEPT + timedelta(days=1), False)):
        work_done(at)
        assert Line.objects.filter(agency=home.id).exists() == left
    assert found(home.id) == []
