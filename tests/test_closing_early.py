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
from csplan.clocks.models import Clock
from pages import as_role, text

pytestmark = pytest.mark.django_db
SNOW = {
    "what": "early",
    "first": "2026-11-23",
    "opens": "08:00",
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
    assert shown.context["form"]["opens"].value() == "08:00"
    refused = sent(home, early="", name="")
    assert refused.status_code == 422 and set(refused.context["form"].errors) == {"early", "name"}


def test_a_day_that_closes_early_moves_what_was_promised_as_chosen(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    preview = sent(home)
    assert "1 open promise would move to a later date." in text(preview)
    data = {**SNOW, "step": "confirm", "why": "the county closed its offices", "after": "", "based_on": "1"}
    data["digest"] = preview.context["confirm"]["digest"].value()
    answer = as_role(home, "supervisor").post(reverse("clocks:change_day"), data)
    assert answer.status_code == 302 and CalendarEdition.objects.count() == 2
    due = Clock.objects.get(matter=contact.matter_id).due
    assert due == datetime(2026, 11, 24, 16, 30, tzinfo=CENTRAL)
    day = MON_23_NOV.date()
    assert not calendar_of(calendar_edition(home.id, home.office.id)).is_open_day(day)


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"closes": "16:30"}, "closes", "closes at 16:30 on that day"),
        ({"closes": "18:00"}, "closes", "closes at 16:30 on that day"),
        ({"closes": ""}, "closes", "Give the time"),
        ({"first": "2026-11-26"}, "first", "The office is closed on Thu 26 Nov 2026"),
        ({"first": "2026-11-22"}, "first", "The office is closed on Sun 22 Nov 2026"),
        ({"early": "perhaps"}, "early", "perhaps"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(home: County, said: dict[str, str], field: str, told: str) -> None:
    answer = sent(home, **said)
    assert answer.status_code == 422 and told in str(answer.context["form"].errors[field])
    assert set(answer.context["form"].errors) == {field} and CalendarEdition.objects.count() == 1


def test_on_a_closed_day_the_pages_say_so_and_offer_the_next_open_one(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV + timedelta(days=3))  # Thanksgiving
    page = text(as_role(home, "supervisor").get(reverse("clocks:calendar")))
    assert "Today the office does not open: closed, Thanksgiving" in page and "Close early today" not in page
    assert "Close early on Mon 30 Nov 2026" in page
    shown = opened(home, "2026-11-26")
    assert "The office does not open on Thu 26 Nov 2026: closed, Thanksgiving" in text(shown)
    assert shown.context["form"]["first"].value() == datetime(2026, 11, 30).date()
    assert "does not open" not in text(opened(home, "2026-11-30")) and opened(home, "snow").status_code == 200


def test_on_an_open_day_today_is_offered(home: County) -> None:
    page = text(as_role(home, "supervisor").get(reverse("clocks:calendar")))
    assert "Close early today" in page and "does not open" not in page
