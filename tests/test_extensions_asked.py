"""A worker asks for more time with a reason; whoever may give it sees that, and decides. Until then no date moves."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import as_person, press_access_key, violations
from cast import MON_23_NOV, County, call, dane
from csplan.agencies.walls import speaking_for
from csplan.clocks.models import Turn
from csplan.clocks.turning import BadTurn
from csplan.contacts.clock_actions import ask_extension, decide_extension, take_back_turn
from csplan.contacts.models import Contact
from csplan.core.duration import Duration
from csplan.ledger.models import Entry
from desks import returned
from ledgers import found as faults_of
from pages import as_role, posted, text
from turned import clock_of, said

MORE = {"n": "2", "unit": "business days", "reason": "the court's copy is awaited"}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def asked(home: County, contact: Contact) -> Any:
    return posted(as_role(home), asking_page(contact), **MORE)


def asking_page(contact: Contact) -> str:
    return reverse("contacts:ask_extension", kwargs={"key": contact.id, "clock": clock_of(contact).id})


def may_ask(home: County, contact: Contact) -> bool:
    return asking_page(contact) in as_role(home).get(page_of(contact)).content.decode()


def decided(home: County, contact: Contact, given: str, role: str = "supervisor") -> Any:
    ask = Turn.objects.get(matter=contact.matter_id, what=Turn.ASK)
    page = reverse("contacts:decide_extension", kwargs={"key": contact.id, "turn": ask.id})
    return posted(as_role(home, role), page, given=given, reason="agreed" if given == "yes" else "call them first")


def page_of(contact: Contact) -> str:
    return reverse("desk:contact", args=[contact.id])


@pytest.mark.django_db
def test_what_a_worker_asks_for_waits_is_seen_and_given(home: County) -> None:
    contact = call(home, MON_23_NOV)
    before = clock_of(contact).due
    assert asked(home, contact).status_code == 302 and clock_of(contact).due == before
    shown = text(as_role(home).get(page_of(contact)))
    assert "An extension by 2 business days is asked for: the court's copy is awaited (Case Worker)" in shown
    assert "Waits for a supervisor's decision." in shown and "Decide" not in shown
    supervisor = as_role(home, "supervisor")
    assert "1 extension is asked for. Decide" in text(supervisor.get(reverse("desk:my_list")))
    listed = text(supervisor.get(reverse("contacts:asked")))
    assert "2 business days more, by Case Worker" in listed and "Tue 24 Nov 2026 16:30 CST" in listed
    assert decided(home, contact, "yes").status_code == 302
    after = clock_of(contact).due
    assert before and after and after > before
    shown = text(as_role(home).get(page_of(contact)))
    assert "An extension by 2 business days was asked for, and given: the court's copy is awaited" in shown
    assert "Extended by 2 business days: agreed (Supervisor)" in shown and "is asked for" not in shown
    assert "Nothing waits for a decision" in text(supervisor.get(reverse("contacts:asked")))
    assert [Entry.objects.filter(act=act).count() for act in ("ask for an extension", "extend clock")] == [1, 1]
    assert faults_of(home.id) == []


@pytest.mark.django_db
def test_what_is_not_given_leaves_the_date_and_tells_why(home: County) -> None:
    contact = call(home, MON_23_NOV)
    before = clock_of(contact).due
    asked(home, contact)
    assert decided(home, contact, "no").status_code == 302 and clock_of(contact).due == before
    shown = text(as_role(home).get(page_of(contact)))
    assert "No extension is given: call them first (Supervisor)" in shown and "Waits for" not in shown
    assert "was asked for, and not given: the court's copy is awaited (Case Worker)" in shown
    assert asked(home, contact).status_code == 302 and faults_of(home.id) == []  # and may be asked again


@pytest.mark.django_db
def test_while_an_extension_waits_the_page_offers_no_second_one(home: County) -> None:
    contact = call(home, MON_23_NOV)
    assert may_ask(home, contact)
    asked(home, contact)
    assert not may_ask(home, contact)
    decided(home, contact, "no")
    assert may_ask(home, contact)


@pytest.mark.django_db
def test_one_asks_once_and_one_decides_once(home: County) -> None:
    contact = call(home, MON_23_NOV)
    asked(home, contact)
    again = asked(home, contact)
    assert (
        again.status_code == 422 and "asked for already" in text(again) and "copy is awaited" in again.content.decode()
    )
    ask = Turn.objects.get(what=Turn.ASK)
    decide_extension(contact, ask, said(home), given=True)
    given = clock_of(contact).due
    late = decided(home, contact, "no", "agency director")
    assert late.status_code == 422 and "Somebody has decided this already" in text(late)
    assert "call them first" in late.content.decode() and clock_of(contact).due == given
    with pytest.raises(BadTurn, match="decided"):
        decide_extension(contact, ask, said(home), given=True)


@pytest.mark.django_db
def test_an_extension_that_was_asked_for_is_taken_back_as_any_other(home: County) -> None:
    contact = call(home, MON_23_NOV)
    before = clock_of(contact).due
    ask = ask_extension(contact, clock_of(contact), Duration(2, "days"), said(home))
    take_back_turn(contact, decide_extension(contact, ask, said(home), given=True), said(home))
    assert clock_of(contact).due == before and faults_of(home.id) == []


@pytest.mark.django_db
def test_a_promise_that_was_kept_meanwhile_waits_for_no_decision(home: County) -> None:
    contact = call(home, MON_23_NOV)
    asked(home, contact)
    returned(contact, home.worker)
    assert "Nothing waits for a decision" in text(as_role(home, "supervisor").get(reverse("contacts:asked")))
    assert "Decide" not in text(as_role(home, "supervisor").get(page_of(contact)))
    late = decided(home, contact, "yes")
    assert late.status_code == 422 and "has ended" in text(late)


@pytest.mark.django_db
def test_who_may_extend_is_not_made_to_ask_and_the_front_desk_does_neither(home: County) -> None:
    contact = call(home, MON_23_NOV)
    assert "Ask for an extension" not in text(as_role(home, "supervisor").get(page_of(contact)))
    assert "extension" not in text(as_role(home, "front desk").get(page_of(contact))).lower()


@pytest.mark.django_db
def test_the_list_asks_the_database_as_often_for_ten_as_for_one(home: County) -> None:
    counts: list[int] = []
    for more in (1, 9):
        for number in range(more):
            contact = call(home, MON_23_NOV + timedelta(seconds=len(counts) * 20 + number))
            ask_extension(contact, clock_of(contact), Duration(1, "days"), said(home))
        client = as_role(home, "supervisor")
        client.get(reverse("contacts:asked"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown = client.get(reverse("contacts:asked"))
        counts.append(len(queries))
    assert counts[0] == counts[1] and len(re.findall("1 day more", text(shown))) == 10


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_and_decided_by_keyboard(page: Page, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    home = dane()
    with speaking_for([home.id]):
        contact = call(home, MON_23_NOV)
    as_person(page, live_server.url, home.worker)
    page.goto(live_server.url + page_of(contact))
    page.get_by_role("link", name="Ask for an extension").press("Enter")
    press_access_key(page, "s")
    expect(page.get_by_role("alert")).to_contain_text("Say how many.")
    assert violations(page) == []
    page.get_by_label("How many?").fill("1")
    page.get_by_label("Business days").press("Space")
    page.get_by_label("Reason").fill("a document is awaited")
    press_access_key(page, "s")
    expect(page.get_by_role("status").first).to_contain_text("The extension is asked for")
    as_person(page, live_server.url, home.people["supervisor"])
    page.goto(f"{live_server.url}/due/")
    _decided(page)


def _decided(page: Page) -> None:
    """The supervisor goes from the own list to the decision."""
    page.get_by_role("link", name="Decide").press("Enter")
    assert violations(page) == []
    page.get_by_role("link", name="Decide on").press("Enter")
    page.get_by_label("Yes: extend the time as asked").press("Space")
    page.get_by_label("Reason").fill("agreed")
    press_access_key(page, "s")
    expect(page.locator("main")).to_contain_text("Extended by 1 business day: agreed")
