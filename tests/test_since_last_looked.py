"""What others did to the rows of a list since somebody last looked at it: said in words, and where it is cut."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from acts import all_done
from cast import FRI_20_NOV, MON_23_NOV, County, call, rock
from csplan.agencies.walls import speaking_for
from csplan.contacts.kinds import handlings
from csplan.desk.meanwhile import SAYS
from csplan.events.actions import record_reveal
from csplan.ledger.models import Entry
from desks import county_at, given_to, returned, signed_in
from pages import text

pytestmark = pytest.mark.django_db
MY_LIST = reverse("desk:my_list")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    found = county_at(MON_23_NOV, monkeypatch)
    speaking(found.id)
    return found


def test_what_others_did_since_one_last_looked_is_said(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    contact, client = call(home, FRI_20_NOV), signed_in(home.worker)
    assert "Since you last looked" not in text(client.get(MY_LIST))
    returned(contact, home.people["supervisor"])
    again = text(client.get(MY_LIST))
    assert "Since you last looked" in again and "Supervisor answered it, Mon 23 Nov 2026 10:00 CST" in again
    monkeypatch.setattr("django.utils.timezone.now", lambda: MON_23_NOV + timedelta(minutes=5))
    client.get(MY_LIST)
    assert "Since you last looked" not in text(client.get(MY_LIST))


def test_one_s_own_acts_and_those_on_other_lists_are_no_news(home: County) -> None:
    mine, theirs = call(home, FRI_20_NOV), given_to(call(home, FRI_20_NOV), home.people["supervisor"])
    client = signed_in(home.worker)
    client.get(MY_LIST)
    returned(mine, home.worker)
    returned(theirs, home.people["supervisor"])
    assert "Since you last looked" not in text(client.get(MY_LIST))


def test_whatever_else_happens_in_the_agency_what_concerns_the_list_is_said_and_what_is_cut_is_told(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, client = call(home, FRI_20_NOV), signed_in(home.worker)
    client.get(MY_LIST)
    returned(mine, home.people["supervisor"])
    theirs = given_to(call(home, FRI_20_NOV), home.people["supervisor"])
    for _ in range(210):  # more than were once looked through
        record_reveal(f"contact:{theirs.id}", agency=home.id, by=home.people["supervisor"], now=MON_23_NOV)
    assert "Supervisor answered it" in text(client.get(MY_LIST)) and "last 5,000" not in text(client.get(MY_LIST))
    for _ in range(12):
        record_reveal(f"contact:{mine.id}", agency=home.id, by=home.people["supervisor"], now=MON_23_NOV)
    assert "and 3 more" in text(client.get(MY_LIST))
    monkeypatch.setattr("csplan.desk.meanwhile.LOOKED_BACK", 5)
    shown = text(client.get(MY_LIST))
    assert shown.count("looked at the numbers masked in it") == 5 and "Further back than the agency's last" in shown


@pytest.mark.django_db(transaction=True)
def test_whatever_is_done_to_a_contact_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    home, other = county_at(MON_23_NOV, monkeypatch), rock()
    all_done(home, other)
    with speaking_for([home.id]):
        done = set(Entry.objects.filter(subject__startswith="contact:").values_list("act", flat=True))
    assert len(done) > 10 and done - {*SAYS} == set()
    assert {f"record {each}" for each in handlings()} - {*SAYS} == set()
