"""What a program says of a contact beside the usual: an interpreter, where a call went; before there is a calendar."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from absent import leave
from cast import FRI_20_NOV, MON_23_NOV, County, dane
from csplan.agencies.models import CalendarEdition
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Contact
from csplan.events.models import TYPED, Event, Owed
from programs import Program, a_call, program

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    return dane()


@pytest.fixture
def phone(home: County) -> Program:
    return program(home)


def contacts_of(home: County) -> int:
    with speaking_for([home.id]):
        return Contact.objects.filter(agency=home.id).count()


SPOKEN: dict[str, Any] = {
    "case_kind": "Non IV-D",
    "language": "Hmong",
    "interpreter_from": "family or friend",
    "interpreter": "Mai Vue",
    "interpreter_as": "sister",
    "interpreter_minutes": 12,
    "telephone": "608 555 0100",
}


def test_an_interpreter_with_name_and_relationship_and_the_kind_of_case_come_in_and_back_and_stand_on_the_page(
    home: County, phone: Program
) -> None:
    made = phone.post("/contacts", a_call(**SPOKEN)).json()
    assert {name: made[name] for name in SPOKEN} == SPOKEN
    assert made["concerns"] == "custodial parent"
    client = Client()
    client.force_login(home.worker)
    page = client.get(made["page"]).content.decode()
    assert all(said in page for said in ("Mai Vue", "sister", "Hmong", "Non IV-D"))
    told = {"kind": "third party", "party": "third party", "source": "employer", "information": "a new address"}
    third = phone.post("/contacts", a_call(**told, owner=None, concerns="non-custodial parent", name="Acme")).json()
    assert (third["source"], third["concerns"]) == ("employer", "non-custodial parent")


@pytest.mark.requirement("WI-CSP-LEP-04")
@pytest.mark.parametrize("field", ["charge", "interpreter_charge", "interpreter_cost"])
def test_no_interpretation_that_a_program_records_carries_a_charge(home: County, phone: Program, field: str) -> None:
    refused = phone.post("/contacts", a_call(**SPOKEN, **{field: "12.50"}))
    assert refused.status_code == 422 and [each["field"] for each in refused.json()["errors"]] == [field]
    assert contacts_of(home) == 0
    assert not {"charge", "cost"} & {
        word for name in phone.post("/contacts", a_call()).json() for word in name.split("_")
    }


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_call_for_somebody_who_was_away_asks_the_program_where_it_went(home: County, phone: Program) -> None:
    covers = home.people["supervisor"]
    with speaking_for([home.id]):
        leave(home.worker, FRI_20_NOV.replace(hour=12), MON_23_NOV.replace(day=25), cover=covers, redirected=True)
    asked = phone.post("/contacts", a_call())
    wrong = asked.json()["errors"][0]
    assert (asked.status_code, wrong["field"]) == (422, "redirect")
    assert "Case Worker is away until Wed 25 Nov 2026 10:00 CST" in wrong["what"]
    assert "'keep'" in wrong["remedy"] and "'cover', if it went on to Supervisor" in wrong["remedy"]
    goes, stays = (phone.post("/contacts", a_call(redirect=each)).json() for each in ("cover", "keep"))
    assert (goes["owner"]["name"], goes["redirected_from"]["name"]) == ("Supervisor", "Case Worker")
    assert [clock["due"] for clock in goes["clocks"]] == ["2026-11-23T16:30:00-06:00"]
    assert (stays["owner"]["name"], stays["redirected_from"]) == ("Case Worker", None)
    assert [clock["due"] for clock in stays["clocks"] if clock["leads"]] == ["2026-12-01T16:30:00-06:00"]
    there = phone.post("/contacts", a_call(redirect="cover", received=FRI_20_NOV.replace(hour=9).isoformat())).json()
    assert (there["owner"]["name"], there["redirected_from"]) == ("Case Worker", None)


def test_nothing_goes_on_to_a_cover_that_there_is_not(home: County, phone: Program) -> None:
    with speaking_for([home.id]):
        leave(home.worker, FRI_20_NOV.replace(hour=12), None)
    answer = phone.post("/contacts", a_call(redirect="cover"))
    assert answer.status_code == 422 and "there is no cover" in answer.json()["errors"][0]["remedy"]
    assert contacts_of(home) == 0


def test_before_the_office_has_confirmed_its_calendar_a_program_is_told_so(home: County, phone: Program) -> None:
    with speaking_for([home.id]):
        CalendarEdition.objects.filter(agency=home.id).delete()
    for answer in (phone.post("/contacts", a_call()), phone.get("/due")):
        assert answer.status_code == 409
        assert answer.json()["detail"] == "the office has confirmed no calendar"
        assert "a supervisor has to confirm one" in answer.json()["remedy"]
    assert contacts_of(home) == 0


TOLD: dict[str, Any] = {
    "information": "balance explained",
    "in_case_system": False,
    "telephone": "608 555 0100",
    "language": "Hmong",
    "interpreter_from": "Language Line",
    "interpreter": "4711",
    "interpreter_as": "telephone interpreter",
    "interpreter_minutes": 12,
}


@pytest.mark.requirement("WI-CSP-KIDS-09")
def test_what_was_told_comes_in_and_back_with_contacts_and_attempts_and_its_event_is_owed(
    home: County, phone: Program
) -> None:
    live = phone.post("/contacts", a_call(kind="answered live", owner=None, **TOLD)).json()
    assert {name: live[name] for name in TOLD} == TOLD and live["outcome"] == "answered"
    contact = phone.post("/contacts", a_call()).json()
    tries = f"/contacts/{contact['key']}/attempts"
    at = {"happened": MON_23_NOV.isoformat()}
    busy = phone.post(tries, {"reached": False, **at, "outcome": "busy", "telephone": "608 555 0199"}).json()
    assert [(each["outcome"], each["telephone"]) for each in busy["attempts"]] == [("busy", "608 555 0199")]
    refused = phone.post(tries, {"reached": True, **at, "outcome": "busy"})
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "outcome"
    back = phone.post(tries, {"reached": True, **at, **TOLD}).json()["attempts"][-1]
    assert {name: back[name] for name in TOLD} == TOLD and back["outcome"] == "reached"
    with speaking_for([home.id]):
        assert Owed.objects.filter(agency=home.id).count() == 2 and not Event.objects.exists()


@pytest.mark.requirement("WI-CSP-KIDS-09")
def test_what_a_program_says_was_typed_in_the_case_system_first_owes_no_event(home: County, phone: Program) -> None:
    contact = phone.post("/contacts", a_call()).json()
    reached = {"reached": True, "happened": MON_23_NOV.isoformat(), "in_case_system": True}
    assert phone.post(f"/contacts/{contact['key']}/attempts", reached).json()["attempts"][0]["in_case_system"]
    live = a_call(kind="answered live", owner=None, information="balance", in_case_system=True)
    assert phone.post("/contacts", live).json()["in_case_system"]
    with speaking_for([home.id]):
        assert not Owed.objects.exists() and [each.how for each in Event.objects.all()] == [TYPED, TYPED]
