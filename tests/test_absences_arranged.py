"""What is arranged around absences on the site: protected time, and greetings to change."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse

from absence_pages import BACK, NEXT_MONDAY, at, entered, led_by_sam, typed
from absent import leave
from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, County
from csplan.absences.arrangements import When, Whose, add_cover, protect
from csplan.absences.models import GreetingTask, ProtectedTime
from csplan.absences.queries import away
from csplan.agencies.actions import add_team, choose
from pages import as_role, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    return led_by_sam(monkeypatch, speaking)


@pytest.mark.requirement("WI-CSP-PROT-01")
def test_protected_time_is_shown_while_it_lasts_with_the_cover(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_role(home, "supervisor")
    add_cover(home.id, Whose(person=home.worker.id), home.people["supervisor"], by=home.worker, now=MON_23_NOV)
    add_team(home.office, "Enforcement", [home.worker], actor=None, now=FRI_20_NOV)
    form = {"whose": f"person:{home.worker.id}", "weekday": "1", "opens": "13:00", "closes": "15:00"}
    assert client.post(reverse("absences:protected"), form).status_code == 302
    for at_hour, shown in ((12, False), (13, True), (14, True), (15, False)):
        at(monkeypatch, datetime(2026, 11, 24, at_hour, tzinfo=CENTRAL))
        says = "in protected time until 15:00; cover: Sam Lead, extension 12"
        assert (says in text(as_role(home, "front desk").get(reverse("absences:away")))) == shown, at_hour
    row = ProtectedTime.objects.get(agency=home.id)
    as_role(home, "supervisor").post(reverse("absences:protected_ended", args=[row.id]))
    assert away(home.id, home.office.id, datetime(2026, 11, 24, 14, tzinfo=CENTRAL)) == {}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"closes": "13:00"}, "This is not after the beginning."),
        ({"closes": "x"}, "Give a time such as 15:00."),
        ({"weekday": "once"}, "Fill in the date, or choose a weekday."),
        ({"weekday": "once", "day": "2026-02-30"}, "There is no such date."),
        ({"whose": ""}, "Choose for whom."),
    ],
)
def test_wrong_protected_time_is_told_at_the_field(home: County, fields: dict[str, str], says: str) -> None:
    whole = {"whose": f"person:{home.worker.id}", "weekday": "1", "opens": "13:00", "closes": "15:00", **fields}
    answer = as_role(home, "supervisor").post(reverse("absences:protected"), whole)
    assert answer.status_code == 422 and says in text(answer)
    assert not ProtectedTime.objects.filter(agency=home.id).exists()


def test_protected_time_of_a_team_on_one_date_holds_for_its_members_then(home: County) -> None:
    team = add_team(home.office, "Enforcement", [home.worker], actor=None, now=FRI_20_NOV)
    when = When(day=date(2026, 11, 25), opens=time(9), closes=time(11))
    protect(home.id, Whose(team=team.id), when, by=home.worker, now=MON_23_NOV)
    found = away(home.id, home.office.id, datetime(2026, 11, 25, 10, tzinfo=CENTRAL))
    assert {person: told.says for person, told in found.items()} == {home.worker.id: "in protected time until 11:00"}
    assert away(home.id, home.office.id, datetime(2026, 12, 2, 10, tzinfo=CENTRAL)) == {}


@pytest.mark.requirement("WI-CSP-VM-04")
@pytest.mark.parametrize("chosen", [True, False])
def test_a_planned_absence_opens_greeting_tasks_where_the_agency_chose_them(home: County, chosen: bool) -> None:
    choose(home.id, "absences.greetings", chosen, actor=None, now=FRI_20_NOV)
    client = as_role(home)
    entered(client)
    tasks = GreetingTask.objects.filter(agency=home.id).order_by("due")
    assert [(task.what, task.due) for task in tasks] == (
        [
            ("change", datetime(2026, 11, 25, 16, 30, tzinfo=CENTRAL)),  # the last closing before Thanksgiving
            ("restore", datetime(2026, 12, 7, 16, 30, tzinfo=CENTRAL)),
        ]
        if chosen
        else []
    )
    assert ("Change your voice mail greeting" in text(client.get(reverse("absences:mine")))) == chosen


@pytest.mark.requirement("WI-CSP-VM-04")
def test_a_greeting_says_where_calls_go_on_or_until_when_nobody_knows_in_three_languages(home: County) -> None:
    choose(home.id, "absences.greetings", True, actor=None, now=FRI_20_NOV)
    supervisor = home.people["supervisor"]
    leave(home.worker, NEXT_MONDAY, None, now=MON_23_NOV)
    leave(home.people["front desk"], NEXT_MONDAY, BACK, cover=supervisor, redirected=True, now=MON_23_NOV)
    shown = [greeting(home, "case worker"), greeting(home, "front desk")]
    assert "Your call will be returned after I am back." in shown[0] and "regreso" in shown[0]
    assert "Your call goes on to Sam Lead, extension 12" in shown[1] and "extensión 12" in shown[1]
    assert all("Hmoob" in each and "fluent speaker" in each and "{" not in each for each in shown)


def greeting(home: County, role: str) -> str:
    """The page of the task to change a person's greeting."""
    task = GreetingTask.objects.get(agency=home.id, what="change", absence__person=home.people[role])
    return text(as_role(home, role).get(reverse("absences:greeting", args=[task.id])))


@pytest.mark.requirement("WI-CSP-VM-04")
def test_a_greeting_not_changed_by_the_start_is_the_supervisors_who_ticks_it_off(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(home.id, "absences.greetings", True, actor=None, now=FRI_20_NOV)
    leave(home.worker, NEXT_MONDAY, BACK, now=MON_23_NOV)
    assert "None is late." in text(as_role(home, "supervisor").get(reverse("absences:greetings")))
    at(monkeypatch, NEXT_MONDAY + timedelta(hours=9))
    assert "1 voice mail greeting not changed" in text(as_role(home, "supervisor").get(reverse("absences:away")))
    task = GreetingTask.objects.get(agency=home.id, what="change")
    assert "Change the greeting" in text(as_role(home, "supervisor").get(reverse("absences:greetings")))
    for _ in range(2):
        as_role(home, "supervisor").post(reverse("absences:greeting", args=[task.id]))
    task.refresh_from_db()
    assert task.done_by_id == home.people["supervisor"].id
    assert "None is late." in text(as_role(home, "supervisor").get(reverse("absences:greetings")))
    at(monkeypatch, BACK + timedelta(hours=17))
    assert "Restore the greeting" in text(as_role(home, "supervisor").get(reverse("absences:greetings")))
    assert as_role(home, "front desk").get(reverse("absences:greeting", args=[task.id])).status_code == 403


@pytest.mark.requirement("WI-CSP-VM-04")
def test_sudden_sickness_asks_for_a_greeting_at_once_and_a_new_date_for_another_one(home: County) -> None:
    choose(home.id, "absences.greetings", True, actor=None, now=FRI_20_NOV)
    supervisor = as_role(home, "supervisor")
    today = {"first_day": "2026-11-23", "last_day": "2026-11-24", "kind": "sick", "person": str(home.worker.id)}
    entered(supervisor, **today)
    task = GreetingTask.objects.get(agency=home.id, what="change")
    assert task.due == MON_23_NOV and "Change the greeting" in text(supervisor.get(reverse("absences:greetings")))
    supervisor.post(reverse("absences:greeting", args=[task.id]))
    page = reverse("absences:change", args=[task.absence_id])
    supervisor.post(page, typed(**{**today, "version": "1", "why": "longer", "last_day": "2026-11-25"}))
    task.refresh_from_db()
    assert task.done is None


@pytest.mark.requirement("WI-CSP-VM-04")
def test_of_a_cancelled_absence_only_a_greeting_that_was_changed_is_restored(home: County) -> None:
    choose(home.id, "absences.greetings", True, actor=None, now=FRI_20_NOV)
    for is_changed in (False, True):
        absence = leave(home.worker, NEXT_MONDAY, BACK, now=MON_23_NOV)
        if is_changed:
            task = GreetingTask.objects.get(absence=absence, what="change")
            as_role(home).post(reverse("absences:greeting", args=[task.id]))
        as_role(home).post(reverse("absences:cancel", args=[absence.id]), {"version": "1", "why": "called off"})
        left = GreetingTask.objects.filter(agency=home.id, absence=absence, done=None)
        assert [(task.what, task.due) for task in left] == ([("restore", MON_23_NOV)] if is_changed else [])
