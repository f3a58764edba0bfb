"""Absences for tests: entered in a line; and what each page about one is about."""

from datetime import datetime, time

from cast import FRI_20_NOV, MON_23_NOV, County
from csplan.absences.actions import Plan, enter_absence
from csplan.absences.arrangements import When, Whose, add_cover, protect
from csplan.absences.models import Absence, GreetingTask, ProtectedTime, StandingCover
from csplan.agencies.actions import choose
from csplan.agencies.keys import new_key
from csplan.agencies.models import Person


def leave(
    person: Person,
    begins: datetime,
    ends: datetime | None,
    *,
    kind: str = "vacation",
    cover: Person | None = None,
    redirected: bool = False,
    by: Person | None = None,
    now: datetime | None = None,
) -> Absence:
    """Somebody is away; entered when it begins unless said otherwise."""
    plan = Plan(kind=kind, begins=begins, ends=ends, cover=cover.id if cover else None, redirected=redirected)
    absence, _ = enter_absence(plan, person=person, by=by or person, key=new_key(), now=now or begins)
    return absence


def absence(of: County, person: Person) -> Absence:
    """An absence of a person, still to come."""
    return leave(person, MON_23_NOV.replace(day=30), MON_23_NOV.replace(month=12, day=2), now=FRI_20_NOV)


def greeting(of: County, person: Person) -> GreetingTask:
    """A greeting that a person is to change."""
    choose(of.id, "absences.greetings", True, actor=person.id, now=FRI_20_NOV)
    return GreetingTask.objects.get(agency=of.id, absence=absence(of, person), what="change")


def cover(of: County) -> StandingCover:
    """A standing cover of the worker."""
    supervisor = of.people["supervisor"]
    return add_cover(of.id, Whose(person=of.worker.id), supervisor, by=supervisor, now=FRI_20_NOV)


def protected(of: County) -> ProtectedTime:
    """Protected time of the worker."""
    when = When(weekday=1, opens=time(13), closes=time(15))
    return protect(of.id, Whose(person=of.worker.id), when, by=of.people["supervisor"], now=FRI_20_NOV)
