"""Absences on the site: entered, changed, cancelled; who is away; who may know why."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence_pages import BACK, NEXT_MONDAY, entered, led_by_sam, typed
from absent import leave
from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, County
from csplan.absences.models import Absence, AbsenceChange, StandingCover
from csplan.absences.queries import away
from csplan.agencies.actions import add_person, add_team
from pages import as_role, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    return led_by_sam(monkeypatch, speaking)


def test_a_worker_enters_an_absence_of_whole_days_that_ends_at_midnight_after_the_last(home: County) -> None:
    client, form = as_role(home), typed()
    answers = [client.post(reverse("absences:enter"), form) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {302}
    (absence,) = Absence.objects.filter(agency=home.id)
    assert (absence.begins, absence.ends) == (NEXT_MONDAY, NEXT_MONDAY + timedelta(days=5))
    shown = text(client.get(reverse("absences:mine")))
    assert "Mon 30 Nov 2026 to Fri 4 Dec 2026" in shown and "Mon 7 Dec 2026 08:00 CST" in shown


def test_a_part_of_a_day_and_an_open_end_are_absences_too(home: County) -> None:
    client = as_role(home)
    entered(client, first_day="2026-11-23", from_time="13:00", last_day="2026-11-24", back_time="10:30")
    entered(client, first_day="2026-12-10", until="further", last_day="")
    first, second = Absence.objects.filter(agency=home.id).order_by("begins")
    assert first.begins == datetime(2026, 11, 23, 13, tzinfo=CENTRAL)
    assert first.ends == datetime(2026, 11, 24, 10, 30, tzinfo=CENTRAL)
    assert second.ends is None
    assert "Thu 10 Dec 2026, until further notice" in text(client.get(reverse("absences:mine")))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"first_day": ""}, "Fill in the first day away."),
        ({"first_day": "2026-13-40"}, "There is no such date or time."),
        ({"first_day": "2026-12-05"}, "This is before the absence begins."),
        ({"last_day": ""}, "Fill in the last day away, or choose until further notice."),
        ({"last_day": "2099-01-01"}, "The office's calendar covers"),
        ({"until": ""}, "Say until when, or that nobody knows yet."),
        ({"kind": ""}, "Choose the kind."),
        ({"kind": "sulking"}, "Choose one of those offered."),
        ({"redirected": ""}, "Say where calls go"),
        ({"redirected": "onward"}, "Choose who takes the calls."),
        ({"cover": str(uuid4())}, "Choose one of the people offered."),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_is_kept(
    home: County, fields: dict[str, str], says: str
) -> None:
    answer = entered(as_role(home), **fields)
    assert answer.status_code == 422 and says in text(answer)
    assert 'value="2026-12-04"' in answer.content.decode() or "last_day" in fields
    assert not Absence.objects.filter(agency=home.id).exists()


def test_a_worker_enters_nobody_elses_absence_and_a_supervisor_anybodys(home: County) -> None:
    other = home.people["front desk"]
    entered(as_role(home), person=str(other.id))
    assert Absence.objects.get(agency=home.id).person_id == home.worker.id
    entered(as_role(home, "supervisor"), person=str(other.id), kind="sick", first_day="2026-11-23")
    assert Absence.objects.get(agency=home.id, person=other).entered_by_id == home.people["supervisor"].id


def test_an_absence_is_shortened_with_its_reason_and_its_history_is_kept(home: County) -> None:
    absence = leave(home.worker, NEXT_MONDAY, BACK, now=MON_23_NOV)
    client, page = as_role(home), reverse("absences:change", args=[absence.id])
    assert 'value="2026-12-06"' in client.get(page).content.decode()
    assert "Say why, in a few words." in text(client.post(page, typed(version="1", last_day="2026-12-02")))
    client.post(page, typed(version="1", last_day="2026-12-02", why="back earlier"))
    absence.refresh_from_db()
    assert (absence.ends, absence.version) == (NEXT_MONDAY + timedelta(days=3), 2)
    shown = text(client.get(page))
    assert "Mon 30 Nov 2026 to Sun 6 Dec 2026; cover: nobody. Changed Mon 23 Nov 2026 10:00 CST" in shown
    assert "back earlier" in shown


def test_of_two_who_change_an_absence_the_second_is_shown_both(home: County) -> None:
    absence = leave(home.worker, NEXT_MONDAY, BACK, now=MON_23_NOV)
    page = reverse("absences:change", args=[absence.id])
    supervisor = as_role(home, "supervisor")
    supervisor.post(page, typed(version="1", last_day="2026-12-02", why="short of staff"))
    answer = as_role(home).post(page, typed(version="1", last_day="2026-12-11", why="a week longer"))
    assert answer.status_code == 422
    assert "It is now: Mon 30 Nov 2026 to Wed 2 Dec 2026" in text(answer)
    assert 'value="2026-12-11"' in answer.content.decode() and 'value="a week longer"' in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    assert AbsenceChange.objects.filter(agency=home.id).count() == 1
    as_role(home).post(page, typed(version="2", last_day="2026-12-11", why="a week longer"))
    absence.refresh_from_db()
    assert (absence.ends, absence.version) == (datetime(2026, 12, 12, tzinfo=CENTRAL), 3)


def test_an_absence_is_cancelled_once_with_its_reason(home: County) -> None:
    absence = leave(home.worker, NEXT_MONDAY, BACK, now=MON_23_NOV)
    client, page = as_role(home), reverse("absences:cancel", args=[absence.id])
    assert client.post(page, {"version": "1", "why": ""}).status_code == 422
    assert client.post(page, {"version": "1", "why": "trip called off"}).status_code == 302
    absence.refresh_from_db()
    assert absence.cancelled == MON_23_NOV
    assert "(cancelled)" in text(client.get(reverse("absences:mine")))
    assert "It is cancelled already." in text(client.get(page))
    late = client.post(reverse("absences:change", args=[absence.id]), typed(version="1", why="longer"))
    assert late.status_code == 422 and "Somebody else has cancelled it" in text(late)


def test_the_kind_is_told_to_the_person_and_the_supervisor_alone(home: County) -> None:
    leave(home.worker, MON_23_NOV, BACK, kind="sick")
    told = {
        role: text(as_role(home, role).get(reverse("absences:away")))
        for role in home.people
        if role != "system administrator"
    }
    knowing = {role for role, shown in told.items() if "Sick time" in shown}
    assert all("Mon 7 Dec 2026 08:00 CST" in shown for shown in told.values())
    assert knowing == {"case worker", "supervisor", "district manager", "district manager's delegate"}


@pytest.mark.parametrize("page", ["absences:change", "absences:cancel"])
def test_nobody_but_the_person_and_the_supervisor_opens_an_absence(home: County, page: str) -> None:
    absence = leave(home.worker, MON_23_NOV, BACK, kind="sick")
    for role, shown in {"case worker": 200, "supervisor": 200, "front desk": 403, "agency director": 403}.items():
        assert as_role(home, role).get(reverse(page, args=[absence.id])).status_code == shown, role


def test_who_is_away_costs_the_same_queries_for_two_people_and_for_twenty(home: County) -> None:
    counts = []
    for size in (2, 20):
        for number in range(size):
            name = f"n{size}-{number}"
            person = add_person(username=name, name=name, office=home.office, password=None, actor=None, now=FRI_20_NOV)
            leave(person, MON_23_NOV, BACK, cover=home.worker)
        client = as_role(home, "supervisor")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(reverse("absences:away")).status_code == 200
        counts.append(len(captured))
        with CaptureQueriesContext(connection) as captured:
            away(home.id, home.office.id, MON_23_NOV)
        counts.append(len(captured))
    assert counts[:2] == counts[2:] and counts[1] <= 6


def test_a_standing_cover_who_is_there_is_proposed_the_persons_own_before_the_teams(home: County) -> None:
    supervisor, manager, attorney = (
        home.people[role] for role in ("supervisor", "district manager", "agency attorney")
    )
    team = add_team(home.office, "Enforcement", [home.worker], actor=None, now=FRI_20_NOV)
    client = as_role(home, "supervisor")
    for whose, cover in ((f"team:{team.id}", attorney), (f"person:{home.worker.id}", manager)):
        assert client.post(reverse("absences:cover"), {"whose": whose, "cover": str(cover.id)}).status_code == 302
    assert "District Manager; then Agency Attorney" in text(as_role(home).get(reverse("absences:mine")))
    leave(manager, MON_23_NOV, BACK)
    assert "Agency Attorney" in text(as_role(home).get(reverse("absences:enter")))
    leave(home.worker, MON_23_NOV, BACK)
    told = away(home.id, home.office.id, MON_23_NOV)[home.worker.id]
    assert told.says == "away until Mon 7 Dec 2026 08:00 CST; cover: Agency Attorney"
    row = StandingCover.objects.get(agency=home.id, person=home.worker)
    client.post(reverse("absences:cover_removed", args=[row.id]))
    assert StandingCover.objects.filter(agency=home.id).count() == 1
    own = client.post(reverse("absences:cover"), {"whose": f"person:{supervisor.id}", "cover": str(supervisor.id)})
    assert own.status_code == 422 and "Nobody covers for himself or herself." in text(own)
