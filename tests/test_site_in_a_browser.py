"""The slice in a browser, by keyboard alone: sign in, log a contact, see it due and why, return it, see it met."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import open_page, press_access_key, sign_in, violations
from cast import FRI_20_NOV, MON_23_NOV, PASSWORD, County, call, dane, regional, rock
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from keys import Keys

pytestmark = pytest.mark.django_db(transaction=True)
EVE_OF_THANKSGIVING = datetime(2026, 11, 25, 15, 45, tzinfo=FRI_20_NOV.tzinfo)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: EVE_OF_THANKSGIVING)
    return dane(PASSWORD)


@pytest.mark.requirement("WI-CSP-PHONE-02")
def test_an_employers_call_is_logged_by_six_keys_shown_with_its_reason_returned_and_met(
    page: Page, live_server: Any, home: County, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in(page, live_server.url, "case-worker.dane")
    page.get_by_role("link", name="Log a contact").first.click()
    _log_an_employers_call(page)
    page.get_by_role("link", name="My due list").click()
    main(["due", "--at", "2026-11-25T15:45", "--within", "2 business days", "--calendar", "us-wi-example", "--explain"])
    expect(page.get_by_role("row").nth(1)).to_contain_text("Tue 1 Dec 2026 16:30 CST")
    page.locator("summary").press("Enter")
    shown = page.locator("details").inner_text()
    for line in capsys.readouterr().out.splitlines()[3:]:
        assert line.strip().removesuffix(" (2026-12-01T16:30:00-06:00)") in shown
    assert "Employer phone calls are returned within 2 business days of the call." in shown
    _return_it(page)


def _log_an_employers_call(page: Page) -> None:
    expect(page.get_by_label("Case number")).to_be_focused()
    keys = Keys(page).type("1234567").press("Tab").type("income withholding notice").press("Tab").type("Acme")
    assert keys.alt("m").save("c").recorded("Wants a call back") <= 6


def _just_now(page: Page) -> None:
    expect(page.get_by_label("Just now")).to_be_focused()
    page.keyboard.press("Space")


def _return_it(page: Page) -> None:
    page.get_by_role("row").nth(1).get_by_role("link").press("Enter")
    press_access_key(page, "n")
    _just_now(page)
    press_access_key(page, "s")
    expect(page.get_by_role("heading", name="Employer phone call returned: open")).to_be_visible()
    press_access_key(page, "r")
    _just_now(page)
    page.get_by_label("I write it in the case system myself").press("Space")
    press_access_key(page, "s")
    expect(page.get_by_role("heading", name="Employer phone call returned: met")).to_be_visible()
    page.get_by_role("link", name="My due list").click()
    expect(page.get_by_text("Nothing is open.")).to_be_visible()


def test_a_call_answered_live_is_one_key_and_owes_nothing(page: Page, live_server: Any, home: County) -> None:
    sign_in(page, live_server.url, "case-worker.dane")
    page.goto(f"{live_server.url}/calls/new/")
    press_access_key(page, "a")
    expect(page.get_by_text("This contact owes nothing")).to_be_visible()


def test_enter_in_a_field_presses_no_button(page: Page, live_server: Any, home: County) -> None:
    sign_in(page, live_server.url, "case-worker.dane")
    page.goto(f"{live_server.url}/calls/new/")
    page.get_by_label("Case number").press("Enter")
    page.wait_for_timeout(200)
    assert page.url.endswith("/calls/new/") and not page.get_by_role("alert").count()


def test_the_first_tab_leads_past_the_header(page: Page, live_server: Any, home: County) -> None:
    sign_in(page, live_server.url, "case-worker.dane")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_page_of_a_region_and_the_list_fit_a_narrow_window_and_axe(
    live_server: Any, home: County, settings: Any
) -> None:
    settings.CSPLAN_DEMO = True
    regional([home, rock()])
    with speaking_for([home.id]):
        call(home, MON_23_NOV, kind="voice mail", now=MON_23_NOV)
    with open_page(width=360) as page:
        for button in ("Regional Administrator, regional", "Case Worker, case worker"):
            page.goto(f"{live_server.url}/sign-in/")
            assert violations(page) == []
            page.get_by_role("button", name=button).first.click()
            page.wait_for_url("**/agencies/" if "Regional" in button else "**/due/")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            page.get_by_role("button", name="Sign out").click()
