"""The morning digest and the calendar feed: numbers only, for who asked for them, and ended when they say so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, County, call
from csplan.adapters.feed.models import Feed
from csplan.agencies.actions import choose
from csplan.agencies.models import Person
from csplan.contacts.models import Contact
from csplan.desk.actions import wish_digest
from csplan.desk.digest import send_digests
from csplan.outbox.models import Parcel
from csplan.outbox.rounds import registered
from desks import county_at, returned, signed_in
from pages import text

pytestmark = pytest.mark.django_db
MINE = reverse("feed:mine")
NAMED = ("1234567", "custodial", "Case Worker", "payment", "KIDS", "Customer")
OPENING = datetime(2026, 11, 23, 8, 0, tzinfo=CENTRAL)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    cache.clear()
    found = county_at(MON_23_NOV, monkeypatch)
    speaking(found.id)
    Person.objects.filter(id=found.worker.id).update(email="worker@dane.example")
    for days in (0, 3, 4):
        call(found, FRI_20_NOV - timedelta(days=days))
    return found


@pytest.fixture
def wishing(home: County) -> County:
    """The agency offers the digest, and the worker wants it."""
    choose(home.id, "desk.digest", True, actor=home.people["agency director"].id, now=FRI_20_NOV)
    wish_digest(True, by=home.worker, now=FRI_20_NOV)
    return home


def test_a_digest_says_how_much_is_due_and_nothing_of_anybody(wishing: County) -> None:
    send_digests(wishing.id, OPENING)
    sent = Parcel.objects.get()
    said = f"{sent.payload['subject']} {sent.payload['text']}"
    assert (sent.kind, sent.to) == ("mail", "worker@dane.example")
    assert "Past due: 2\nDue today: 1\nDue tomorrow: 0" in said and "http://127.0.0.1:8000/due/" in said
    assert [word for word in NAMED if word in said] == []


def test_a_digest_is_put_out_once_a_day_however_often_the_round_is_made(wishing: County) -> None:
    for minutes in (0, 5, 5, 300):
        send_digests(wishing.id, OPENING + timedelta(minutes=minutes))
    assert Parcel.objects.count() == 1
    send_digests(wishing.id, OPENING + timedelta(days=1))
    assert Parcel.objects.count() == 2


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (OPENING - timedelta(seconds=1), 0),
        (OPENING, 1),
        (datetime(2026, 11, 23, 16, 29, 59, tzinfo=CENTRAL), 1),
        (datetime(2026, 11, 23, 16, 30, tzinfo=CENTRAL), 0),
        (datetime(2026, 11, 22, 9, 0, tzinfo=CENTRAL), 0),  # a Sunday
        (datetime(2026, 11, 26, 9, 0, tzinfo=CENTRAL), 0),  # Thanksgiving
    ],
)
def test_a_digest_goes_out_while_the_office_is_open_and_on_no_closed_day(
    wishing: County, at: datetime, sent: int
) -> None:
    send_digests(wishing.id, at)
    assert Parcel.objects.count() == sent


def test_without_the_agency_s_choice_or_the_person_s_wish_no_digest_goes_out(wishing: County) -> None:
    wish_digest(False, by=wishing.worker, now=MON_23_NOV)
    send_digests(wishing.id, OPENING)
    wish_digest(True, by=wishing.worker, now=MON_23_NOV)
    choose(wishing.id, "desk.digest", False, actor=None, now=MON_23_NOV)
    send_digests(wishing.id, OPENING)
    assert not Parcel.objects.exists()


def test_somebody_whose_role_has_ended_gets_no_digest(wishing: County) -> None:
    wishing.worker.grants.update(last_day=FRI_20_NOV.date())
    send_digests(wishing.id, OPENING)
    assert not Parcel.objects.exists()


def test_the_round_of_the_morning_is_registered() -> None:
    assert "desk.digest" in {each.name for each in registered()}


def test_a_person_asks_for_the_digest_and_ends_it(home: County) -> None:
    client, page = signed_in(home.worker), reverse("desk:reminders")
    assert "Your agency has not chosen to offer it" in text(client.get(page))
    choose(home.id, "desk.digest", True, actor=None, now=MON_23_NOV)
    assert "Send me the digest at worker@dane.example" in text(client.get(page))
    for word, says in (("yes", "You get it at worker@dane.example."), ("no", "Send me the digest")):
        assert says in text(client.post(page, {"digest": word}, follow=True))


def first_contact(home: County) -> Contact:
    return Contact.objects.filter(agency=home.id).select_related("matter").earliest("received")


def feed_of(home: County) -> str:
    """The address of the worker's new feed."""
    shown = signed_in(home.worker).post(MINE, {"do": "make"}).content.decode()
    return shown.split('readonly value="http://127.0.0.1:8000')[1].split('"')[0]


def events(answer: Any) -> list[str]:
    return [str(each["summary"]) for each in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_feed_says_how_much_is_due_when_and_nothing_of_anybody(home: County) -> None:
    answer = Client().get(feed_of(home))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert events(answer) == ["csplan: 2 past due", "csplan: 1 due"]
    _, due = Calendar.from_ical(answer.content).walk("VEVENT")
    assert due.decoded("dtstart") == datetime(2026, 11, 23, 16, 30, tzinfo=CENTRAL), (
        "as on the list, and as csplan due says"
    )
    assert [word for word in NAMED if word in answer.content.decode()] == []


def test_the_address_of_a_feed_is_kept_as_a_digest_and_shown_once(home: County) -> None:
    secret = feed_of(home).rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) >= 43 and secret not in str(Feed.objects.values().get())
    assert secret not in signed_in(home.worker).get(MINE).content.decode()


def test_an_address_that_was_exchanged_or_ended_leads_nowhere_at_once(home: County) -> None:
    first = feed_of(home)
    assert Client().get(first).status_code == 200
    second = feed_of(home)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    signed_in(home.worker).post(MINE, {"do": "end"})
    assert Client().get(second).status_code == 404 and not Feed.objects.exists()


def test_the_feed_of_another_agency_s_address_leads_nowhere(home: County) -> None:
    address = feed_of(home)
    assert Client().get(address.replace(str(home.id), str(home.office.id))).status_code == 404


def test_who_has_left_has_no_feed(home: County) -> None:
    address = feed_of(home)
    home.worker.grants.update(last_day=FRI_20_NOV.date())
    assert Client().get(address).status_code == 404
    Person.objects.filter(id=home.worker.id).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_a_feed_that_did_not_change_is_not_sent_again(home: County) -> None:
    address = feed_of(home)
    etag = Client().get(address)["ETag"]
    again = Client().get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    returned(first_contact(home), home.worker)
    cache.clear()
    changed = Client().get(address, headers={"If-None-Match": etag})
    assert changed.status_code == 200 and changed["ETag"] != etag


def test_a_program_that_asks_too_often_is_answered_from_what_is_kept(home: County) -> None:
    address = feed_of(home)
    before = Client().get(address).content
    returned(first_contact(home), home.worker)
    assert Client().get(address).content == before
    cache.clear()
    assert Client().get(address).content != before
