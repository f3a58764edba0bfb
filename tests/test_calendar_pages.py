"""The calendar of an office over HTTP: shown, confirmed first, changed after a preview, never to an earlier date."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acts.clocks_room import close
from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.clocks.models import Clock, Move
from csplan.clocks.queries import clocks_of, told
from csplan.contacts.models import Contact
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from csplan.ledger.models import Entry
from pages import text

pytestmark = pytest.mark.django_db
Page = dict[str, str]
CLOSED_ON_MONDAY = {"first": "2026-11-23", "what": "closed", "name": "Burst pipe"}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def as_role(home: County, role: str = "supervisor") -> Client:
    client = Client()
    client.force_login(home.people[role])
    return client


def hidden(answer: Any) -> Page:
    """The hidden fields of a preview, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def preview(client: Client, fields: Page, page: str = "clocks:change_day") -> Any:
    return client.post(reverse(page), {**fields, "step": "preview"})


def confirm(client: Client, previewed: Any, page: str = "clocks:change_day", why: str = "the board decided") -> Any:
    return client.post(reverse(page), {**hidden(previewed), "why": why, "step": "confirm"})


def changed(client: Client, fields: Page, page: str = "clocks:change_day") -> Any:
    return confirm(client, preview(client, fields, page), page)


def due(contact: Contact) -> str:
    clock = Clock.objects.get(matter=contact.matter_id)
    assert clock.due
    return f"{clock.due.astimezone(CENTRAL):%a %d %H:%M}"


def test_a_late_holiday_shows_who_moves_then_moves_the_open_and_leaves_the_met(home: County) -> None:
    """Pitfall B1."""
    moves, met = call(home, FRI_20_NOV), call(home, FRI_20_NOV)
    Clock.objects.filter(matter=met.matter_id).update(met=MON_23_NOV, met_fact="call.returned")
    client = as_role(home)
    shown = preview(client, CLOSED_ON_MONDAY)
    assert "1 open promise would move" in text(shown) and "Case Worker: 1" in text(shown)
    assert "Mon 23 Nov 2026 16:30 CST Tue 24 Nov 2026 16:30 CST" in text(shown)
    assert (due(moves), CalendarEdition.objects.count()) == ("Mon 23 16:30", 1)
    assert confirm(client, shown).url == reverse("clocks:calendar")
    assert (due(moves), due(met)) == ("Tue 24 16:30", "Mon 23 16:30")
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.act, Move.objects.count()) == ("change calendar", 1)


def test_the_reason_and_the_date_before_stand_beside_the_date(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    changed(as_role(home), CLOSED_ON_MONDAY)
    shown = text(as_role(home, "case worker").get(reverse("desk:contact", args=[contact.id])))
    assert "Moved from Mon 23 Nov 2026 16:30 CST to Tue 24 Nov 2026 16:30 CST" in shown
    assert "Closed on Mon 23 Nov 2026: Burst pipe. the board decided" in shown
    assert "Mon 23 Nov 2026: closed, Burst pipe" in shown


def test_the_page_shows_hours_days_horizon_and_editions(home: County) -> None:
    client = as_role(home)
    changed(client, {"first": "2026-12-28", "last": "2026-12-29", "what": "closed", "name": "County closure"})
    shown = text(client.get(reverse("clocks:calendar")))
    for part in ("Monday 08:00-16:30", "Sunday closed", "closed, Thanksgiving", "calendar covers", "Why", "Supervisor"):
        assert part in shown
    assert "Mon 28 Dec 2026: closed, County closure" in shown and "Tue 29 Dec 2026: closed, County closure" in shown
    assert "Thu 25 Nov 2027" in text(client.get(reverse("clocks:calendar"), {"year": "2027"}))


@pytest.mark.parametrize(("early", "found"), [("keep", "Mon 23 16:30"), ("skip", "Tue 24 16:30")])
def test_on_a_snow_day_the_person_chooses_the_old_closing_time_or_not_to_count_the_day(
    home: County, early: str, found: str
) -> None:
    contact = call(home, FRI_20_NOV)
    fields = {"first": "2026-11-23", "what": "hours", "opens": "08:00", "closes": "11:00", "name": "Snow day"}
    refused = preview(as_role(home), fields)
    assert refused.status_code == 422 and "choose what becomes of promises given" in text(refused)
    assert changed(as_role(home), {**fields, "early": early}).status_code == 302
    assert due(contact) == found


def test_reopening_a_day_moves_nobody_earlier(home: County) -> None:
    contact = call(home, MON_23_NOV)
    changed(as_role(home), {"first": "2026-11-24", "what": "closed", "name": "Burst pipe"})
    assert due(contact) == "Wed 25 16:30"
    assert changed(as_role(home), {"first": "2026-11-24", "what": "usual"}).status_code == 302
    assert (due(contact), due(call(home, MON_23_NOV))) == ("Wed 25 16:30", "Tue 24 16:30")


def test_the_reason_of_a_day_still_to_come_is_corrected(home: County) -> None:
    client = as_role(home)
    changed(client, {"first": "2026-11-24", "what": "closed", "name": "Eelction"})
    changed(client, {"first": "2026-11-24", "what": "closed", "name": "Election"})
    shown = text(client.get(reverse("clocks:calendar")))
    assert "Tue 24 Nov 2026: closed, Election" in shown and "Election (before: Eelction)" in shown


def test_shorter_weekly_hours_leave_the_promises_given_at_their_old_closing(home: County) -> None:
    contact = call(home, MON_23_NOV)
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00-12:00, 12:30-15:00")
    assert changed(as_role(home), {"first": "2026-11-24", **week}, "clocks:change_hours").status_code == 302
    assert (due(contact), due(call(home, MON_23_NOV))) == ("Tue 24 16:30", "Tue 24 15:00")


def test_two_people_who_change_the_calendar_at_once_both_see_both(home: County) -> None:
    call(home, FRI_20_NOV)
    mine, theirs = as_role(home), as_role(home, "agency director")
    seen = preview(mine, CLOSED_ON_MONDAY)
    changed(theirs, {"first": "2026-11-24", "what": "closed", "name": "Election"})
    answer = confirm(mine, seen)
    assert answer.status_code == 409 and CalendarEdition.objects.count() == 2
    assert "by Agency Director: Closed on Tue 24 Nov 2026: Election" in text(answer)
    assert "Wed 25 Nov 2026 16:30 CST" in text(answer) and 'value="the board decided"' in answer.content.decode()
    assert confirm(mine, answer).status_code == 302
    assert CalendarEdition.objects.count() == 3


def test_a_preview_that_no_longer_holds_is_shown_again(home: County) -> None:
    client = as_role(home)
    seen = preview(client, CLOSED_ON_MONDAY)
    call(home, FRI_20_NOV)
    answer = confirm(client, seen)
    assert answer.status_code == 409 and "1 open promise would move" in text(answer)
    assert confirm(client, answer).status_code == 302


def test_the_same_confirmation_five_times_changes_the_calendar_once(home: County) -> None:
    client = as_role(home)
    seen = preview(client, CLOSED_ON_MONDAY)
    assert {confirm(client, seen).status_code for _ in range(5)} == {302}
    assert CalendarEdition.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "told_at"),
    [
        ({"first": ""}, "Give the day"),
        ({"what": ""}, "Say whether the office is closed"),
        ({"name": ""}, "Give the reason"),
        ({"last": "2026-11-20"}, "The last day is before the first"),
        ({"last": "2028-11-20"}, "more than a year"),
        ({"first": "2026-11-28"}, "closed on that day anyway"),
        ({"first": "1950-11-24"}, "calendar covers"),
        ({"what": "hours"}, "Give the time"),
        ({"what": "hours", "opens": "09:00", "closes": "07:00"}, "must open before it closes"),
        ({"what": "hours", "opens": "08:00", "closes": "16:30"}, "the hours of that day anyway"),
        ({"what": "usual"}, "usual hours already"),
        ({"what": "usual", "first": "2026-11-20"}, "only a day still to come"),
        ({"name": "x" * 121}, "at most 120 letters"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_kept(home: County, fields: Page, told_at: str) -> None:
    answer = preview(as_role(home), {"first": "2026-11-24", "what": "closed", "name": "kept as typed", **fields})
    assert answer.status_code == 422 and told_at in text(answer)
    assert fields.get("name", "kept as typed") in answer.content.decode()
    assert CalendarEdition.objects.count() == 1


@pytest.mark.parametrize("day", ["", "09:00-00:00", "08:00-25:00", "8", "12:00-11:00", "08:00-12:00, 11:00-16:00"])
def test_hours_that_no_office_has_are_refused(home: County, day: str) -> None:
    """Pitfall B6: no opening at all, 09:00 to 00:00, spans that overlap."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), day)
    answer = preview(as_role(home), {"first": "2026-11-24", **week}, "clocks:change_hours")
    assert answer.status_code == 422 and CalendarEdition.objects.count() == 1


def test_a_year_without_an_open_day_is_refused_where_it_would_be_counted_on(home: County) -> None:
    """Pitfalls B3 and B6: a count that leaves the curated days is refused, whatever is closed before."""
    call(home, MON_23_NOV)
    edition = calendar_edition(home.id, home.office.id)
    last = (calendar_of(edition).horizon or (date.min, date.min))[1]
    late = datetime(last.year, 12, 20, 10, tzinfo=CENTRAL)
    client = as_role(home)
    contact = call(home, late, now=late)
    closed = {"first": f"{last.year}-12-20", "last": f"{last.year}-12-31", "what": "closed", "name": "All closed"}
    answer = preview(client, closed)
    assert answer.status_code == 422 and "extend the calendar first" in text(answer)
    assert Contact.objects.filter(id=contact.id).exists() and CalendarEdition.objects.count() == 1


def test_a_preview_asks_no_more_for_more_movers(home: County) -> None:
    client, counts = as_role(home), []
    preview(client, CLOSED_ON_MONDAY)  # the session is made
    for calls in (2, 28):
        for number in range(calls):
            call(home, FRI_20_NOV + timedelta(seconds=number))
        with CaptureQueriesContext(connection) as asked:
            shown = preview(client, CLOSED_ON_MONDAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "30 open promises would move" in text(shown) and "The first 25 of 30" in text(shown)


@pytest.mark.parametrize("role", ["front desk", "case worker"])
def test_who_answers_no_office_sees_the_calendar_and_may_not_change_it(home: County, role: str) -> None:
    client = as_role(home, role)
    assert "Close a day" not in text(client.get(reverse("clocks:calendar")))
    assert preview(client, CLOSED_ON_MONDAY).status_code == 403
    assert client.post(reverse("clocks:first_calendar"), {"why": "mine"}).status_code == 403


def test_before_the_first_calendar_is_confirmed_nothing_is_logged_and_the_page_says_who_confirms(home: County) -> None:
    CalendarEdition.objects.filter(agency=home.id).delete()
    fields = {"key": str(uuid4()), "party": "employer", "when": "now", "kind": "call back"}
    answer = as_role(home, "case worker").post(reverse("contacts:log"), fields)
    assert answer.status_code == 409 and "A supervisor or the director of your agency confirms it" in text(answer)
    assert not Contact.objects.exists()
    client = as_role(home)
    proposed = client.get(reverse("clocks:first_calendar"))
    assert "which your plan names" in text(proposed) and "closed, Thanksgiving" in text(proposed)
    assert client.post(reverse("clocks:first_calendar"), {**hidden(proposed), "why": ""}).status_code == 422
    said = {**hidden(proposed), "why": "the county board's list"}
    assert client.post(reverse("clocks:first_calendar"), said).status_code == 302
    edition = CalendarEdition.objects.get(agency=home.id)
    assert (edition.why, edition.confirmed_by) == ("the county board's list", home.people["supervisor"])
    assert due(call(home, FRI_20_NOV)) == "Mon 23 16:30"


def test_the_end_of_the_horizon_is_told_before_it_comes_and_the_state_curates_further(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = calendar_edition(home.id, home.office.id)
    last = (calendar_of(edition).horizon or (date.min, date.min))[1]
    for days, warns in ((61, False), (59, True)):
        at = datetime(last.year, last.month, last.day, 12, tzinfo=CENTRAL) - timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        for page in ("clocks:calendar", "desk:my_list"):
            assert ("The calendar ends on" in text(as_role(home).get(reverse(page)))) == warns


def test_hours_of_a_plan_in_force_are_proposed_and_confirmed_as_an_edition(home: County) -> None:
    client = as_role(home)
    assert "Your plan writes other hours" not in text(client.get(reverse("clocks:calendar")))
    longer = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "07:00-17:00")
    changed(client, {"first": "2026-11-23", **longer}, "clocks:change_hours")
    assert "Your plan writes other hours" in text(client.get(reverse("clocks:calendar")))
    filled = client.get(reverse("clocks:change_hours"), {"plan": "1"})
    fields = dict(re.findall(r'name="(\w{3,5})" value="([\d:, -]*)"', filled.content.decode()))
    assert fields["mon"] == "08:00-16:30"
    assert changed(client, fields, "clocks:change_hours").status_code == 302
    assert "Your plan writes other hours" not in text(client.get(reverse("clocks:calendar")))


def test_the_date_and_its_reason_are_those_of_the_core_on_the_new_calendar(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    close(home, date(2026, 11, 23))
    calendar = calendar_of(calendar_edition(home.id, home.office.id))
    (each,) = told(clocks_of(home.id, [contact.matter_id]), home.id, MON_23_NOV)
    found = deadline(FRI_20_NOV, Duration(1, "business days"), Counting(), calendar)
    assert (each.due, "Mon 23 Nov 2026: closed, Water damage" in each.days) == (found.at, True)
