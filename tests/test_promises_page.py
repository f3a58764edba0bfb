"""What is promised, for those whom a grant lets read it; and first pages that say what a role is for."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import MON_23_NOV, dane, from_the_state, prairie, rock
from csplan.agencies.roles import ABROAD, COUNTING, SAYS
from desks import signed_in
from pages import text

pytestmark = pytest.mark.django_db
PAGE = reverse("standards:promises")
READING = sorted(ABROAD - COUNTING)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)


def test_a_worker_reads_each_promise_with_its_time_for_whom_and_in_which_words() -> None:
    shown = text(signed_in(dane().worker).get(PAGE))
    assert "What Dane Agency promises" in shown
    assert "Customer phone call returned 1 business day from call received or voice mail received Custodial" in shown
    assert "Customer phone calls are returned within 1 business day of the call." in shown
    assert "Application provided, asked for in person the same day from application requested Everybody" in shown


@pytest.mark.parametrize("role", READING)
def test_who_only_reads_is_led_there_and_chooses_among_the_agencies_granted(role: str) -> None:
    counties = [dane(), rock()]
    other, client = prairie(), signed_in(from_the_state(counties)[role])
    first = client.get("/")
    assert SAYS[role] in text(first) and f'href="{PAGE}"' in first.content.decode()
    assert "Choose an agency" in text(client.get(PAGE))
    assert asked(client, counties[1].id)[1].count("business day") > 1
    assert asked(client, other.id)[0] == asked(client, "nonsense")[0] == 404


def test_an_agency_without_a_plan_says_so_and_not_a_dead_page() -> None:
    assert "No plan of Prairie Agency is in force here" in text(signed_in(prairie().worker).get(PAGE))


def test_the_system_administrator_reads_no_promises() -> None:
    assert signed_in(dane().people["system administrator"]).get(PAGE).status_code == 403


@pytest.mark.parametrize("role", ["front desk", "supervisor", "system administrator"])
def test_on_a_training_site_the_first_page_says_who_one_is_and_what_one_does(settings: object, role: str) -> None:
    settings.CSPLAN_DEMO = True  # type: ignore[attr-defined]
    client, person = Client(), dane().people[role]
    answer = client.post(reverse("agencies:sign_in_as"), {"person": str(person.id)}, follow=True)
    assert f"You are {person.name}, {role}. {SAYS[role]}" in text(answer)
    assert SAYS[role] not in re.sub(r"More.*", "", text(client.get(answer.redirect_chain[-1][0])))  # it is said once


def asked(client: Client, agency: UUID | str) -> tuple[int, str]:
    answer = client.get(PAGE, {"agency": str(agency)})
    return answer.status_code, text(answer)
