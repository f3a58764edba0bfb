"""A voice response system: its calls are offered and imported where the plan in force says that the agency has one."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from call_logs import a_log
from cast import FRI_20_NOV, MON_23_NOV, MON_23_NOV_CLOSE, County, county, dane
from csplan.clocks.models import Clock
from csplan.contacts.models import Contact
from ledgers import found
from pages import as_role, posted, text
from plan_files import changed
from programs import a_call, program

pytestmark = pytest.mark.django_db
LOG = a_log(
    "2026-11-20 16:50,Callback requested,608-555-0101,1234567",
    "2026-11-20 10:00,Self-service,608-555-0103,7654321",
    header="Start Time,Result,Caller,Case Number",
)
BUTTONS = ("IVR: wants a call back", "IVR: served by it")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    return _spoken_for(dane(), speaking)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None], tmp_path: Path) -> County:
    """A county whose plan says that it has a voice response system."""
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    return _spoken_for(county("dane", str(changed(tmp_path, ('ivr = "no"', 'ivr = "yes"')))), speaking)


def _spoken_for(of: County, speaking: Callable[..., None]) -> County:
    speaking(of.id)
    return of


def uploaded(client: Client) -> Any:
    file = io.BytesIO(LOG)
    file.name = "ivr.csv"
    return client.post("/imports/", {"file": file})


def explained(home: County, client: Client) -> str:
    """The address of an import of the log whose columns are explained, up to its values."""
    said = {"started": "0", "result": "1", "caller": "2", "case": "3", "written": "iso", "zone": "America/Chicago"}
    page = uploaded(client)["Location"]
    answer = client.post(page, {**said, "party": "custodial parent", "owner": str(home.worker.id)})
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.mark.requirement("WI-CSP-OPS-03")
def test_with_a_voice_response_system_in_the_plan_a_csv_of_its_calls_becomes_contacts_of_its_channel(
    home: County,
) -> None:
    client = as_role(home, "supervisor")
    page = explained(home, client)
    asked = client.get(page).content.decode()
    for value in ("ivr", "ivr call back"):  # guessed from the words of the log, and asked
        assert f'<option value="{value}" selected>' in asked
    preview = client.post(page, {"result-0": "ivr call back", "result-1": "ivr"})["Location"]
    shown = text(client.get(preview))
    assert all(says in shown for says in BUTTONS)
    client.get(client.post(preview)["Location"])
    waiting, served = Contact.objects.order_by("-received")
    assert [(each.channel, each.kind) for each in (waiting, served)] == [
        ("IVR", "ivr call back"),
        ("IVR", "ivr served"),
    ]
    assert [(clock.matter_id, clock.due) for clock in Clock.objects.all()] == [(waiting.matter_id, MON_23_NOV_CLOSE)]
    assert found(home.id) == []


@pytest.mark.requirement("WI-CSP-OPS-03")
def test_with_one_in_the_plan_the_pages_and_programs_log_its_calls(home: County) -> None:
    client = as_role(home)
    for page in ("contacts:log", "contacts:batch", "contacts:sheet"):
        assert all(says.lower() in text(client.get(reverse(page))).lower() for says in BUTTONS)
    said = {"party": "custodial parent", "owner": str(home.worker.id), "kind": "ivr call back"}
    page = posted(client, reverse("contacts:log"), **said).url
    assert "IVR: wants a call back" in text(client.get(page))
    assert posted(client, f"{page}returned/", when="now", information="balance").status_code == 302
    assert Clock.objects.get().met == MON_23_NOV
    made = program(home).post("/contacts", a_call(kind=None, channel="IVR", direction="in", case_number="7654321"))
    assert made.status_code == 422 and "ivr call back, ivr served" in made.json()["errors"][0]["remedy"]
    assert program(home).post("/contacts", a_call(kind="ivr call back")).json()["channel"] == "IVR"


@pytest.mark.requirement("WI-CSP-OPS-03")
def test_without_one_nothing_of_it_is_offered_nor_taken(without: County) -> None:
    client = as_role(without, "supervisor")
    for page in ("contacts:log", "contacts:batch", "contacts:sheet"):
        assert "IVR" not in text(client.get(reverse(page)))
    said = {"party": "custodial parent", "owner": str(without.worker.id), "kind": "ivr call back"}
    assert posted(client, reverse("contacts:log"), **said).status_code == 422
    row = {"0-day": "2026-11-20", "0-time": "09:00", "0-party": "custodial parent", "0-owner": str(without.worker.id)}
    assert posted(client, reverse("contacts:batch"), **row, **{"0-kind": "ivr call back"}).status_code == 422
    refused = program(without).post("/contacts", a_call(kind="ivr call back", received=FRI_20_NOV.isoformat()))
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "kind"
    page = explained(without, client)
    assert 'value="ivr' not in client.get(page).content.decode()
    answer = client.post(page, {"result-0": "ivr call back", "result-1": "ivr"})
    assert answer.status_code == 422 and not Contact.objects.exists()


def test_what_a_file_was_remembered_to_mean_holds_no_longer_than_the_plan_says_so(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_role(home, "supervisor")
    client.post(explained(home, client), {"result-0": "ivr call back", "result-1": "ivr"})
    monkeypatch.setattr("csplan.contacts.offered.plan_says", lambda *_: False)
    shown = text(client.get("/imports/"))
    assert "ivr.csv" in shown
    again = client.get(uploaded(client)["Location"], follow=True)
    assert "has no meaning yet" in text(again)
