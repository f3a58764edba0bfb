"""A call logged once more by mistake, from a page fetched anew: asked about, and recorded where somebody says so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cast import MON_23_NOV, County, dane
from csplan.contacts.models import Contact
from pages import as_role, text
from read_pages import hidden

pytestmark = pytest.mark.django_db
ASKS = "This was recorded at Mon 23 Nov 2026 10:00 CST already. Is this another contact?"
SAID = {"kind": "call back", "party": "custodial parent", "case_number": "1234567", "reason": "asks about a payment"}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    at(monkeypatch, MON_23_NOV)
    found = dane()
    speaking(found.id)
    assert log(found).status_code == 302
    at(monkeypatch, MON_23_NOV + timedelta(minutes=3))
    return found


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def log(home: County, role: str = "front desk", **changed: str) -> Any:
    told = {"key": str(uuid4()), "owner": str(home.worker.id), **SAID, **changed}
    return as_role(home, role).post(reverse("contacts:log"), told)


def test_an_equal_contact_under_another_key_is_asked_about_and_recorded_where_somebody_says_so(home: County) -> None:
    answer = log(home)
    assert answer.status_code == 422 and ASKS in text(answer) and Contact.objects.count() == 1
    assert 'value="1234567"' in answer.content.decode()
    first = Contact.objects.get()
    assert log(home, key=hidden(answer, "key"), another=str(first.id)).status_code == 302
    assert Contact.objects.count() == 2
    assert ASKS.replace("10:00", "10:03") in text(log(home, another=str(first.id)))  # now of the second one


@pytest.mark.parametrize(
    "changed",
    [
        *({"reason": "another"}, {"number": "608-555-0100"}, {"case_number": "7654321"}, {"kind": "voice mail"}),
        *({"party": "non-custodial parent"}, {"case_number": ""}, {"role": "case worker"}, {"name": "x"}),
        *({"information": "told"}, {"kind": "", "earlier": "call back", "day": "2026-11-23", "time": "09:00"}),
    ],
)
def test_what_says_something_else_is_not_asked_about(home: County, changed: dict[str, str]) -> None:
    assert log(home, **changed).status_code == 302 and Contact.objects.count() == 2


def test_another_owner_is_another_contact(home: County) -> None:
    assert log(home, owner=str(home.people["supervisor"].id)).status_code == 302


def test_an_equal_call_of_an_hour_later_is_a_new_call(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MON_23_NOV + timedelta(hours=1))
    assert log(home).status_code == 302


def test_the_same_earlier_time_twice_is_asked_about(home: County) -> None:
    earlier = {"kind": "", "earlier": "call back", "day": "2026-11-23", "time": "09:00"}
    assert log(home, **earlier).status_code == 302
    assert log(home, **earlier).status_code == 422 and Contact.objects.count() == 2


def test_an_employers_call_on_a_case_is_asked_about_too(home: County) -> None:
    employer = {"party": "employer", "name": "Acme"}
    assert log(home, **employer).status_code == 302 and log(home, **employer).status_code == 422


def test_the_page_lets_the_browser_restore_the_case_number(home: County) -> None:
    page = as_role(home, "front desk").get(reverse("contacts:log"))
    assert "autocomplete" not in str(page.context["form"]["case_number"])


def test_asking_costs_logging_no_query(home: County) -> None:
    log(home, reason="so that what is read once is read")
    counts = []
    for without in (False, True):
        with CaptureQueriesContext(connection) as asked:
            assert log(home, reason=f"another {without}").status_code == 302
        counts.append([each for each in asked if "contacts_casereference" in each["sql"]])
    assert [len(each) for each in counts] == [1, 1]
