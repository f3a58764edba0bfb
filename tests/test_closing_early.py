"""Closing early: what becomes of the promises given before is asked at once, and a closed day is told up front."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.clocks.calendar_actions import Previewed, change_calendar
from csplan.clocks.models import Clock
from csplan.clocks.movers import movers
from csplan.core.calendar_changes import hours_from
from csplan.core.office_calendar import parse_spans
from pages import as_role, text

pytestmark = pytest.mark.django_db
SNOW = {
    "what": "early",
    "first": "2026-11-23",
    "closes": "11:00",
    "early": "skip",
    "name": "Snow day",
}
ASKED = "What becomes of the promises given before?"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def opened(home: County, first: str = "2026-11-23") -> Any:
    return as_role(home, "supervisor").get(reverse("clocks:change_day"), {"what": "early", "first": first})


def sent(home: County, **said: str) -> Any:
    data = {"step": "preview", **SNOW, **said}
    return as_role(home, "supervisor").post(reverse("clocks:change_day"), data)


@pytest.mark.requirement("WI-CSP-HOURS-01")
def test_the_choice_is_required_from_the_start_and_missed_together_with_the_reason(home: County) -> None:
    shown = opened(home)
    assert ASKED in text(shown) and "if it has other hours" not in text(shown)
    assert "Opened, on that day" not in text(shown)
    refused = sent(home, early="", name="")
    assert refused.status_code == 422 and set(refused.context["form"].errors) == {"early", "name"}


def test_a_day_that_closes_early_moves_what_was_promised_as_chosen(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    assert "1 open promise would move to a later date." in text(sent(home))
    closed_early(home)
    assert CalendarEdition.objects.count() == 2
    due = Clock.objects.get(matter=contact.matter_id).due
    assert due == datetime(2026, 11, 24, 16, 30, tzinfo=CENTRAL)
    day = MON_23_NOV.date()
    assert not calendar_of(calendar_edition(home.id, home.office.id)).is_open_day(day)


def closed_early(home: County) -> None:
    preview = sent(home)
    data = {**SNOW, "step": "confirm", "why": "the county closed its offices", "after": "", "based_on": "1"}
    data["digest"] = preview.context["confirm"]["digest"].value()
    as_role(home, "supervisor").post(reverse("clocks:change_day"), data)


def test_a_day_that_closed_early_and_does_not_count_is_not_said_to_stay_closed(home: County) -> None:
    closed_early(home)
    page = text(as_role(home, "supervisor").get(reverse("clocks:calendar")))
    assert "Today counts as closed: open 08:00-11:00 only, Snow day." in page and "does not open" not in page
    assert "Today counts as closed: open 08:00-11:00 only, Snow day. Below stands" in text(opened(home))


def test_a_day_that_closed_early_and_opens_after_all_has_other_hours(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    closed_early(home)
    moved = Clock.objects.get(matter=contact.matter_id).due
    refused = sent(home, what="usual")
    assert refused.status_code == 422 and "08:00-16:30. Promises that were moved stay moved" in text(refused)
    hours = {"what": "hours", "opens": "08:00", "closes": "16:30"}
    preview = sent(home, **hours)
    data = {**SNOW, **hours, "step": "confirm", "why": "the snow was less", "based_on": "2"}
    data["digest"] = preview.context["confirm"]["digest"].value()
    assert as_role(home, "supervisor").post(reverse("clocks:change_day"), data).status_code == 302
    assert calendar_of(calendar_edition(home.id, home.office.id)).is_open_day(MON_23_NOV.date())
    assert Clock.objects.get(matter=contact.matter_id).due == moved


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"closes": "16:30"}, "closes", "closes at 16:30 on that day"),
        ({"closes": "18:00"}, "closes", "closes at 16:30 on that day"),
        ({"closes": ""}, "closes", "Give the time"),
        ({"closes": "26:00"}, "closes", "write it as 08:00"),
        ({"closes": "08:00"}, "closes", "The office opens at 08:00 on that day. Give a later time"),
        ({"closes": "07:00", "opens": "07:30"}, "closes", "must open before it closes"),
        ({"first": "2026-11-26"}, "first", "The office is closed on Thu 26 Nov 2026"),
        ({"first": "2026-11-22"}, "first", "The office is closed on Sun 22 Nov 2026"),
        ({"early": "perhaps"}, "early", "Choose one of those offered."),
    ],
)
def test_what_cannot_be_is_told_at_its_field(home: County, said: dict[str, str], field: str, told: str) -> None:
    answer = sent(home, **said)
    assert answer.status_code == 422 and told in str(answer.context["form"].errors[field])
    assert set(answer.context["form"].errors) == {field} and CalendarEdition.objects.count() == 1


def close_for_lunch(home: County) -> None:
    """The office opens from 8 to 12 and from 1 to half past 4, from the Monday on."""
    week = (parse_spans([("08:00", "12:00"), ("13:00", "16:30")]),) * 5 + ((),) * 2
    after = hours_from(calendar_of(calendar_edition(home.id, home.office.id)), MON_23_NOV.date(), week)
    seen = movers(home.id, home.office.id, after)
    change = Previewed(calendar=after, says="lunch", based_on=1, digest=seen.digest)
    change_calendar(home.office, change, why="lunch", by=home.people["supervisor"].id, now=MON_23_NOV)


@pytest.mark.parametrize(
    ("closes", "hours"),
    [("15:00", "08:00-12:00 and 13:00-15:00"), ("13:00", "08:00-12:00"), ("12:30", "08:00-12:00")],
)
def test_an_office_that_closes_for_lunch_keeps_its_hours_up_to_the_closing(
    home: County, closes: str, hours: str
) -> None:
    close_for_lunch(home)
    answer = sent(home, closes=closes, early="keep")
    assert f"Open {hours} on Mon 23 Nov 2026: Snow day." in text(answer)
    after = answer.context["form"].after
    assert " and ".join(map(str, after.spans(MON_23_NOV.date()))) == hours
    assert f"Open {hours} only on Mon 23 Nov 2026, which does not count" in text(sent(home, closes=closes))


def test_promises_given_before_keep_the_old_closing_of_a_day_with_a_lunch_break(home: County) -> None:
    close_for_lunch(home)
    contact = call(home, FRI_20_NOV)
    before = Clock.objects.get(matter=contact.matter_id).due
    preview = sent(home, closes="15:00", early="keep")
    assert "No open promise would move." in text(preview)
    data = {**SNOW, "closes": "15:00", "early": "keep", "step": "confirm", "why": "snow", "after": "", "based_on": "2"}
    data["digest"] = preview.context["confirm"]["digest"].value()
    assert as_role(home, "supervisor").post(reverse("clocks:change_day"), data).status_code == 302
    assert Clock.objects.get(matter=contact.matter_id).due == before


def test_when_it_opened_is_asked_only_where_it_closes_before_it_usually_opens(home: County) -> None:
    answer = sent(home, closes="07:30", early="keep")
    assert answer.status_code == 422 and "Opened, on that day" in text(answer)
    assert "Open 07:00-07:30 on Mon 23 Nov 2026" in text(sent(home, closes="07:30", opens="07:00", early="keep"))


def test_on_a_closed_day_the_pages_say_so_and_offer_the_next_open_one(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV + timedelta(days=3))  # Thanksgiving
    page = text(as_role(home, "supervisor").get(reverse("clocks:calendar")))
    assert "Today the office does not open: closed, Thanksgiving" in page and "Close early today" not in page
    assert "Close early on Mon 30 Nov 2026" in page
    shown = opened(home, "2026-11-26")
    assert "Today the office does not open: closed, Thanksgiving" in text(shown)
    assert shown.context["form"]["first"].value() == datetime(2026, 11, 30).date()
    assert "The office does not open on Fri 25 Dec 2026: closed, Christmas" in text(opened(home, "2026-12-25"))
    assert "does not open" not in text(opened(home, "2026-11-30")) and opened(home, "snow").status_code == 200


def test_on_an_open_day_today_is_offered(home: County) -> None:
    page = text(as_role(home, "supervisor").get(reverse("clocks:calendar")))
    assert "Close early today" in page and "does not open" not in page
