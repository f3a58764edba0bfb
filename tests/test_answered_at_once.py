"""Two who answer one contact: the second sees what the first recorded since the page was opened, and decides."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import as_person, press_access_key, violations
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.agencies.walls import speaking_for
from csplan.clocks.models import Clock
from csplan.contacts.actions import record_attempt
from csplan.contacts.models import Attempt, Contact, Handling
from csplan.contacts.said import NewAttempt
from ledgers import found as faults_of
from pages import as_role, text
from read_pages import hidden

TOLD = {"when": "now", "information": "explained the balance", "note": "typed by me"}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def opened(client: Client, address: str) -> dict[str, str]:
    """What a browser sends of a page that it has opened."""
    page = client.get(address)
    return {**TOLD, "key": hidden(page, "key"), "seen": hidden(page, "seen")}


def page_of(contact: Contact, name: str = "returned") -> str:
    return reverse(f"contacts:{name}", args=[contact.id])


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["returned", "attempt"])
@pytest.mark.parametrize("second", ["returned", "attempt"])
def test_the_second_is_shown_the_first_keeps_what_was_typed_and_may_record_it_nevertheless(
    home: County, first: str, second: str
) -> None:
    contact, theirs, mine = call(home, FRI_20_NOV), as_role(home, "supervisor"), as_role(home)
    ours = [opened(client, page_of(contact, page)) for client, page in ((theirs, first), (mine, second))]
    assert theirs.post(page_of(contact, first), ours[0] | {"note": "by the supervisor"}).status_code == 302
    late = mine.post(page_of(contact, second), ours[1])
    shown = text(late)
    assert late.status_code == 409 and "Nothing is saved yet: somebody else has recorded something" in shown
    assert ", Supervisor (" in shown and "by the supervisor" in shown
    assert "typed by me" in late.content.decode() and Attempt.objects.count() == 1
    again = {**ours[1], "seen": hidden(late, "seen")}
    assert again["key"] == hidden(late, "key")
    assert mine.post(page_of(contact, second), again).status_code == 302
    assert Attempt.objects.count() == 2 and faults_of(home.id) == []


@pytest.mark.django_db
def test_what_stood_there_when_the_page_was_opened_asks_nothing(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    record_attempt(contact, NewAttempt(happened=MON_23_NOV, note=""), by=home.worker, key=uuid4(), now=MON_23_NOV)
    assert client.post(page_of(contact), opened(client, page_of(contact))).status_code == 302


@pytest.mark.django_db
def test_the_same_form_sent_twice_is_no_second_person(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    told = opened(client, page_of(contact))
    assert [client.post(page_of(contact), told).status_code for _ in range(3)] == [302] * 3
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_two_who_answer_one_letter_both_see_both(home: County) -> None:
    letter, mine = call(home, FRI_20_NOV, kind="letter"), as_role(home)
    address = reverse("contacts:handled", args=[letter.id, "respond"])
    ours = opened(mine, address)
    theirs = as_role(home, "front desk")
    assert theirs.post(address, opened(theirs, address)).status_code == 302
    late = mine.post(address, ours)
    assert late.status_code == 409 and "Response sent, Front Desk" in text(late) and Handling.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_five_at_the_very_same_instant_one_is_told_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    home = dane()
    with speaking_for([home.id]):
        contact = call(home, FRI_20_NOV)
    clients = [as_role(home) for _ in range(5)]
    ours = [opened(each, page_of(contact)) for each in clients]

    def send(number: int) -> Any:
        try:
            return clients[number].post(page_of(contact), ours[number]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(send, range(5))) == [302, 409, 409, 409, 409]
    with speaking_for([home.id]):
        assert Attempt.objects.count() == 1 and Clock.objects.get().met == MON_23_NOV


@pytest.mark.django_db(transaction=True)
def test_by_keyboard_the_second_reads_it_and_saves_again(
    page: Page, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    home = dane()
    with speaking_for([home.id]):
        contact = call(home, FRI_20_NOV)
    as_person(page, live_server.url, home.worker)
    page.goto(live_server.url + page_of(contact))
    theirs = as_role(home, "supervisor")
    theirs.post(page_of(contact), opened(theirs, page_of(contact)))
    page.keyboard.press("Space")
    page.get_by_label("Information provided").fill("told the balance too")
    press_access_key(page, "s")
    expect(page.get_by_role("alert")).to_contain_text("Reached, call returned, Supervisor")
    expect(page.get_by_label("Information provided")).to_have_value("told the balance too")
    assert violations(page) == []
    press_access_key(page, "s")
    expect(page.get_by_role("status").first).to_contain_text("Recorded")
