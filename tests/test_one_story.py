"""The timeline of a case and the page of a contact tell each act in the same words."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acts.clocks_room import close, said, turn_every_way
from cast import MON_23_NOV, County, call, dane
from csplan.agencies.keys import new_key
from csplan.contacts.actions import NewAttempt, record_attempt, record_return
from csplan.contacts.clock_actions import hand_contact_over
from csplan.contacts.correcting import Corrected, correct_contact
from csplan.contacts.handling import record_handling
from csplan.contacts.models import Contact
from csplan.contacts.said import Conversation, NewHandling
from pages import as_role

pytestmark = pytest.mark.django_db
MORNING = MON_23_NOV - timedelta(hours=2)
AT = MON_23_NOV + timedelta(hours=4)
FULL = [
    *("Wants a call back: custodial parent (Ann)", "Paused from", "Runs again from", "Extended by", "Taken back"),
    *("An extension by", "No extension is given", "Handed over from", "Moved from", "Corrected: name from nothing to"),
    *("Attempt reached nobody", "Note", "Reached, call returned"),
]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    county = dane()
    speaking(county.id)
    return county


def much_done(home: County, at: int = 0) -> Contact:
    """A call with which everything was done that a page tells."""
    contact = call(home, MORNING + timedelta(seconds=at))
    turn_every_way(home, contact)
    hand_contact_over(contact, home.people["supervisor"], said(home), seen=home.worker.id)
    by: Any = {"by": home.worker, "key": new_key(), "now": AT}
    right = Corrected(party=contact.party, case_number="1234567", received=contact.received, name="Ann")
    correct_contact(contact, right, "misheard", seen=0, **by)
    told = Conversation(outcome="no answer", number="608-555-0100")
    record_attempt(contact, NewAttempt(happened=AT, note="rang long", conversation=told), **by)
    record_handling(contact, NewHandling(kind="note", happened=AT, note="wants it in writing"), **by)
    record_return(contact, NewAttempt(happened=AT, note=""), **{**by, "key": new_key()})
    return contact


def story(home: County, contact: Contact) -> Iterator[tuple[Any, ...]]:
    page = as_role(home, "supervisor").get(reverse("desk:contact", args=[contact.id]))
    for each in page.context["moments"]:
        if not each.says.startswith("Met: "):  # what became of a promise is told by the promise
            yield each.at, each.says, each.by, each.note


def timeline_of(home: County, contact: Contact) -> Any:
    return as_role(home, "supervisor").get(reverse("desk:participant_timeline", args=[contact.participant_id]))


def test_each_act_stands_in_both_in_the_same_words(home: County) -> None:
    contact = much_done(home)
    close(home, date(2026, 11, 24))  # returned meanwhile, so nothing moves
    open_one = call(home, MORNING, kind="voice mail")
    close(home, date(2026, 11, 25))
    told = [*story(home, contact), *story(home, open_one)]
    timeline = [
        (at, each.says, each.by, each.note.removesuffix("asks about a payment"))
        for each, at, *_ in timeline_of(home, contact).context["rows"]
    ]
    assert sorted(told) == sorted(timeline)
    assert [each for each in FULL if not any(says.startswith(each) for _, says, *_ in told)] == []


def test_the_timeline_asks_as_often_for_many_contacts_with_much_done(home: County) -> None:
    counts = []
    for calls in (1, 6):
        for number in range(calls):
            contact = much_done(home, calls * 10 + number)
        timeline_of(home, contact)  # from here on the server has read what is set up
        with CaptureQueriesContext(connection) as asked:
            timeline_of(home, contact)
        counts.append(sum(" FROM " in query["sql"] for query in asked))
    assert counts[0] == counts[1] <= 20
