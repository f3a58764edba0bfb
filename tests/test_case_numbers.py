"""Case numbers as people type them; and who had the case last, of those who can answer for it again."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.agencies.case_numbers import case_number
from csplan.agencies.models import Agency
from csplan.contacts.models import Contact
from desks import given_to
from pages import as_role, posted, text
from programs import a_call, program

pytestmark = pytest.mark.django_db
LAST = "who answered for this case last"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


@pytest.mark.parametrize(
    ("typed", "written"),
    [("1234567", "1234567"), (" 123 4567 ", "1234567"), ("123-45-67", "1234567"), ("12345", None), ("123456x", None)],
)
def test_spaces_and_hyphens_in_a_number_do_no_harm(typed: str, written: str | None) -> None:
    assert case_number(Agency(case_pattern="[0-9]{7,10}"), typed) == written


def test_where_the_case_system_writes_hyphens_they_stay() -> None:
    assert case_number(Agency(case_pattern="[0-9]{2}-[0-9]{4}"), "12-3456") == "12-3456"


def test_a_number_is_typed_as_it_is_read_out_on_every_door(home: County) -> None:
    call(home, FRI_20_NOV)
    said = {"kind": "call back", "party": "custodial parent", "owner": str(home.worker.id), "case_number": "123 4567"}
    assert LAST in text(as_role(home).post(reverse("contacts:known"), said))
    assert posted(as_role(home), reverse("contacts:log"), **said).status_code == 302
    assert program(home).post("/contacts", a_call(case_number="123-4567")).status_code == 201
    assert posted(as_role(home), reverse("desk:find_case"), case_number="123-4567").status_code == 302
    assert posted(as_role(home), reverse("contacts:find"), case_number="123 4567").status_code == 200
    assert {each.case.number for each in Contact.objects.select_related("case") if each.case} == {"1234567"}


def test_who_answered_last_is_proposed_only_where_they_can_answer_again(home: County) -> None:
    said, desk = {"case_number": "1234567", "party": "custodial parent"}, home.people["front desk"]
    given_to(call(home, MON_23_NOV, kind="answered live"), desk)
    assert LAST not in text(as_role(home, "front desk").post(reverse("contacts:known"), said))
    call(home, FRI_20_NOV)
    shown = text(as_role(home, "front desk").post(reverse("contacts:known"), said))
    assert "For Case Worker, who answered for this case last" in shown
    wrong = {**said, "kind": "call back", "last_owner": str(desk.id)}
    told = posted(as_role(home, "front desk"), reverse("contacts:log"), **wrong)
    assert told.status_code == 422 and "Whoever had the case last answers no contacts now." in text(told)
