"""How a participant may be contacted stands in the row by which a worker would telephone them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import FRI_20_NOV, MON_23_NOV, County, call
from csplan.agencies.keys import new_key
from csplan.contacts.models import Contact, Participant
from csplan.contacts.participants import NewRestriction, restrict
from desks import county_at, signed_in
from pages import text
from test_due_list_files import csv_rows, named, xlsx_rows

pytestmark = pytest.mark.django_db
MY_LIST, OFFICE, CALLS, TEAM = (
    reverse(f"desk:{name}") for name in ("my_list", "office_list", "call_backs", "team_board")
)
WRITTEN, TODAY, DAY = "<strong>Written contact only</strong>", MON_23_NOV.date(), timedelta(days=1)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    at = county_at(MON_23_NOV, monkeypatch)
    speaking(at.id)
    return at


def restricted(
    home: County, contact: Contact, kind: str = "written only", first: date = TODAY, last: date | None = None
) -> Contact:
    """A contact whose participant's contacts are restricted from today on, unless said otherwise."""
    director = home.people["agency director"]
    new = NewRestriction(kind=kind, why="threats", decided_by=director.id, first_day=first, last_day=last)
    restrict(Participant.objects.get(contact=contact), new, by=director, key=new_key(), now=MON_23_NOV)
    return contact


@pytest.mark.parametrize("kind", ["call back", "web message"])  # under a promise, and without one
def test_a_row_says_in_bold_that_its_participant_is_contacted_in_writing_only(home: County, kind: str) -> None:
    restricted(home, call(home, FRI_20_NOV, kind=kind))
    assert signed_in(home.worker).get(MY_LIST).content.decode().count(WRITTEN) == 1
    for page in (OFFICE, *((CALLS, TEAM) if kind == "call back" else ())):
        assert WRITTEN in signed_in(home.people["supervisor"]).get(page).content.decode()


def test_a_row_says_each_restriction_once_in_one_order(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    for kind in ("no e-mail", "written only", "no e-mail"):
        restricted(home, contact, kind)
    shown = text(signed_in(home.worker).get(MY_LIST))
    assert "KIDS 1234567 Written contact only No e-mail Wants a call back" in shown


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [(TODAY, TODAY, True), (TODAY + DAY, None, False), (TODAY - 9 * DAY, TODAY - DAY, False)],
)
def test_a_restriction_stands_there_from_its_first_day_to_its_last(
    home: County, first: date, last: date | None, holds: bool
) -> None:
    restricted(home, call(home, FRI_20_NOV), first=first, last=last)
    assert (WRITTEN in signed_in(home.worker).get(MY_LIST).content.decode()) == holds


def test_it_stands_in_no_row_of_the_other_participant_or_of_another(home: County) -> None:
    restricted(home, call(home, FRI_20_NOV))
    call(home, FRI_20_NOV, party="non-custodial parent")
    call(home, FRI_20_NOV, party="employer", case="7654321")
    assert signed_in(home.worker).get(MY_LIST).content.decode().count(WRITTEN) == 1


@pytest.mark.parametrize("rows_of", [csv_rows, xlsx_rows])
def test_a_file_says_it_too(home: County, rows_of: Callable[..., list[list[str]]]) -> None:
    for kind in ("call back", "web message"):
        restricted(home, call(home, FRI_20_NOV, kind=kind), "no e-mail")
    restricted(home, call(home, FRI_20_NOV))
    _, *rows = rows_of(signed_in(home.worker))
    assert {tuple(named(row, "Restrictions")) for row in rows} == {("Written contact only, No e-mail",)}


def test_restrictions_are_asked_for_with_the_rows(home: County) -> None:
    client, contact = signed_in(home.worker), call(home, FRI_20_NOV)
    counts = []
    for _ in range(3):
        client.get(MY_LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(MY_LIST)
        counts.append(len(asked))
        restricted(home, contact)
        call(home, FRI_20_NOV, kind="web message")
    assert counts[0] == counts[1] == counts[2]
