"""A call log in a browser: uploaded, explained, previewed, recorded, its call out decided; axe finds nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import as_person, violations
from call_logs import BACK, LIVE, MISSED, WRONG, a_log
from cast import MON_23_NOV, PASSWORD, County, dane
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Attempt, Contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    return dane(PASSWORD)


Found = dict[str, list[str]]


def test_a_log_is_imported_and_its_call_out_decided(page: Page, live_server: Any, home: County, tmp_path: Path) -> None:
    as_person(page, live_server.url, home.people["supervisor"])
    found: Found = {}
    page.goto(f"{live_server.url}/imports/")
    _upload_a_broken_log(page, tmp_path / "broken.csv", found)
    _upload_and_say_what_it_means(page, tmp_path / "calls.csv", found)
    page.get_by_role("button", name="Record these calls").click()
    expect(page.get_by_role("status")).to_contain_text("Done.", timeout=20_000)
    found["progress"] = violations(page)
    page.get_by_role("link", name="Say what the calls out were").click()
    found["calls out"] = violations(page)
    page.get_by_role("button", name="Reached by the call of Mon 23 Nov 2026 09:00").click()
    expect(page.get_by_role("status")).to_contain_text("the return is recorded")
    page.goto(f"{live_server.url}/imports/")
    found["list"] = violations(page)
    _upload_again(page, tmp_path / "calls.csv", found)
    assert found == {name: [] for name in found}
    with speaking_for([home.id]):
        assert Contact.objects.count() == 2 and [each.reached for each in Attempt.objects.all()] == [True]


def _upload_a_broken_log(page: Page, log: Path, found: Found) -> None:
    log.write_bytes(b'a,b\r\n"1,2\r\n')
    page.get_by_label("The call log (CSV)").set_input_files(log)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#id_file_error")).to_contain_text("Line 2: a quotation mark is opened and never closed")
    found["upload, wrong"] = violations(page)


def _upload_and_say_what_it_means(page: Page, log: Path, found: Found) -> None:
    log.write_bytes(a_log(BACK, MISSED, LIVE, WRONG))
    page.get_by_label("The call log (CSV)").set_input_files(log)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Go on to the values").click()
    expect(page.get_by_role("heading", name="Nothing is saved yet")).to_be_visible()
    found["columns, wrong"] = violations(page)
    page.get_by_label("Who were the callers").select_option("custodial parent")
    page.get_by_label("Who answers missed calls").select_option(label="Case Worker")
    page.get_by_role("button", name="Go on to the values").click()
    found["values"] = violations(page)
    page.get_by_role("button", name="Show what would be recorded").click()
    expect(page.locator("main")).to_contain_text("1 missed or left a voice mail")
    found["preview"] = violations(page)


def _upload_again(page: Page, log: Path, found: Found) -> None:
    page.get_by_label("The call log (CSV)").set_input_files(log)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="Nothing would be recorded")).to_be_visible()
    expect(page.get_by_role("button", name="Record these calls")).to_have_count(0)
    found["preview of nothing"] = violations(page)
