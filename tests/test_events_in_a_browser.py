"""The event of a call in a browser: asked for at once, copied by one button, posted by one key; axe finds nothing."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import press_access_key, sign_in, violations
from cast import FRI_20_NOV, PASSWORD, County, call, dane
from csplan.agencies.actions import choose
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Contact
from csplan.events.models import Event
from event_pages import AT_10_40, BEFORE_ALL, returned

pytestmark = pytest.mark.django_db(transaction=True)
NOW: datetime = AT_10_40


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return dane(PASSWORD)


def owing(home: County) -> Contact:
    with speaking_for([home.id]):
        choose(home.id, "events.judging", True, actor=None, now=BEFORE_ALL)
        contact = call(home, FRI_20_NOV)
        returned(home, contact, information="the balance was told")
    return contact


@pytest.mark.requirement("WI-CSP-KIDS-07", "WI-CSP-KIDS-09")
def test_the_event_is_copied_and_posted_on_the_page_of_the_contact(page: Page, live_server: Any, home: County) -> None:
    contact = owing(home)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    sign_in(page, live_server.url, "case-worker.dane")
    page.goto(f"{live_server.url}/contacts/{contact.id}/")
    expect(page.get_by_role("heading", name="An event is owed to KIDS")).to_be_visible()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#part_1").input_value() and "the balance was told" in copied
    assert violations(page) == []
    press_access_key(page, "o")
    expect(page.get_by_role("heading", name="An event is owed to KIDS")).to_have_count(0)
    with speaking_for([home.id]):
        assert Event.objects.get().posted == NOW


def test_without_the_clipboard_the_text_is_selected(page: Page, live_server: Any, home: County) -> None:
    contact = owing(home)
    sign_in(page, live_server.url, "case-worker.dane")
    page.goto(f"{live_server.url}/contacts/{contact.id}/event/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Selected: press Ctrl+C to copy.")).to_be_visible()
    assert "the balance" in page.evaluate("document.getSelection().toString() || document.activeElement.value")


def test_pages_of_events_have_no_violation_in_any_state(page: Page, live_server: Any, home: County) -> None:
    contact = owing(home)
    sign_in(page, live_server.url, "supervisor.dane")
    event = f"/contacts/{contact.id}/event/"
    for path in (event, "/events/owed/office/", "/events/report/", "/events/sample/", "/events/restricted/"):
        page.goto(live_server.url + path)
        assert (path, violations(page)) == (path, [])
    page.goto(live_server.url + event)
    page.get_by_text("Change the wording").click()
    page.get_by_label("The wording").fill("she is lazy")
    page.get_by_role("button", name="Posted").click()
    expect(page.get_by_label("These words are a direct quotation")).to_be_visible()
    assert page.title().startswith("Error") and violations(page) == []
    page.goto(f"{live_server.url}/contacts/{contact.id}/restricted/")
    page.get_by_role("button", name="Ask the supervisor").click()
    expect(page.get_by_role("alert")).to_contain_text("Say where you keep it")
    assert violations(page) == []
    page.goto(f"{live_server.url}/participants/{contact.participant_id}/timeline/")
    assert violations(page) == []
