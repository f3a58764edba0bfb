"""Everything that happened on a case in order of happening; either parent's record is closed to the other."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane, rock
from csplan.agencies.walls import speaking_for
from event_pages import AT_10_40, event_page, returned, sent, tried
from pages import as_role, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: AT_10_40)
    county = dane()
    speaking(county.id)
    return county


@pytest.mark.requirement("WI-CSP-KIDS-03", "WI-CSP-KIDS-08")
def test_contacts_attempts_and_events_stand_in_order_with_results_or_their_lack(home: County) -> None:
    first = call(home, FRI_20_NOV)
    tried(home, first, MON_23_NOV, outcome="no answer")
    returned(home, first, MON_23_NOV + timedelta(minutes=5), information="the balance was told")
    sent(as_role(home), event_page(first), "post", reference="E 17")
    call(home, FRI_20_NOV - timedelta(hours=1), kind="letter", now=FRI_20_NOV)
    shown = text(as_role(home).get(reverse("desk:participant_timeline", args=[first.participant_id])))
    order = ["Letter came in", "No result yet", "Wants a call back", "Attempt reached nobody", "No answer"]
    order += ["Reached, call returned", "the balance was told", "Event posted", "reference E 17"]
    places = [shown.index(each) for each in order]
    assert places == sorted(places) and shown.count("No result yet") == 1


@pytest.mark.requirement("WI-CSP-KIDS-06")
def test_a_late_entry_stands_where_it_happened_with_its_lag(home: County) -> None:
    early = call(home, MON_23_NOV - timedelta(hours=1), now=MON_23_NOV - timedelta(hours=1))
    call(home, MON_23_NOV - timedelta(hours=6), now=MON_23_NOV)
    shown = text(as_role(home).get(reverse("desk:participant_timeline", args=[early.participant_id])))
    assert "Mon 23 Nov 2026 04:00 CST entered Mon 23 Nov 2026 10:00 CST, lag 6 h" in shown
    assert shown.index("04:00 CST") < shown.index("09:00 CST") and shown.count("lag") == 1


@pytest.mark.requirement("WI-CSP-KIDS-10")
def test_three_attempts_are_there_with_their_times(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    for minutes in (0, 10, 20):
        tried(home, contact, MON_23_NOV + timedelta(minutes=minutes))
    shown = text(as_role(home).get(reverse("desk:participant_timeline", args=[contact.participant_id])))
    assert all(f"Mon 23 Nov 2026 10:{minutes} CST" in shown for minutes in ("00", "10", "20"))
    assert shown.count("Attempt reached nobody") == 3


def test_either_parents_record_is_closed_to_the_other_and_supervisors_see_whose_it_is(home: County) -> None:
    mother = call(home, FRI_20_NOV)
    father = call(home, FRI_20_NOV, party="non-custodial parent", kind="voice mail")
    call(home, FRI_20_NOV, party="employer", kind="answered live")
    shown = text(as_role(home).get(reverse("desk:participant_timeline", args=[mother.participant_id])))
    assert "Wants a call back: custodial parent" in shown and "Answered live: employer" in shown
    assert "voice mail" not in shown and "non-custodial" not in shown
    whole = reverse("desk:case_timeline", args=[mother.case_id])
    worker, supervisor = text(as_role(home).get(whole)), text(as_role(home, "supervisor").get(whole))
    assert "employer" in worker and "custodial parent" not in worker
    assert "[custodial parent]" in supervisor and "[non-custodial parent]" in supervisor and father.participant_id


def test_a_case_of_two_agencies_shows_each_its_own_rows(home: County) -> None:
    mine, other = call(home, FRI_20_NOV, party="employer"), rock()
    with speaking_for([other.id]):
        theirs = call(other, FRI_20_NOV, party="attorney")
    assert mine.case_id == theirs.case_id
    shown = text(as_role(home, "supervisor").get(reverse("desk:case_timeline", args=[mine.case_id])))
    assert "employer" in shown and "attorney" not in shown


def test_a_timeline_asks_no_more_for_more_rows(home: County) -> None:
    client, counts = as_role(home), []
    for calls in (2, 20):
        for number in range(calls):
            contact = call(home, FRI_20_NOV + timedelta(seconds=number))
            returned(home, contact)
        page = reverse("desk:participant_timeline", args=[contact.participant_id])
        client.get(page)  # from here on the server has read what is set up
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(sum(" FROM " in query["sql"] for query in asked))
    assert counts[0] == counts[1] <= 16
