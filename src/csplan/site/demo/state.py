"""Prepares the demo state by the actions that the pages use."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any, Final

from csplan.agencies.actions import add_agency, add_person, confirm_calendar, grant_role
from csplan.agencies.models import Office, Person
from csplan.agencies.roles import CASE_WORKER, SUPERVISOR
from csplan.agencies.walls import speaking_for
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.plans.plan import plan_calendar
from csplan.policy.calendars import named_calendar
from csplan.policy.plans.read import read_plan
from csplan.site.demo.weeks import Weeks, contacts_of_weeks
from csplan.standards.actions import put_in_force

HOME: Final = Path(str(resources.files("csplan")))
WEEKS: Final = 3
OWNERS: Final = (CASE_WORKER, SUPERVISOR)
MadeUp = Mapping[str, Any]


def prepare_demo(now: datetime, *, contacts: int = 150, seed: int = 935) -> None:
    """The demo state up to an instant, in an empty database; so many contacts in each office that has a plan."""
    begin = now - timedelta(weeks=WEEKS)
    made_up = tomllib.loads((HOME / "site/demo/agencies.toml").read_text(encoding="utf-8"))["agency"]
    offices = {each["short"]: _opened(each, begin) for each in made_up}
    for each in made_up:
        _people_added(each, offices, begin)
        if "plan" in each:
            random = Random(f"{seed} {each['short']}")
            _contacts_recorded(offices[each["short"]], _calendar(each), random, contacts, begin, now)


def _opened(made_up: MadeUp, begin: datetime) -> Office:
    told = {name: made_up[name] for name in ("name", "state", "case_system", "case_pattern", "case_says", "office")}
    office = add_agency(**told, now=begin)
    with speaking_for([office.agency_id]):
        confirm_calendar(office, _calendar(made_up), actor=None, why="made up for training", now=begin)
        if "plan" in made_up:
            put_in_force(HOME / made_up["plan"], agency=office.agency_id, actor=None, now=begin)
    return office


def _calendar(made_up: MadeUp) -> OfficeCalendar:
    plan = read_plan(HOME / made_up["plan"]) if "plan" in made_up else None
    return (plan and plan_calendar(plan)) or named_calendar(made_up["calendar"])


def _people_added(made_up: MadeUp, offices: Mapping[str, Office], begin: datetime) -> None:
    home = offices[made_up["short"]]
    granting = [offices[short] for short in made_up.get("region", (made_up["short"],))]
    with speaking_for([home.agency_id, *(office.agency_id for office in granting)]):
        for each in made_up["people"]:
            username = f"{each['name'].split()[0]}.{made_up['short']}".lower()
            person = add_person(username=username, name=each["name"], office=home, password=None, actor=None, now=begin)
            manager = Person.objects.filter(agency=home.agency_id, name=each.get("manager", "")).first()
            told: dict[str, Any] = {"first_day": begin.date(), "manager": manager, "actor": None, "now": begin}
            for office in granting:
                grant_role(person, each["role"], agency=office.agency_id, **told)


def _contacts_recorded(
    office: Office, calendar: OfficeCalendar, random: Random, contacts: int, begin: datetime, now: datetime
) -> None:
    with speaking_for([office.agency_id]):
        owners = tuple(_owners(office, begin.date()))
        contacts_of_weeks(Weeks(office, owners, calendar, random), contacts, begin, now)


def _owners(office: Office, day: date) -> Iterator[Person]:
    granted = Person.objects.filter(office=office, grants__role__in=OWNERS, grants__first_day__lte=day)
    yield from granted.select_related("agency").distinct().order_by("username")
