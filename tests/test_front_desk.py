"""The four everyday calls, each by at most six key events, by the front desk and by a worker, without a mouse."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import press_access_key, tap_access_key, violations
from cast import FRI_20_NOV, MON_23_NOV, PASSWORD, County, call, dane
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.clocks.models import Clock
from csplan.contacts.models import Contact
from keys import Keys

pytestmark = pytest.mark.django_db(transaction=True)
MOST_KEYS = 6
FRONT_DESK, WORKER = "front-desk.dane", "case-worker.dane"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    return dane(PASSWORD)


def log_page(page: Page, live_server: Any, name: str) -> Keys:
    """The page to log a contact, opened by somebody."""
    page.goto(live_server.url)
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(due|calls/new)/$"))
    page.goto(f"{live_server.url}/calls/new/")
    expect(page.get_by_label("Case number")).to_be_focused()
    return Keys(page)


def only(of: County) -> Contact:
    with speaking_for([of.id]):
        return Contact.objects.select_related("matter__owner").get()


@pytest.mark.requirement("WI-CSP-KIDS-08", "WI-CSP-PHONE-01")
def test_a_customer_who_wants_a_call_back_at_the_front_desk(page: Page, live_server: Any, home: County) -> None:
    keys = log_page(page, live_server, FRONT_DESK).type("1234567").press("Tab").type("asks about a payment")
    keys.press("Tab").press("c").alt("u")  # for whom: the first letter of the name
    assert keys.save("c").recorded("Wants a call back") <= MOST_KEYS
    assert only(home).matter.owner.name == "Case Worker" and only(home).party == "custodial parent"


@pytest.mark.requirement("WI-CSP-SCOPE-01", "WI-CSP-PHONE-02")
def test_an_employer_at_the_front_desk_for_who_answered_for_the_case_last(
    page: Page, live_server: Any, home: County
) -> None:
    with speaking_for([home.id]):
        call(home, FRI_20_NOV, party="non-custodial parent")
    keys = log_page(page, live_server, FRONT_DESK).type("1234567").press("Tab").type("withholding notice")
    expect(page.get_by_label("For Case Worker, who answered for this case last")).not_to_be_checked()
    keys.press("Tab").press("Tab").type("Acme Corporation").alt("w").alt("m")
    assert keys.save("c").recorded("Wants a call back") <= MOST_KEYS
    with speaking_for([home.id]):
        logged = Contact.objects.select_related("matter__owner").get(party="employer")
        assert (logged.name, logged.matter.owner_id) == ("Acme Corporation", home.worker.id)
        assert Clock.objects.get(matter=logged.matter_id).standard == "phone.employer_return"


@pytest.mark.parametrize("who", [FRONT_DESK, WORKER])
def test_a_call_answered_live_is_one_key_and_starts_no_clock(
    page: Page, live_server: Any, home: County, who: str
) -> None:
    assert log_page(page, live_server, who).save("a").recorded("Answered live") == 1
    with speaking_for([home.id]):
        assert not Clock.objects.exists()


@pytest.mark.parametrize("who", [FRONT_DESK, WORKER])
def test_a_try_that_reached_nobody(page: Page, live_server: Any, home: County, who: str) -> None:
    keys = log_page(page, live_server, who).type("1234567").alt("o")
    assert keys.save("n").recorded("We called, reached nobody") <= MOST_KEYS
    assert only(home).outcome == "reached nobody"


def test_a_worker_logs_a_customer_and_an_employer(page: Page, live_server: Any, home: County) -> None:
    keys = log_page(page, live_server, WORKER).type("1234567").press("Tab").type("asks about a payment").alt("o")
    assert keys.save("c").recorded("Wants a call back") <= MOST_KEYS
    page.goto(f"{live_server.url}/calls/new/")
    keys = Keys(page).type("1234567").press("Tab").type("withholding").press("Tab").type("Acme").alt("m")
    assert keys.save("v").recorded("Left a voice mail") <= MOST_KEYS


def test_nothing_that_is_not_said_starts_a_clock(page: Page, live_server: Any, home: County) -> None:
    log_page(page, live_server, FRONT_DESK).type("1234567").save("c")
    shown = page.get_by_role("alert").inner_text()
    assert "Say who it was" in shown and "Choose who answers" in shown
    assert not page.locator("input[type=radio]:checked, input[type=checkbox]:checked").count()
    assert page.get_by_label("Case number").input_value() == "1234567"
    assert violations(page) == []


def test_without_script_a_look_saves_nothing_and_names_who_had_the_case_last(
    page: Page, live_server: Any, home: County
) -> None:
    with speaking_for([home.id]):
        call(home, FRI_20_NOV)
    page.route("**/htmx*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    log_page(page, live_server, FRONT_DESK).type("1234567").press("Tab").type("kept as typed").save("l")
    expect(page.get_by_label("For Case Worker, who answered for this case last")).to_be_visible()
    assert page.get_by_label("What about?").input_value() == "kept as typed"
    assert not page.get_by_role("alert").count()
    with speaking_for([home.id]):
        assert Contact.objects.count() == 1


@pytest.mark.requirement("WI-CSP-VM-02", "WI-CSP-VM-03", "WI-CSP-LEP-01", "WI-CSP-KIDS-11")
def test_a_voice_mail_in_spanish_on_a_holiday_is_due_as_the_command_line_says(
    page: Page,
    live_server: Any,
    home: County,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    thanksgiving = datetime(2026, 11, 26, 10, 0, tzinfo=FRI_20_NOV.tzinfo)
    monkeypatch.setattr(timezone, "now", lambda: thanksgiving)
    keys = log_page(page, live_server, WORKER).type("1234567").press("Tab").type("asks about a payment").alt("u")
    keys.alt("x")
    page.get_by_label("Language, if not English").fill("Spanish")
    keys.save("v").recorded("Left a voice mail")
    main(["due", "--at", "2026-11-26T10:00", "--within", "1 working day", "--calendar", "us-wi-example", "--explain"])
    said = [line.strip() for line in capsys.readouterr().out.splitlines()[3:] if line.strip()]
    page.locator("summary").first.press("Enter")
    shown = page.locator("details").first.inner_text()
    for line in said:
        assert line.partition(" (2026")[0] in shown
    assert "Spanish" in page.locator("main").inner_text()
    _returned_with_an_interpreter(page)


def _returned_with_an_interpreter(page: Page) -> None:
    press_access_key(page, "r")
    page.keyboard.press("Space")
    page.get_by_label("Information provided").fill("Explained the last payment.")
    page.get_by_label("Interpreter, if one helped").select_option("contracted")
    page.get_by_label("Name of the interpreter").fill("4711")
    press_access_key(page, "s")
    expect(page.get_by_role("alert")).to_contain_text("Give the position of the interpreter.")
    assert violations(page) == []
    page.get_by_label("Position or relationship").fill("interpreter of the service")
    press_access_key(page, "s")
    expect(page.locator("li", has_text="4711, interpreter of the service")).to_be_visible()


def test_a_letter_stands_open_by_keyboard_with_its_date_stamp(page: Page, live_server: Any, home: County) -> None:
    log_page(page, live_server, WORKER)
    tap_access_key(page, "i")
    expect(page.get_by_label("Date", exact=True)).to_be_visible()


def test_axe_finds_nothing_on_the_pages_of_contacts_and_their_errors(
    page: Page, live_server: Any, home: County
) -> None:
    with speaking_for([home.id]):
        letter = call(home, FRI_20_NOV, kind="letter")
    log_page(page, live_server, "supervisor.dane")
    paths = ["/calls/new/", "/calls/several/", "/cases/find/"]
    paths += [f"/contacts/{letter.id}/{part}" for part in ("done/acknowledge/", "correct/")]
    paths += [f"/participants/{letter.participant_id}/{part}" for part in ("restrict/", "needs/")]
    found = {}
    for path in [*paths, f"/participants/{letter.participant_id}/", f"/contacts/{letter.id}/", "/calls/sheet/"]:
        page.goto(live_server.url + path)
        found[path] = violations(page)
    for path in paths[1:5]:
        page.goto(live_server.url + path)
        press_access_key(page, "s")
        found[f"error on {path}"] = [] if page.title().startswith("Error:") else ["no error is told"]
        found[f"error on {path}"] += violations(page)
    assert found == {path: [] for path in found}
