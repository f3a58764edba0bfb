"""csplan demo makes up a training site of any size and serves it; csplan serve runs any site."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from time import sleep

import pytest
from django.test import Client
from django.utils import timezone

from cast import CENTRAL, FIRST_DAY, MON_23_NOV
from csplan.agencies.models import Agency, Grant, Office, Person
from csplan.agencies.roles import ROLES, SUPERVISOR
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.clocks.models import Clock, Warned
from csplan.contacts.models import Contact
from csplan.contacts.open_contacts import is_open
from csplan.outbox.rounds import registered
from csplan.policy.calendars import named_calendar
from csplan.site.demo.open_time import OpenTime
from csplan.site.demo.roster import roster
from csplan.site.demo.state import Opened, grant_roles, opened_agency, prepare_demo
from csplan.site.demo.today import Today, today
from ledgers import found
from pages import text


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a training site that runs until the end of the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    around = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "csplan", "demo", "--contacts", "100", "--port", str(port)]
    with subprocess.Popen(
        command, env={**around, "CSPLAN_STATE": str(tmp_path)}, stdout=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout
        said = [next(served.stdout), next(served.stdout)]
        assert f"http://127.0.0.1:{port}/" in said[1]
        _wait_for(port)
        yield port
        worker = _worker_of(tmp_path)
        served.terminate()
    _wait_until_gone(worker)


def _worker_of(state: Path) -> int:
    """The process that works in the background beside the site: it says itself that it lives."""
    around = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    asked = [sys.executable, "-m", "csplan", "work", "--demo", "--status", "--json"]
    for _ in range(20):
        told = subprocess.run(asked, env={**around, "CSPLAN_STATE": str(state)}, capture_output=True, text=True)
        if told.returncode == 0:
            return int(json.loads(told.stdout)["workers"][0]["name"].rpartition(":")[2])
    raise AssertionError("no worker runs beside the training site")


def _wait_until_gone(process: int) -> None:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        sleep(0.1)
    raise AssertionError("the worker outlives the site beside which it works")


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise AssertionError("the site does not answer")


def get(port: int, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_training_site_is_served_with_its_style_sheets_and_people(port: int) -> None:
    status, page = get(port, "/sign-in/")
    assert status == 200 and "TRAINING SITE" in page and "Alice Worker, case worker" in page
    for sheet in re.findall(r'href="(/static/[^"]+)"', page):
        assert get(port, sheet)[0] == 200


def test_a_port_that_cannot_be_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0"]) == 2
    assert capsys.readouterr().err == "csplan: --port is from 1 to 65535; give such a number\n"


@pytest.mark.parametrize(("option", "value"), [("--contacts", "0"), ("--contacts", "100000000"), ("--port", "70000")])
def test_a_demo_that_cannot_be_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    assert main(["demo", option, value]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.fixture
def demo(db: None) -> None:
    """The demo state in the database."""
    prepare_demo(MON_23_NOV, contacts=600)


def test_the_demo_state_has_71_counties_two_states_and_people_in_every_role(demo: None) -> None:
    assert Agency.objects.filter(name__endswith="County Child Support Agency").count() == 71
    assert set(Agency.objects.values_list("state", flat=True)) == {"us-wi", "us-wy"}
    assert set(Grant.objects.values_list("role", flat=True)) == set(ROLES)
    assert not any(person.has_usable_password() for person in Person.objects.all())


def test_one_small_county_of_the_demo_is_still_to_confirm_its_calendar(
    demo: None, speaking: Callable[..., None]
) -> None:
    speaking(*Agency.objects.values_list("id", flat=True))
    without = Office.objects.filter(calendaredition=None)
    assert [str(office.agency) for office in without] == ["Florence County Child Support Agency"]
    client = Client()
    client.force_login(Person.objects.get(grants__role=SUPERVISOR, agency=without[0].agency))
    shown = client.get("/calendar/first/").content.decode()
    assert "Confirm the calendar of Florence County Courthouse" in shown and "the hours of your plan" in shown


def test_the_demo_state_has_open_clocks_and_kept_ones_and_its_ledger_holds(demo: None) -> None:
    agency = Agency.objects.get(name__startswith="Dane")
    with speaking_for([agency.id]):
        clocks = Clock.objects.filter(agency=agency)
        assert clocks.filter(met=None).exists()
        assert clocks.exclude(met=None).count() > clocks.filter(met=None).count()
        assert Contact.objects.filter(agency=agency).earliest("received").received < MON_23_NOV - timedelta(days=300)
    assert found(agency.id) == []


def test_the_background_work_of_the_demo_state_goes_well_and_warns(demo: None) -> None:
    at = MON_23_NOV.replace(hour=14)
    for each in registered():
        each.do(at)
    agency = Agency.objects.get(name__startswith="Dane")
    with speaking_for([agency.id]):
        assert Warned.objects.filter(agency=agency).exists()


@pytest.fixture
def dane(db: None) -> Opened:
    """The county that the guides name, as it stands before its days begin."""
    begin = MON_23_NOV - timedelta(days=365)
    opened = opened_agency(roster(begin.date(), 935)[0], begin)
    grant_roles(opened, {}, begin)
    return opened


def gone_on(opened: Opened, now: datetime, speaking: Callable[..., None]) -> list[Contact]:
    """The contacts of what goes on there at an instant, the last one received first."""
    speaking(opened.first.agency_id)
    today(opened.first, opened.people, named_calendar("us-wi-example"), now)
    assert found(opened.first.agency_id) == []
    return list(Contact.objects.select_related("matter__owner").order_by("-received"))


def test_a_call_of_the_voice_response_system_waits_in_the_county_that_the_guides_name(
    dane: Opened, speaking: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    waiting, served = [each for each in gone_on(dane, MON_23_NOV, speaking) if each.channel == "IVR"]
    assert (waiting.kind, served.kind) == ("ivr call back", "ivr served")
    alice = _as(waiting.matter.owner)
    assert "IVR: wants a call back" in text(alice.get(f"/contacts/{waiting.id}/"))
    assert waiting.reason in text(alice.get("/due/"))
    assert "IVR: served by it" in text(alice.get("/calls/new/"))


def test_a_voice_mail_of_saturday_is_received_on_monday_in_the_county_that_the_guides_name(
    dane: Opened, speaking: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    (kept,) = [each for each in gone_on(dane, MON_23_NOV, speaking) if each.happened < each.received]
    assert kept.kind == "voice mail" and is_open(kept)
    shown = text(_as(kept.matter.owner).get(f"/contacts/{kept.id}/"))
    assert "Happened Sat 21 Nov 2026 18:05 CST Received Mon 23 Nov 2026 08:10 CST" in shown


def test_a_voice_mail_of_saturday_is_returned_by_tuesday(dane: Opened, speaking: Callable[..., None]) -> None:
    contacts = gone_on(dane, MON_23_NOV + timedelta(days=1), speaking)
    (kept,) = [each for each in contacts if each.happened < each.received]
    assert not is_open(kept)


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("now", "saturday", "received"),
    [
        ("2026-11-23 08:12", "2026-11-14", "2026-11-16 08:10"),  # what Monday brought is not typed yet
        ("2026-11-23 08:13", "2026-11-21", "2026-11-23 08:10"),
        ("2026-11-28 12:00", "2026-11-21", "2026-11-23 08:10"),  # a Saturday; nobody has heard its own yet
        ("2026-09-08 10:00", "2026-09-05", "2026-09-08 08:10"),  # after Labor Day
    ],
)
def test_the_voice_mail_of_a_weekend_is_heard_when_the_office_opens_again(
    now: str, saturday: str, received: str
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=CENTRAL)
    open_time = OpenTime.of(named_calendar("us-wi-example"), at - timedelta(days=30), at + timedelta(days=30))
    left, heard = Today(Office(), {}, open_time, CENTRAL, at).weekend()
    assert f"{left:%Y-%m-%d %H:%M}" == f"{saturday} 18:05"
    assert f"{heard.astimezone(CENTRAL):%Y-%m-%d %H:%M}" == received


def test_the_same_seed_makes_the_same_people_and_promises() -> None:
    assert roster(FIRST_DAY, 1) == roster(FIRST_DAY, 1)
    assert roster(FIRST_DAY, 1) != roster(FIRST_DAY, 2)
