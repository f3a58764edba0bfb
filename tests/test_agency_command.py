"""`csplan agency`: an agency from nothing, whose administrator signs in; errors in one line, nothing half-added."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from cast import FIRST_DAY, PASSWORD, dane, from_the_state, person
from csplan.agencies.models import Agency, CalendarEdition, Grant, Office, Person
from csplan.agencies.queries import calendar_of
from csplan.agencies.roles import ADMINISTRATOR, DIRECTOR, FRONT_DESK, OMBUDSMAN
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.core.plans.plan import plan_calendar
from csplan.policy.plans.read import read_plan
from csplan.site.demo.roster import HOME
from csplan.standards.queries import plan_in_force
from pages import text
from read_pages import hidden

pytestmark = pytest.mark.django_db
FIRST, LOG = "/calendar/first/", "/calls/new/"
NAME = "Clark County Child Support Agency"
ADD = [
    *("agency", "add", NAME, "--state", "us-wi", "--office", "Neillsville", "--case-system", "KIDS"),
    *("--case-pattern", "[0-9]{7,10}", "--case-says", "7 to 10 digits", "--calendar", "us-wi"),
    *("--admin", "ada.admin", "--admin-name", "Ada Admin", "--site", "http://testserver/"),
]


def set_password(said: str) -> None:
    link = re.search(r"http://testserver(/\S+)", said)
    assert link
    client = Client()
    page = client.get(link[1], follow=True).request["PATH_INFO"]
    assert client.post(page, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 302


def first_page(username: str) -> str:
    client = Client()
    client.post(reverse("agencies:sign_in"), {"username": username, "password": PASSWORD})
    return client.get("/", follow=True).content.decode()


def test_an_agency_is_added_and_its_administrator_signs_in_by_the_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ADD) == 0
    set_password(capsys.readouterr().out)
    shown = first_page("ada.admin")
    assert f"People of {NAME}" in shown and "Ada Admin" in shown
    assert main(["agency", "list"]) == 0
    assert NAME in capsys.readouterr().out


def test_the_calendar_is_proposed_with_the_plans_hours_and_nothing_is_logged_before_the_director_confirms_it(
    capsys: pytest.CaptureFixture[str], speaking: Callable[..., None]
) -> None:
    assert main(ADD) == 0
    speaking(Agency.objects.get(name=NAME).id)
    assert (
        "confirms its calendar before the first contact: http://testserver/calendar/first/" in capsys.readouterr().out
    )
    plan = HOME / "policies/us-wi/examples/complete.toml"
    office = Office.objects.get(agency__name=NAME)
    assert "the calendar us-wi, named for your office" in text(_of(office, DIRECTOR).get(FIRST))
    main(["agency", "plan", NAME, str(plan)])
    assert "has no calendar yet" in text(_of(office, ADMINISTRATOR).get(reverse("agencies:offices")))
    worker = _of(office, FRONT_DESK)
    refused = worker.get(LOG)
    assert refused.status_code == 409 and "A supervisor or the director of your agency confirms it" in text(refused)
    assert "/calendar/first/" not in refused.content.decode()
    director = _of(office, DIRECTOR)
    assert 'href="/calendar/first/"' in director.get(reverse("desk:my_list")).content.decode()
    proposed = director.get(FIRST)
    assert "which your plan names, and the hours of your plan" in text(proposed)
    director.post(FIRST, {"digest": hidden(proposed, "digest"), "why": "the county board's list"})
    calendar = calendar_of(CalendarEdition.objects.get(office=office))
    assert calendar.digest == getattr(plan_calendar(read_plan(plan)), "digest", None)
    assert worker.get(LOG).status_code == 200


def _of(office: Office, role: str) -> Client:
    """Somebody of an office in a role, at a browser."""
    username = f"{role.replace(' ', '-')}.{office.name.lower()}"
    found = Person.objects.filter(username=username).first()
    found = found or person(role, office.name.lower(), office, [office.agency_id])
    client = Client()
    client.force_login(found)
    return client


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--state", "us-xx", "there are no policies of 'us-xx'"),
        ("--case-pattern", "[", "--case-pattern cannot be read"),
        ("--calendar", "us-moon", "us-moon"),
        ("--admin", "CASE-worker.dane", "somebody has the user name"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_and_nothing_is_added(
    capsys: pytest.CaptureFixture[str], option: str, value: str, told: str
) -> None:
    dane()
    wrong = [*ADD[: ADD.index(option) + 1], value, *ADD[ADD.index(option) + 2 :]]
    assert main(wrong) == 2
    said = capsys.readouterr().err
    assert told in said and said.count("\n") == 1
    assert not Agency.objects.filter(name=NAME).exists()


def test_an_agency_is_not_added_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(ADD), main(ADD)] == [0, 2]
    assert "there is an agency" in capsys.readouterr().err


def test_state_staff_are_let_into_agencies_once(capsys: pytest.CaptureFixture[str]) -> None:
    home = dane()
    person = from_the_state([], [OMBUDSMAN])[OMBUDSMAN]
    grant = ["agency", "grant", person.username, "regional administrator", "Dane Agency"]
    assert [main(grant), main(grant)] == [0, 2]
    assert Grant.objects.filter(agency=home.id, person=person).count() == 1
    assert main([*grant[:3], "case worker", "Dane Agency"]) == 2
    assert "is not held in other agencies" in capsys.readouterr().err


def test_an_administrator_who_is_locked_out_is_given_a_new_link(capsys: pytest.CaptureFixture[str]) -> None:
    home = dane(PASSWORD)
    name = home.people["system administrator"].username
    assert main(["agency", "reset", name, "--site", "http://testserver"]) == 0
    assert not Person.objects.get(username=name).has_usable_password()
    set_password(capsys.readouterr().out)
    assert "People of Dane Agency" in first_page(name)
    assert main(["agency", "reset", "nobody"]) == 2


def test_a_plan_is_put_in_force_once_and_starts_clocks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ADD) == 0
    capsys.readouterr()
    put = ["agency", "plan", NAME, str(HOME / "policies/us-wi/examples/complete.toml")]
    assert main(put) == 0
    assert "version 2, is in force from 2026-01-01" in capsys.readouterr().out
    agency = Agency.objects.get(name=NAME).id
    with speaking_for([agency]):
        assert plan_in_force(agency, FIRST_DAY)
    assert main(put) == 2
    assert "this version is in force already" in capsys.readouterr().err
    assert main(["agency", "plan", NAME, str(HOME / "policies/us-wi/examples/no-such-file.toml")]) == 2


def test_on_a_new_machine_the_first_command_finds_its_database(tmp_path: Path) -> None:
    around = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "csplan", *ADD]
    told = subprocess.run(command, env={**around, "CSPLAN_STATE": str(tmp_path)}, capture_output=True, text=True)
    assert told.returncode == 0 and "Ada Admin sets a password" in told.stdout and not told.stderr
