"""A month or a year mistyped: asked at the field, with all else kept, and recorded where somebody says it is right."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import as_person, tap_access_key, violations
from call_logs import a_log, the_meaning, uploaded
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.adapters.imports.actions import say_meaning
from csplan.contacts.models import Contact
from pages import as_role, posted, text

ASKS = "Received 368 days before it is entered: is that right?"
YES = "Yes, it was received on Thu 20 Nov 2025"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def logged(home: County, day: str, **more: str) -> Any:
    told = {"earlier": "call back", "day": day, "time": "09:00", "party": "custodial parent", "reason": "kept"}
    return posted(as_role(home), reverse("contacts:log"), owner=str(home.worker.id), **{**told, **more})


@pytest.mark.django_db
def test_a_mistyped_year_is_asked_and_recorded_only_where_that_day_is_confirmed(home: County) -> None:
    asked = logged(home, "2025-11-20")
    assert asked.status_code == 422 and ASKS in text(asked) and YES in text(asked)
    assert 'value="kept"' in asked.content.decode() and not Contact.objects.exists()
    assert logged(home, "2025-11-19", long_ago="2025-11-20").status_code == 422  # another day than was confirmed
    assert logged(home, "2025-11-20", long_ago="2025-11-20").status_code == 302
    assert Contact.objects.get().received.year == 2025


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "status"), [("2026-10-27", 302), ("2026-10-26", 422), ("2026-10-23", 422)])
def test_a_mistyped_month_is_asked_and_less_is_not(home: County, day: str, status: int) -> None:
    """28 days are the least by which a mistyped month is off."""
    answer = logged(home, day)
    assert answer.status_code == status
    assert ("is that right?" in text(answer)) == (status == 422)


@pytest.mark.django_db
def test_a_letter_of_long_ago_is_asked_for_both_the_reason_and_the_day(home: County) -> None:
    shown = text(logged(home, "2025-11-20", earlier="letter"))
    assert ASKS in shown and "Say why it is entered now" in shown


@pytest.mark.django_db
def test_a_row_after_an_outage_asks_alone_for_its_own_date(home: County) -> None:
    rows = {"rows": "2", "save": "1"}
    for number, day in enumerate(("2026-11-20", "2025-11-20")):
        told = {"day": day, "time": "09:00", "party": "custodial parent", "kind": "call back"}
        key = f"00000000-0000-0000-0000-00000000000{number}"
        told |= {"owner": str(home.worker.id), "key": key}
        rows |= {f"{number}-{name}": value for name, value in told.items()}
    asked = as_role(home).post(reverse("contacts:batch"), rows)
    assert asked.status_code == 422 and text(asked).count(ASKS) == 2  # above, with the row, and at the field
    assert 'name="1-long_ago"' in asked.content.decode() and 'name="0-long_ago"' not in asked.content.decode()
    assert as_role(home).post(reverse("contacts:batch"), rows | {"1-long_ago": "2025-11-20"}).status_code == 302
    assert Contact.objects.count() == 2


@pytest.mark.django_db
def test_a_correction_asks_where_it_changes_the_day_and_not_else(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    told = {"seen": "0", "case_number": "1234567", "party": "custodial parent", "reason": "asks", "time": "16:50"}
    address = reverse("contacts:correct", args=[contact.id])
    asked = posted(as_role(home), address, **told, day="2025-11-20", why="misread")
    assert asked.status_code == 422 and "Received 365 days before it is entered" in text(asked)
    assert posted(as_role(home), address, **told, day="2025-11-20", long_ago="2025-11-20", why="x").status_code == 302
    again = posted(as_role(home), address, **{**told, "seen": "1", "reason": "other"}, day="2025-11-20", why="y")
    assert again.status_code == 302


@pytest.mark.django_db
def test_the_preview_of_a_call_log_names_the_oldest_of_calls_of_long_ago(home: County) -> None:
    supervisor = as_role(home, "supervisor")
    row = "{},Inbound,Missed,608-555-010{},,,"
    rows = [row.format(day, place) for place, day in enumerate(("2026-11-20 16:50", "2025-11-20 09:00"))]
    for content, says in ((rows, True), (rows[:1], False)):
        taken = uploaded(home, a_log(*content), name=f"{says}.csv")
        say_meaning(taken, the_meaning(home), by=home.people["supervisor"], now=MON_23_NOV)
        shown = text(supervisor.get(reverse("imports:preview", args=[taken.id])))
        assert ("1 of these call is from long ago" in shown) == says
        assert ("The oldest is of Thu 20 Nov 2025 09:00 CST" in shown) == says


@pytest.mark.django_db(transaction=True)
def test_it_is_answered_by_keyboard(page: Page, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    home = dane()
    as_person(page, live_server.url, home.worker)
    page.goto(f"{live_server.url}/calls/new/")
    page.get_by_label("What about?").fill("a payment")
    tap_access_key(page, "u")
    tap_access_key(page, "i")
    page.get_by_label("Date", exact=True).fill("2025-11-20")
    page.get_by_label("Time", exact=True).fill("09:00")
    page.locator("button[name=earlier][value='call back']").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(ASKS)
    expect(page.get_by_label(YES)).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Space")
    page.locator("button[name=earlier][value='call back']").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Recorded: Wants a call back")
