"""Somebody who is away is made cover, or given what is due today, only where that is meant: it is asked once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from absence_pages import entered, led_by_sam, typed
from absent import leave
from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, County, call
from csplan.absences.models import Absence
from csplan.agencies.models import Person
from pages import as_role, posted, text

pytestmark = pytest.mark.django_db
TOO = "Sam Lead is away then too: Fri 20 Nov 2026 16:50 CST, until further notice. Is Sam Lead the cover all the same?"
ALREADY = "is away then already: Mon 7 Dec 2026 to Fri 11 Dec 2026."


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    return led_by_sam(monkeypatch, speaking)


def sam(home: County) -> Person:
    return Person.objects.get(id=home.people["supervisor"].id)


def sam_is_away(home: County) -> Absence:
    return leave(sam(home), FRI_20_NOV, None, kind="sick")


def handed(home: County, page: str, **said: str) -> Any:
    told = {"seen": str(home.worker.id), "to": str(sam(home).id), "reason": "workload", "away_anyway": "", **said}
    return posted(as_role(home, "supervisor"), page, **told)


def test_the_list_of_covers_says_who_is_away_and_never_why(home: County) -> None:
    sam_is_away(home)
    shown = text(as_role(home).get(reverse("absences:enter")))
    assert "Sam Lead (away until further notice)" in shown and "sick" not in shown.lower().replace("sick time", "")


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_cover_who_is_away_in_those_days_is_asked_about_once_and_what_was_typed_is_kept(home: County) -> None:
    gone, client = sam_is_away(home), as_role(home)
    fields = {"cover": str(sam(home).id), "redirected": "onward"}
    asked = entered(client, **fields)
    assert asked.status_code == 422 and TOO in text(asked) and not Absence.objects.filter(person=home.worker).exists()
    assert 'value="2026-12-04"' in asked.content.decode() and f'value="{gone.id}" ' in asked.content.decode()
    assert "checked" not in str(asked.context["form"]["covers_anyway"])
    form = typed(**fields, covers_anyway=str(gone.id))
    assert [client.post(reverse("absences:enter"), form).status_code for _ in range(3)] == [302] * 3
    assert Absence.objects.get(person=home.worker).cover_id == sam(home).id


def test_an_answer_is_about_one_absence_of_the_cover_and_about_no_other(home: County) -> None:
    other = leave(sam(home), FRI_20_NOV, FRI_20_NOV.replace(day=21))  # over by then
    cover = {"cover": str(sam(home).id)}
    assert entered(as_role(home), **cover, first_day="2026-11-23", last_day="2026-11-27").status_code == 302
    sam_is_away(home)
    assert entered(as_role(home), **cover, covers_anyway=str(other.id)).status_code == 422


def test_days_inside_another_absence_of_the_same_person_are_asked_about_once(home: County) -> None:
    entered(as_role(home), first_day="2026-12-07", last_day="2026-12-11")
    first = Absence.objects.get(person=home.worker)
    inside = {"first_day": "2026-12-08", "last_day": "2026-12-09"}
    asked = entered(as_role(home), **inside)
    assert asked.status_code == 422 and ALREADY in text(asked) and Absence.objects.count() == 1
    assert entered(as_role(home), **inside, beside=str(first.id)).status_code == 302
    beside = {"first_day": "2026-12-12", "last_day": "2026-12-14"}
    assert entered(as_role(home), **beside).status_code == 302  # the day after the last


def test_an_absence_that_is_changed_does_not_stand_in_its_own_way(home: County) -> None:
    entered(as_role(home), first_day="2026-12-07", last_day="2026-12-11")
    first = Absence.objects.get(person=home.worker)
    page, form = reverse("absences:change", args=[first.id]), typed(first_day="2026-12-07", last_day="2026-12-10")
    assert as_role(home).post(page, {**form, "version": "1", "why": "back earlier"}).status_code == 302
    sam_is_away(home)
    form = {**form, "version": "2", "why": "a cover", "cover": str(sam(home).id)}
    assert TOO in text(as_role(home).post(page, form))


def test_what_is_due_today_goes_to_somebody_who_is_away_only_where_that_is_meant(home: County) -> None:
    contact = call(home, FRI_20_NOV.replace(hour=10))  # due today
    sam_is_away(home)
    page = reverse("contacts:hand_over", args=[contact.id])
    asked = handed(home, page)
    assert asked.status_code == 422 and "workload" in asked.content.decode()
    assert "This is due today or before, and Sam Lead is away until further notice." in text(asked)
    assert handed(home, page, away_anyway=str(home.worker.id)).status_code == 422
    assert handed(home, page, away_anyway=str(sam(home).id)).status_code == 302
    contact.matter.refresh_from_db()
    assert contact.matter.owner_id == sam(home).id


def test_what_is_due_later_and_who_is_there_is_asked_about_by_nobody(home: County) -> None:
    today, later = call(home, FRI_20_NOV.replace(hour=10)), call(home, MON_23_NOV)
    assert handed(home, reverse("contacts:hand_over", args=[today.id])).status_code == 302
    sam_is_away(home)
    assert handed(home, reverse("contacts:hand_over", args=[later.id])).status_code == 302


def test_of_all_that_is_handed_over_it_is_said_how_many_are_due_today(home: County) -> None:
    for hour in (9, 10):
        call(home, FRI_20_NOV.replace(hour=hour))
    call(home, MON_23_NOV)
    sam_is_away(home)
    page, whose = reverse("contacts:hand_over_all"), str(home.worker.id)
    asked = handed(home, page, whose=whose, step="preview")
    assert asked.status_code == 422 and "2 of these are due today or before, and Sam Lead is away" in text(asked)
    seen = handed(home, page, whose=whose, step="preview", away_anyway=str(sam(home).id))
    assert "3 open contacts of Case Worker would go to Sam Lead." in text(seen)
    said = {"step": "confirm", "seen": seen.context["seen"], "away_anyway": str(sam(home).id)}
    assert handed(home, page, whose=whose, **said).status_code == 302


def test_a_week_that_begins_when_another_ends_is_no_overlap(home: County) -> None:
    leave(home.worker, datetime(2026, 11, 23, tzinfo=CENTRAL), datetime(2026, 11, 30, tzinfo=CENTRAL))
    assert entered(as_role(home)).status_code == 302
