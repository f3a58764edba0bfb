"""A list on a day when everything goes on at once asks as few questions as on any other."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absent import leave
from cast import FRI_20_NOV, MON_23_NOV, County, call
from csplan.absences.arrangements import When, Whose, add_cover, protect
from csplan.agencies.actions import add_team, choose
from csplan.agencies.queue import queue_key
from csplan.clocks.turning import hand_matter
from csplan.contacts.clock_actions import ask_extension
from csplan.core.duration import Duration
from csplan.desk.actions import save_filter
from csplan.desk.filters import filter_of
from desks import county_at, given_to, signed_in, without_date
from pages import text
from turned import clock_of, said

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
PAGES = ("desk:my_list", "desk:office_list", "desk:call_backs", "desk:to_take")
LOOKED = str(int((MON_23_NOV - timedelta(hours=2)).timestamp()))


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    """A county where calls were left for people who are away, for the office, without a promise, and much was done."""
    at = county_at(MON_23_NOV, monkeypatch)
    speaking(at.id)
    for owner in (at.worker, at.people["supervisor"]):
        for number in range(5):
            given_to(call(at, FRI_20_NOV + timedelta(seconds=number), case=f"200000{number}"), owner)
        for number, started in enumerate((False, True)):
            without_date(given_to(call(at, MON_23_NOV, case=f"300000{number}"), owner), started=started)
        given_to(call(at, FRI_20_NOV, kind="web message"), owner)
        contact = given_to(call(at, MON_23_NOV, case="5555555"), owner)
        ask_extension(contact, clock_of(contact), Duration(1, "days"), said(at))
    left = call(at, MON_23_NOV, case="6666666")
    all_arranged(at)
    hand_matter(left.matter, queue_key(at.office.id))
    return at


def all_arranged(home: County) -> None:
    """Absences with and without cover, protected time of a team, the office's queue, a filter that everybody sees."""
    director, supervisor = home.people["agency director"], home.people["supervisor"]
    team = add_team(home.office, "Enforcement", [home.worker, supervisor], actor=None, now=FRI_20_NOV)
    add_cover(home.id, Whose(team=team.id), supervisor, by=supervisor, now=FRI_20_NOV)
    when = When(weekday=MON_23_NOV.weekday(), opens=time(8), closes=time(16))
    protect(home.id, Whose(team=team.id), when, by=supervisor, now=FRI_20_NOV)
    leave(home.worker, FRI_20_NOV, None)
    leave(home.people["front desk"], FRI_20_NOV, MON_23_NOV + timedelta(days=2), cover=supervisor)
    choose(home.id, "contacts.office_queue", True, actor=director.id, now=FRI_20_NOV)
    for page in PAGES:
        save_filter(
            filter_of({"party": "employer"}), page=page, name="Employers", shared=True, by=supervisor, now=FRI_20_NOV
        )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("narrowed", [{}, {"person": True}])
def test_a_list_on_which_everything_goes_on_at_once_asks_at_most_twelve_questions(
    home: County, page: str, narrowed: dict[str, bool]
) -> None:
    client = signed_in(home.people["supervisor"])
    client.cookies["looked"] = LOOKED
    address = {"person": str(home.worker.id)} if narrowed else {}
    client.get(reverse(page), address)  # what an agency has set up is read once a change
    client.cookies["looked"] = LOOKED
    with CaptureQueriesContext(connection) as asked:
        shown = client.get(reverse(page), address)
    questions = [each["sql"] for each in asked if "SELECT" in each["sql"] and " FROM " in each["sql"]]
    assert "Since you last looked" in text(shown)
    assert len(questions) <= MOST_QUERIES, "\n\n".join(each[:300] for each in questions)
