"""The acts of the absences' room."""

from datetime import time, timedelta

from cast import FRI_20_NOV, MON_23_NOV, County
from csplan.absences.actions import Plan, cancel_absence, change_absence, enter_absence
from csplan.absences.arrangements import When, Whose, add_cover, protect, remove_cover, unprotect
from csplan.absences.greeting_tasks import tick_greeting
from csplan.absences.models import GreetingTask
from csplan.agencies.actions import choose
from csplan.agencies.keys import new_key

WEEK = timedelta(days=7)


def done(home: County, _other: County) -> None:
    """Absences entered, changed and cancelled; greetings changed; covers and protected time arranged and ended."""
    worker, cover, supervisor = home.worker, home.people["agency attorney"], home.people["supervisor"]
    choose(home.id, "absences.greetings", True, actor=supervisor.id, now=FRI_20_NOV)
    plan = Plan(kind="sick", begins=MON_23_NOV, ends=MON_23_NOV + WEEK, cover=cover.id, redirected=True)
    for _ in range(2):
        absence, _ = enter_absence(plan, person=worker, by=worker, key=new_key(), now=FRI_20_NOV)
    tick_greeting(GreetingTask.objects.filter(agency=home.id).earliest("due"), by=supervisor, now=MON_23_NOV)
    longer = Plan(kind="sick", begins=MON_23_NOV, ends=None, cover=cover.id, redirected=False)
    absence, _ = change_absence(absence, longer, version=1, why="takes longer", by=supervisor, now=MON_23_NOV)
    cancel_absence(absence, version=2, why="entered twice", by=supervisor, now=MON_23_NOV)
    for covering in (cover, supervisor):
        row = add_cover(home.id, Whose(person=worker.id), covering, by=supervisor, now=MON_23_NOV)
    remove_cover(row, by=supervisor, now=MON_23_NOV)
    for weekday in (1, 3):
        when = When(weekday=weekday, opens=time(13), closes=time(15))
        held = protect(home.id, Whose(person=worker.id), when, by=supervisor, now=MON_23_NOV)
    unprotect(held, by=supervisor, now=MON_23_NOV)
