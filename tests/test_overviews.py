"""Counts of agencies and offices: no contact, no person, the same few questions for one county and for seventy."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cast import FIRST_DAY, FRI_20_NOV, MON_23_NOV, call, dane, from_the_state, rock
from csplan.agencies.actions import add_agency, add_office, grant_role
from csplan.agencies.roles import COUNTING, REGION
from csplan.agencies.walls import speaking_for
from csplan.clocks.models import Clock
from csplan.contacts.models import Contact
from desks import signed_in
from pages import text

pytestmark = pytest.mark.django_db
AGENCIES, OFFICES = reverse("desk:agencies"), reverse("desk:offices")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)


@pytest.mark.parametrize("role", sorted(COUNTING))
def test_the_state_s_staff_see_counts_and_no_contact_of_the_agencies_granted(role: str) -> None:
    home, other = dane(), rock()
    people = from_the_state([home])
    for county in (home, other):
        with speaking_for([county.id]):
            call(county, FRI_20_NOV)
            call(county, MON_23_NOV)
    monday_evening = MON_23_NOV.replace(hour=17)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: monday_evening)
        shown = text(signed_in(people[role]).get(AGENCIES))
    assert "Dane Agency 2 1" in shown and "Rock Agency" not in shown
    assert "1234567" not in shown and "Case Worker" not in shown


def test_seventy_agencies_are_paged_and_ask_no_more_than_two() -> None:
    home = dane()
    person, counts = from_the_state([home])[REGION], []
    for more in (1, 70):
        for number in range(more):
            made = add_agency(
                name=f"Agency {more} {number:02}",
                state="us-wi",
                case_system="KIDS",
                case_pattern="[0-9]{7}",
                case_says="7 digits",
                office="Office",
                now=FRI_20_NOV,
            )
            with speaking_for([made.agency_id]):
                grant_role(person, REGION, agency=made.agency_id, first_day=FIRST_DAY, actor=None, now=FRI_20_NOV)
        with CaptureQueriesContext(connection) as asked:
            shown = signed_in(person).get(AGENCIES)
        counts.append(sum(" FROM " in query["sql"] for query in asked))
    assert counts[0] == counts[1]
    assert "Page 1 of 3" in text(shown) and text(shown).count("Agency 70") == 24
    assert "Agency 70 69" in text(signed_in(person).get(AGENCIES, {"page": 3}))


def test_a_count_of_an_agency_stops_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csplan.desk.overview.COUNTED", 2)
    home = dane()
    people = from_the_state([home])
    with speaking_for([home.id]):
        for _ in range(4):
            call(home, FRI_20_NOV)
    assert "Dane Agency more than 2 0" in text(signed_in(people[REGION]).get(AGENCIES))


def test_a_count_that_was_cut_is_never_told_as_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csplan.desk.overview.COUNTED", 2)
    monkeypatch.setattr("csplan.desk.bounded.TOGETHER", 1)
    home = dane()
    people = from_the_state([home])
    with speaking_for([home.id]):
        call(home, MON_23_NOV, kind="letter")  # of which three promises speak: more clocks than are looked at
    assert "Dane Agency more than 2 0" in text(signed_in(people[REGION]).get(AGENCIES))


def test_the_counts_of_an_office_are_those_of_its_list_however_many_promises_run_on_a_contact() -> None:
    home, long_ago = dane(), FRI_20_NOV - timedelta(days=3)
    with speaking_for([home.id]):
        for at in (long_ago, long_ago, MON_23_NOV):
            call(home, at)
            call(home, at, kind="letter")
        for started, only in ((True, None), (False, None), (False, 1)):
            letter = call(home, MON_23_NOV, kind="letter")
            of_letter = Clock.objects.filter(matter=letter.matter).order_by("due")
            chosen = of_letter.values("id")[:only] if only else of_letter.values("id")
            Clock.objects.filter(id__in=list(chosen.values_list("id", flat=True))).update(
                due=None, due_date=None, **({} if started else {"started": None})
            )
        call(home, FRI_20_NOV, kind="web message")
        assert Clock.objects.count() > Contact.objects.count()
    listed = text(signed_in(home.people["supervisor"]).get(reverse("desk:office_list")))
    for says in (
        "7 open with a date",
        "4 past due",
        "1 waiting to start",
        "1 paused",
        "1 unanswered without a promise",
    ):
        assert says in listed, says
    assert "Dane Office 7 4 2 1" in text(signed_in(home.people["agency director"]).get(OFFICES))
    assert "Dane Agency 7 4 2 1" in text(signed_in(from_the_state([home])[REGION]).get(AGENCIES))


def test_a_director_sees_the_counts_of_each_office() -> None:
    home = dane()
    with speaking_for([home.id]):
        add_office(home.id, "Branch", actor=None, now=FRI_20_NOV)
        call(home, FRI_20_NOV)
    shown = text(signed_in(home.people["agency director"]).get(OFFICES))
    assert "Branch 0 0 0 0 Dane Office 1 0 0 0" in shown
    assert signed_in(home.worker).get(OFFICES).status_code == 403
