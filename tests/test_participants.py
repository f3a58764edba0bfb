"""Each participant of a case has a record of their own, closed to the other; corrections keep what stood first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, MON_23_NOV_CLOSE, TUE_24_NOV_CLOSE, County, call, dane
from csplan.agencies.keys import new_key
from csplan.clocks.models import Clock
from csplan.contacts.actions import NewAttempt, record_return
from csplan.contacts.models import Contact, Correction, Participant, Restriction
from pages import posted, text

pytestmark = pytest.mark.django_db
CUSTODIAL, OTHER = "custodial parent", "non-custodial parent"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def client_of(home: County, role: str = "case worker") -> Client:
    client = Client()
    client.force_login(home.people[role])
    return client


def needing(home: County, party: str, language: str) -> Participant:
    """A participant who has called and needs an interpreter."""
    participant = call(home, FRI_20_NOV, party=party).participant
    assert participant
    page = reverse("contacts:needs", args=[participant.id])
    posted(client_of(home), page, seen="0", language=language, needs_interpreter="on", tty="TTY", tty_number="555-0100")
    return participant


def written_only(home: County, participant: Participant, **said: str) -> Any:
    by = str(home.people["agency director"].id)
    whole = {
        "kind": "written only",
        "decided_by": by,
        "first_day": "2026-11-20",
        "last_day": "2026-12-31",
        "why": "threats",
    }
    page = reverse("contacts:restrict", args=[participant.id])
    return posted(client_of(home, "supervisor"), page, **{**whole, **said})


@pytest.mark.requirement("WI-CSP-LEP-01", "WI-CSP-LEP-05", "WI-CSP-TTY-02")
def test_what_is_known_of_one_parent_is_shown_for_that_parent_and_never_for_the_other(home: County) -> None:
    written_only(home, needing(home, CUSTODIAL, "Hmong"))
    call(home, FRI_20_NOV, party=OTHER)
    known, typed = reverse("contacts:known"), {"case_number": "1234567"}
    shown = text(client_of(home).post(known, {**typed, "party": CUSTODIAL}))
    assert "Interpreter needed: Hmong. The worker calls the Language Line and stays on the line." in shown
    assert "Return by TTY: 555-0100. Instructions: Reception desk, second drawer." in shown
    assert "Written contact only, from Fri 20 Nov 2026 until Thu 31 Dec 2026, decided by Agency Director." in shown
    for party in (OTHER, "", "employer"):
        other = text(client_of(home).post(known, {**typed, "party": party}))
        assert not any(word in other for word in ("Hmong", "TTY", "Written contact", "555-0100"))
        assert "who answered for this case last" in other


def test_the_page_of_one_parent_holds_nothing_of_the_other(home: County) -> None:
    one = needing(home, CUSTODIAL, "Hmong")
    theirs = call(home, MON_23_NOV, party=OTHER)
    page = text(client_of(home).get(reverse("contacts:participant", args=[theirs.participant_id])))
    assert "Hmong" not in page and "Custodial" not in page.replace("Non-custodial", "")
    assert str(one.id) not in page
    contact = text(client_of(home).get(reverse("desk:contact", args=[theirs.id])))
    assert "Hmong" not in contact


def test_a_case_is_found_by_its_number_without_the_number_in_the_address(home: County) -> None:
    call(home, FRI_20_NOV, party=CUSTODIAL)
    call(home, FRI_20_NOV, party=OTHER)
    call(home, FRI_20_NOV, party="employer")
    answer = posted(client_of(home), reverse("contacts:find"), case_number="1234567")
    shown = text(answer)
    assert "Custodial parent : 1 contact" in shown and "Non-custodial parent : 1 contact" in shown
    assert "Employer: Wants a call back" in shown
    assert "1234567" not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
    nothing = posted(client_of(home), reverse("contacts:find"), case_number="7654321")
    assert "recorded no contact on this case" in text(nothing)
    assert posted(client_of(home), reverse("contacts:find"), case_number="12").status_code == 422


def test_a_restriction_holds_from_its_first_day_to_its_last(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    participant = needing(home, CUSTODIAL, "Spanish")
    for wrong, told in (
        ({"kind": ""}, "Choose what was decided"),
        ({"decided_by": ""}, "Choose who decided it"),
        ({"first_day": ""}, "Fill in the date"),
        ({"first_day": "soon"}, "cannot read the date"),
        ({"last_day": "2026-11-01"}, "before the first day"),
    ):
        assert told in text(written_only(home, participant, **wrong))
    key = str(uuid4())
    assert {written_only(home, participant, key=key).status_code for _ in range(5)} == {302}
    (held,) = Restriction.objects.all()
    page = reverse("contacts:participant", args=[participant.id])
    assert "In force: Written contact only" in text(client_of(home).get(page))
    end = reverse("contacts:restriction_end", args=[held.id])
    assert posted(client_of(home, "supervisor"), end, last_day="2026-11-01").status_code == 422
    posted(client_of(home, "supervisor"), end, last_day="2026-11-22")
    assert "None is in force." in text(client_of(home).get(page))


def test_two_who_change_a_participants_needs_see_both(home: County) -> None:
    participant = needing(home, CUSTODIAL, "Hmong")
    page = reverse("contacts:needs", args=[participant.id])
    late = posted(client_of(home, "supervisor"), page, seen="0", language="Spanish", needs_interpreter="on")
    assert late.status_code == 422
    assert "Interpreter needed: Hmong." in text(late) and 'value="Spanish"' in late.content.decode()
    posted(client_of(home, "supervisor"), page, seen="1", language="Spanish", needs_interpreter="on")
    assert Participant.objects.get().language == "Spanish"


def test_a_participants_page_asks_no_more_for_more_contacts(home: County) -> None:
    client, counts = client_of(home), []
    for calls in (2, 28):
        for number in range(calls):
            call(home, FRI_20_NOV + timedelta(seconds=number))
        page = reverse("contacts:participant", args=[Participant.objects.get().id])
        client.get(page)  # from here on the server has read what is set up
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(sum(" FROM " in query["sql"] for query in asked))
    assert counts[0] == counts[1] <= 18


def corrected(home: County, contact: Contact, role: str = "case worker", **said: str) -> Any:
    whole = {"seen": "0", "party": CUSTODIAL, "case_number": "1234567", "reason": "asks about a payment"}
    when = {"day": "2026-11-20", "time": "16:50", "why": "misheard"}
    page = reverse("contacts:correct", args=[contact.id])
    return posted(client_of(home, role), page, **{**whole, **when, **said})


def due(standard: str) -> Any:
    return Clock.objects.get(standard=standard, stopped=None).due


@pytest.mark.requirement("WI-CSP-KIDS-01")
def test_a_correction_counts_the_clocks_anew_and_the_story_shows_both(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    record_return(contact, NewAttempt(happened=MON_23_NOV, note=""), by=home.worker, key=new_key(), now=MON_23_NOV)
    page = corrected(home, contact, party="employer", name="Acme", case_number="7654321")
    assert due("phone.employer_return") == TUE_24_NOV_CLOSE
    assert Clock.objects.get(standard="phone.employer_return").met == MON_23_NOV
    shown = text(client_of(home).get(page.url))
    assert "who from custodial parent to employer" in shown and "case from KIDS 1234567 to KIDS 7654321" in shown
    assert "misheard" in shown and "Does not bind since a correction" in shown
    assert "due: Customer phone call returned from Mon 23 Nov 2026 16:30 CST to nothing" in shown


def test_a_corrected_time_moves_the_clock_as_if_it_had_been_right_from_the_first(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    assert due("phone.customer_return") == MON_23_NOV_CLOSE
    corrected(home, contact, day="2026-11-19", time="09:00")
    assert due("phone.customer_return") < MON_23_NOV_CLOSE
    corrected(home, contact, seen="1")
    assert due("phone.customer_return") == MON_23_NOV_CLOSE
    assert Contact.objects.get().received == Contact.objects.get().happened == FRI_20_NOV


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"why": ""}, "Say why"),
        ({"party": ""}, "Say who it was"),
        ({"case_number": "12"}, "This is no KIDS number"),
        ({"day": "2026-11-24"}, "in the future"),
        ({"day": "2026-11-23", "time": "09:59"}, "after it was entered"),
        ({"day": "1950-01-01", "long_ago": "1950-01-01"}, "calendar covers"),
        ({"day": ""}, "Fill in the date"),
        ({"reason": "x" * 501}, "at most 500 letters"),
    ],
)
def test_a_wrong_correction_is_told_at_its_field_and_nothing_is_saved(
    home: County, wrong: dict[str, str], told: str
) -> None:
    contact = call(home, FRI_20_NOV)
    answer = corrected(home, contact, **wrong)
    assert answer.status_code == 422 and told in text(answer)
    assert not Correction.objects.exists() and due("phone.customer_return") == MON_23_NOV_CLOSE


def test_what_was_answered_was_received_before(home: County) -> None:
    contact = call(home, FRI_20_NOV, now=MON_23_NOV)
    at = FRI_20_NOV + timedelta(minutes=5)
    record_return(contact, NewAttempt(happened=at, note=""), by=home.worker, key=new_key(), now=MON_23_NOV)
    assert "after it was answered" in text(corrected(home, contact, day="2026-11-20", time="16:56"))


def test_two_who_correct_one_contact_see_both(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    corrected(home, contact, reason="asks about an address")
    late = corrected(home, contact, "supervisor", reason="asks about a letter")
    assert late.status_code == 422 and Contact.objects.get().reason == "asks about an address"
    assert "what about from asks about a payment to asks about an address" in text(late)
    assert 'value="asks about a letter"' in late.content.decode() and 'name="seen" value="1"' in late.content.decode()
    corrected(home, contact, "supervisor", reason="asks about a letter", seen="1")
    assert [each.after["what about"] for each in Correction.objects.order_by("number")] == [
        "asks about an address",
        "asks about a letter",
    ]


def test_the_same_correction_five_times_is_one(home: County) -> None:
    contact, key = call(home, FRI_20_NOV), str(uuid4())
    assert {corrected(home, contact, key=key, reason="other").status_code for _ in range(5)} == {302}
    assert Correction.objects.count() == 1
