"""A case without services: payments are explained to who is identified, all else needs an application."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import MON_23_NOV, County, call, dane
from csplan.cli.main import main
from csplan.clocks.models import Clock
from csplan.contacts.models import Attempt, Contact
from csplan.events.models import Owed
from ledgers import found
from pages import as_role, posted, text
from programs import a_call, program

pytestmark = pytest.mark.django_db
BARE = {"case_kind": "Non IV-D", "party": "custodial parent", "case_number": "1234567"}
OFFERED = ("application in person", "application by telephone", "application in writing")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found_county = dane()
    speaking(found_county.id)
    return found_county


def log(home: County, **said: str) -> Any:
    return posted(as_role(home), reverse("contacts:log"), **{"owner": str(home.worker.id), **said})


def field_error(page: Any, name: str) -> str:
    """What a page says at one field."""
    told = page.content.decode().partition(f'id="id_{name}_error">')[2]
    return str(told.partition("<")[0])


@pytest.mark.requirement("WI-CSP-NONIVD-01")
def test_distribution_is_explained_on_a_non_iv_d_case_only_when_it_is_said_how_the_identification_was_verified(
    home: County,
) -> None:
    explained = {**BARE, "kind": "answered live", "service": "payments explained", "reason": "kept"}
    refused = log(home, **explained)
    assert refused.status_code == 422 and not Contact.objects.exists()
    assert "Say how the identification was verified" in field_error(refused, "identified")
    assert 'value="kept"' in refused.content.decode()
    page = text(as_role(home).get(log(home, **explained, identified="driver's license")["Location"]))
    assert "Done on the case Payment, allocation or distribution explained" in page
    assert "Identification verified driver's license" in page
    assert Owed.objects.get().why == "something was done on the case"
    assert "Identification verified: driver's license." in page  # of the event
    other = {**explained, "case_kind": "IV-D", "case_number": "7654321"}
    assert log(home, **other).status_code == 302
    assert found(home.id) == []


@pytest.mark.requirement("WI-CSP-NONIVD-04", "WI-CSP-APP-04", "WI-CSP-APP-05")
@pytest.mark.parametrize("service", ["locate", "employment verified", "enforcement"])
@pytest.mark.parametrize(
    ("instead", "standard", "within"),
    [
        ("application in person", "app.in_person", "0 days"),
        ("application by telephone", "app.remote", "5 working days"),
        ("application in writing", "app.remote", "5 working days"),
    ],
)
def test_what_needs_services_is_refused_and_an_application_offered_whose_clock_starts(
    home: County, service: str, instead: str, standard: str, within: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done = {**BARE, "kind": "reached", "service": service}
    refused = log(home, **done)
    assert refused.status_code == 422 and not Contact.objects.exists()
    assert "not done without an application" in field_error(refused, "service")
    offer = refused.content.decode().partition("<form")[2].partition("Case number")[0]
    assert all(f'name="kind" value="{each}"' in offer for each in OFFERED)
    asked = log(
        home, **{**done, "kind": instead}
    )  # the button of the page that was refused, with all that stands in it
    contact, clock = Contact.objects.get(), Clock.objects.get(standard=standard)
    assert (contact.service, clock.standard, str(contact.case)) == ("", standard, "KIDS 1234567")
    main(["due", "--at", "2026-11-23T10:00", "--within", within, "--calendar", "us-wi-example"])
    (due,) = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-\d\d:\d\d", capsys.readouterr().out)
    assert clock.due == datetime.fromisoformat(due)
    posted(as_role(home), f"{asked['Location']}done/provide-application/", when="now")
    assert Clock.objects.get(id=clock.id).met == MON_23_NOV
    assert found(home.id) == []


@pytest.mark.requirement("WI-CSP-NONIVD-04")
def test_a_return_is_held_to_the_kind_that_was_said_last_of_the_case(home: County) -> None:
    log(home, **BARE, kind="answered live")
    contact, client = call(home, MON_23_NOV), as_role(home)
    page = reverse("contacts:returned", args=[contact.id])
    told = {"when": "now", "information": "was told"}
    refused = posted(client, page, **told, service="locate")
    assert refused.status_code == 422 and not Attempt.objects.exists()
    assert "not done without an application" in field_error(refused, "service")
    assert 'value="application by telephone"' in refused.content.decode()
    assert "Say how" in field_error(posted(client, page, **told, service="payments explained"), "identified")
    assert posted(client, page, **told, service="payments explained", identified="birth date").status_code == 302
    known = posted(client, reverse("contacts:known"), case_number="1234567", party="custodial parent")
    assert "nothing else is done without an application" in text(known)
    log(home, **{**BARE, "case_kind": "IV-D"}, kind="answered live", day="", service="locate")
    assert Contact.objects.filter(service="locate").count() == 1  # what is said now, holds


def test_the_page_of_a_non_iv_d_contact_offers_an_application_and_one_that_does_not_say_its_kind_is_asked(
    home: County,
) -> None:
    page = log(home, **BARE, kind="answered live")["Location"]
    shown = as_role(home).get(page).content.decode()
    assert all(f'value="{each}"' in shown for each in OFFERED)
    unsaid = log(home, kind="answered live", party="custodial parent", case_number="7654321", service="locate")
    assert unsaid.status_code == 422 and "Say what kind of case it is" in field_error(unsaid, "case_kind")


@pytest.mark.requirement("WI-CSP-NONIVD-01", "WI-CSP-NONIVD-04")
def test_a_program_is_held_to_the_same(home: County) -> None:
    phone, live = program(home), {"kind": "answered live", "owner": None, "case_kind": "Non IV-D"}
    for said, field in (({"service": "locate"}, "service"), ({"service": "payments explained"}, "identified")):
        refused = phone.post("/contacts", a_call(**live, **said))
        assert refused.status_code == 422 and [each["field"] for each in refused.json()["errors"]] == [field]
    taken = phone.post("/contacts", a_call(**live, service="payments explained", identified="PIN")).json()
    assert (taken["service"], taken["identified"]) == ("payments explained", "PIN")
    contact = phone.post("/contacts", a_call()).json()
    reached = {"reached": True, "happened": MON_23_NOV.isoformat(), "service": "enforcement"}
    refused = phone.post(f"/contacts/{contact['key']}/attempts", reached)
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "service"
