"""A snow day and a hand-over in a browser: the date and its reason on screen are those of `csplan due`."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import press_access_key, sign_in, violations
from cast import CENTRAL, FRI_20_NOV, PASSWORD, County, call, dane
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main

pytestmark = pytest.mark.django_db(transaction=True)
SNOW = datetime(2026, 11, 23, 10, 30, tzinfo=CENTRAL)
CALENDAR = """
name = "snow"
based_on = "us-wi-example"
[[closed]]
name = "Snow day, open 08:00-11:00 only, the day does not count"
dates = [2026-11-23]
holiday = false
"""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: SNOW)
    found = dane(PASSWORD)
    with speaking_for([found.id]):
        call(found, FRI_20_NOV)
    return found


@pytest.mark.requirement("WI-CSP-HOURS-01", "WI-CSP-PHONE-01")
def test_a_snow_day_from_11_after_the_promise(
    page: Page, live_server: Any, home: County, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    found: dict[str, list[str]] = {}
    sign_in(page, live_server.url, "supervisor.dane")
    page.goto(f"{live_server.url}/calendar/")
    found["calendar"] = violations(page)
    page.get_by_role("link", name="Close early today").click()
    press_access_key(page, "s")
    found["error"] = violations(page)
    page.get_by_label("Closes").fill("11:00")
    page.get_by_text("The day does not count for them").click()
    page.get_by_label("Reason").fill("Snow day")
    press_access_key(page, "s")
    expect(page.get_by_text("1 open promise would move to a later date.")).to_be_visible()
    found["preview"] = violations(page)
    page.get_by_label("Why is the calendar changed?").fill("the county closed its offices")
    press_access_key(page, "s")
    expect(page.get_by_role("status").first).to_contain_text("The calendar is changed.")
    assert found == {name: [] for name in found}
    _on_screen_as_counted(page, live_server, capsys, tmp_path / "snow.toml")


def _on_screen_as_counted(page: Page, live_server: Any, capsys: pytest.CaptureFixture[str], path: Path) -> None:
    path.write_text(CALENDAR)
    main(["due", "--at", "2026-11-20T16:50", "--within", "1 business day", "--calendar", str(path), "--explain"])
    page.goto(f"{live_server.url}/office/")
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    page.locator("summary").first.press("Enter")
    shown = page.locator("details").first.inner_text()
    lines = capsys.readouterr().out.splitlines()
    for line in lines[3:]:
        assert line.strip().partition(" (2026-")[0] in shown, line
    assert "Moved from Mon 23 Nov 2026 16:30 CST to Tue 24 Nov 2026 16:30 CST" in page.locator("main").inner_text()


def test_a_hand_over_keeps_the_date_and_its_reason(page: Page, live_server: Any, home: County) -> None:
    sign_in(page, live_server.url, "supervisor.dane")
    page.goto(f"{live_server.url}/office/")
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(page.get_by_text("Due Mon 23 Nov 2026 16:30 CST").first).to_be_visible()
    page.get_by_role("link", name="Hand over").click()
    assert violations(page) == []
    page.get_by_label("Who answers for it from now on?").select_option(label="Supervisor")
    page.get_by_label("Reason").fill("knows the case")
    press_access_key(page, "s")
    expect(page.get_by_text("Due Mon 23 Nov 2026 16:30 CST").first).to_be_visible()
    expect(page.get_by_text("Handed over from Case Worker to Supervisor")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Extend").click()
    assert violations(page) == []
