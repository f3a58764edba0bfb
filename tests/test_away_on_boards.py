"""Who is away is seen where work is handed out; a clock from a return moves when the day of the return is closed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from absent import leave
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane, person
from csplan.absences.arrangements import Whose, add_cover
from csplan.agencies.actions import add_team
from csplan.agencies.models import TeamMember
from csplan.agencies.roles import CASE_WORKER
from csplan.agencies.set_up import change_set_up
from csplan.cli.main import main
from csplan.clocks.models import OPEN, Clock
from desks import signed_in
from ledgers import found
from pages import text
from test_calendar_pages import changed

pytestmark = pytest.mark.django_db
PAGES = ("/team/?team=", "/office/", "/office/call-backs/")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    return county


@pytest.mark.parametrize("page", PAGES)
def test_boards_say_who_is_away_until_when_and_who_covers_and_never_why(home: County, page: str) -> None:
    call(home, FRI_20_NOV)
    supervisor = home.people["supervisor"]
    assert "away until" not in text(signed_in(supervisor).get(page)).lower()
    add_cover(home.id, Whose(person=home.worker.id), supervisor, by=supervisor, now=MON_23_NOV)
    leave(home.worker, MON_23_NOV.replace(hour=8), MON_23_NOV.replace(day=25), kind="sick")
    shown = text(signed_in(supervisor).get(page))
    assert "way until Wed 25 Nov 2026 10:00 CST; cover: Supervisor" in shown and "sick" not in shown


def test_the_cover_of_a_team_is_proposed_for_who_is_in_it_that_day(home: County) -> None:
    call(home, FRI_20_NOV)
    supervisor = home.people["supervisor"]
    team = add_team(home.office, "Enforcement", [home.worker], actor=None, now=FRI_20_NOV)
    add_cover(home.id, Whose(team=team.id), supervisor, by=supervisor, now=FRI_20_NOV)
    leave(home.worker, FRI_20_NOV, None)
    for first, last, covers in ((20, 30, True), (20, 22, False), (24, 30, False)):
        days = {"first_day": FRI_20_NOV.date().replace(day=first), "last_day": FRI_20_NOV.date().replace(day=last)}
        TeamMember.objects.filter(team=team).update(**days)
        change_set_up(home.id)
        assert ("cover: Supervisor" in text(signed_in(supervisor).get(PAGES[1]))) == covers


def test_my_own_list_does_not_say_it(home: County) -> None:
    call(home, FRI_20_NOV)
    leave(home.worker, MON_23_NOV.replace(hour=8), None)
    assert "away until" not in text(signed_in(home.worker).get("/due/"))


@pytest.mark.parametrize("page", PAGES)
def test_boards_ask_no_more_for_many_who_are_away(home: County, page: str) -> None:
    client, counts = signed_in(home.people["supervisor"]), []
    leave(home.worker, FRI_20_NOV, None)
    for number in range(2):
        client.get(page)  # what an agency has set up is read once a change
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(sum("SELECT" in query["sql"] and " FROM " in query["sql"] for query in asked))
        for each in range(4):
            leave(person(CASE_WORKER, f"w{number}{each}", home.office, [home.id]), FRI_20_NOV, None)
    assert counts[0] == counts[1]


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_closure_on_the_day_of_the_return_lets_the_clock_count_from_the_next_open_day_as_csplan_due_does(
    home: County, capsys: pytest.CaptureFixture[str]
) -> None:
    leave(home.worker, FRI_20_NOV - timedelta(days=1), MON_23_NOV.replace(day=24))
    contact = call(home, FRI_20_NOV)
    clock = Clock.objects.get(OPEN, matter=contact.matter_id)
    assert due_by_command(capsys, "2026-11-24T10:00") in contact_page(home, contact.id)
    fields = {"first": "2026-11-24", "what": "closed", "name": "Burst pipe"}
    assert changed(signed_in(home.people["supervisor"]), fields).status_code == 302
    page = contact_page(home, contact.id)
    assert due_by_command(capsys, "2026-11-25T08:00") in page  # Wednesday, the next opening
    assert "Wed 25 Nov 2026: open 08:00-16:30 - day zero" in page
    before, clock = clock.due, Clock.objects.get(id=clock.id)
    assert before and clock.due and clock.due > before
    assert found(home.id) == []


def due_by_command(capsys: pytest.CaptureFixture[str], at: str) -> str:
    """When two business days from an instant end, as `csplan due` says it: "Tue 1 Dec 2026 16:30 CST"."""
    capsys.readouterr()
    main(["due", "--at", at, "--within", "2 business days", "--calendar", "us-wi-example", "--explain"])
    return capsys.readouterr().out.splitlines()[-1].removeprefix("Due: ").partition(" (")[0]


def contact_page(home: County, key: Any) -> str:
    return text(signed_in(home.worker).get(f"/contacts/{key}/"))
