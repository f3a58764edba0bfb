"""Whom to call back of an imported log: the number stands on the contact, and nowhere that leaves the agency."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from call_logs import BACK, LIVE, MISSED, VOICE, a_log, imported, the_meaning, uploaded
from cast import MON_23_NOV, County, dane, rock
from csplan.adapters.imports.actions import say_meaning, start
from csplan.adapters.imports.calls import caller_of
from csplan.adapters.imports.recording import advance
from csplan.adapters.webhooks.kinds import KINDS
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.contacts.models import Attempt, Contact
from csplan.desk.digest import digest_text
from csplan.ledger.models import Entry
from csplan.outbox.models import Parcel
from ledgers import found
from pages import as_role, text
from receivers import hook
from test_reminders import feed_of

pytestmark = pytest.mark.django_db
ANONYMOUS = VOICE.replace("608-555-0102,,", "Anonymous,,4711")
NUMBER, DIGITS = "(608) 555-0101", "5550101"
WITHHELD = (
    "Number withheld: called Fri 20 Nov 2026 09:15 CST, extension 4711. Look it up in the telephone system's log."
)
LIST = "/due/"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    return county


def page_of(contact: Contact) -> str:
    return reverse("desk:contact", args=[contact.id])


@pytest.mark.requirement("WI-CSP-PHONE-01")
def test_two_missed_calls_without_a_case_are_told_apart_and_can_be_returned(home: County) -> None:
    imported(home, a_log(MISSED.replace("1234567", ""), VOICE))
    client = as_role(home)
    shown = text(client.get(LIST))
    assert f"Telephone: {NUMBER}" in shown and "Telephone: 608-555-0102" in shown
    assert f"Number {NUMBER}" in text(client.get(page_of(Contact.objects.get(kind="call back"))))


def test_a_number_that_is_withheld_is_said_with_when_and_where_it_rang(home: County) -> None:
    imported(home, a_log(ANONYMOUS))
    client, contact = as_role(home), Contact.objects.get()
    assert WITHHELD in text(client.get(LIST)) and WITHHELD in text(client.get(page_of(contact)))
    assert (contact.number, contact.reason) == ("", WITHHELD)


def test_a_log_without_a_column_of_callers_says_so_where_no_case_tells_whom_to_call(home: County) -> None:
    columns = {name: place for name, place in the_meaning(home).columns.items() if name != "caller"}
    by, meaning = home.people["supervisor"], replace(the_meaning(home), columns=columns, zone="UTC")
    taken = say_meaning(uploaded(home, a_log(MISSED, VOICE)), meaning, by=by, now=MON_23_NOV)
    advance(start(taken, by=by, now=MON_23_NOV), MON_23_NOV)
    said = dict(Contact.objects.values_list("kind", "reason"))
    says = "No number in the log: called Fri 20 Nov 2026 09:15 UTC. Look it up in the telephone system's log."
    assert said == {"call back": "", "voice mail": says}


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (" +1 (608)\n555-0101 ", "+1 (608) 555-0101"),
        ("1001", "1001"),
        ("", ""),
        ("anonymous", ""),
        ("Restricted 1", ""),
        ("Doe, Jane <608 555 0101>", "Doe, Jane <608 555 0101>"),
        ("sip:+16085550101@voice.gateway.telephone.example.org:5060", "+16085550101"),
    ],
)
def test_a_number_is_kept_as_the_log_writes_it(cell: str, number: str) -> None:
    assert caller_of(cell) == number


def test_of_an_answered_call_no_number_is_kept(home: County) -> None:
    imported(home, a_log(LIVE))
    contact = Contact.objects.get()
    assert (contact.number, contact.reason) == ("", "")


def test_the_preview_shows_whom_each_contact_would_have_to_be_called(home: County) -> None:
    taken = uploaded(home, a_log(MISSED, ANONYMOUS, LIVE))
    say_meaning(taken, the_meaning(home), by=home.people["supervisor"], now=MON_23_NOV)
    shown = text(as_role(home, "supervisor").get(reverse("imports:preview", args=[taken.id])))
    assert NUMBER in shown and WITHHELD in shown and "555-0103" not in shown


def test_who_says_what_a_call_out_was_sees_whom_it_may_have_answered(home: County) -> None:
    imported(home, a_log(MISSED, BACK))
    assert f"Telephone: {NUMBER}" in text(as_role(home).get("/calls-out/"))
    assert not Attempt.objects.exists()


def test_a_number_stands_in_no_log_webhook_digest_feed_address_or_ledger(
    home: County, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hook(home, kinds=tuple(KINDS))
    imported(home, a_log(MISSED))
    calendar, contact = calendar_of(calendar_edition(home.id, home.office.id)), Contact.objects.get()
    feed = Client().get(feed_of(home)).content.decode()
    sent = [str(list(model._default_manager.values())) for model in (Parcel, Entry)]
    told = [*sent, digest_text(home.worker, calendar, wall_time(calendar, MON_23_NOV)), feed, page_of(contact)]
    messages = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert Parcel.objects.exists()
    assert not any(DIGITS in each or "555-0101" in each for each in (*told, *messages))


def test_a_number_is_behind_the_wall_of_its_agency(home: County, speaking: Callable[..., None]) -> None:
    imported(home, a_log(MISSED))
    contact, other = Contact.objects.get(), rock()
    speaking(home.id, other.id)
    client = as_role(other)
    assert client.get(page_of(contact)).status_code == 404
    assert DIGITS not in text(client.get(LIST)) and "555-0101" not in text(client.get(LIST))
    assert found(home.id) == []


def test_what_looks_like_a_social_security_number_is_masked_in_it_too(home: County) -> None:
    imported(home, a_log(VOICE.replace("608-555-0102", "219-09-9998")))
    assert Contact.objects.get().number == "***-**-****"
