"""Prepares the demo state: the rosters and the last weeks of the named county by the actions that the pages use."""

import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

from csplan.agencies.actions import add_agency, add_office, add_person, add_team, confirm_calendar, grant_role
from csplan.agencies.models import CalendarEdition, Office, Person
from csplan.agencies.queries import calendar_of
from csplan.agencies.roles import ABROAD, CASE_WORKER, DELEGATE, DISTRICT_MANAGER, SPECIALIST, SUPERVISOR
from csplan.agencies.walls import speaking_for
from csplan.core.plans.plan import plan_calendar
from csplan.policy.calendars import named_calendar
from csplan.policy.plans.read import read_plan
from csplan.site.demo.doors import doors
from csplan.site.demo.roster import HOME, MadeUpAgency, MadeUpPerson, roster
from csplan.site.demo.today import today
from csplan.site.demo.weeks import Weeks, contacts_of_weeks
from csplan.site.demo.year import Year, put_year
from csplan.standards.actions import put_in_force

YEAR: Final = timedelta(days=365)
WEEKS: Final = timedelta(weeks=2)  # in which the named county's contacts are recorded one by one
OWNERS: Final = (CASE_WORKER, SUPERVISOR)
BY_HAND: Final = 120  # contacts
UNPROMISED: Final = 12  # contacts of an office without a plan
CALLS: Final = {"call back": 5, "voice mail": 3, "answered live": 3, "reached nobody": 1}


@dataclass(slots=True)
class Opened:
    """An agency of the roster as it stands in the database."""

    made_up: MadeUpAgency
    offices: dict[str, Office]
    editions: dict[str, CalendarEdition]
    people: dict[str, Person]

    @property
    def first(self) -> Office:
        """Its first office."""
        return self.offices[self.made_up.offices[0]]


def prepare_demo(now: datetime, *, contacts: int = 10_000, seed: int = 935) -> None:
    """The demo state up to an instant, in an empty database; about so many contacts in all counties together."""
    begin = now - YEAR
    every = {each.short: opened_agency(each, begin) for each in roster(begin.date(), seed)}
    for each in every.values():
        grant_roles(each, every, begin)
    promising = [each for each in every.values() if each.made_up.plan and each.made_up.confirmed]
    weights = sum(each.made_up.weight for each in promising)
    for number, each in enumerate(promising, start=10):
        share = contacts * each.made_up.weight // weights
        with speaking_for([each.first.agency_id]):
            _put_contacts(each, number, share, begin, now, seed)
    for each in every.values():
        if not each.made_up.plan:
            with speaking_for([each.first.agency_id]):
                _put_unpromised(each, now, seed)


def opened_agency(made_up: MadeUpAgency, begin: datetime) -> Opened:
    """An agency of the roster with its offices, calendars, plan, people and teams, and without roles and contacts."""
    told = {name: made_up.state[name] for name in ("case_system", "case_pattern", "case_says")}
    state, first = made_up.state["folder"], made_up.offices[0]
    office = add_agency(name=made_up.name, state=state, office=first, now=begin, **told)
    opened = Opened(made_up, {first: office}, {}, {})
    with speaking_for([office.agency_id]):
        for name in made_up.offices[1:]:
            opened.offices[name] = add_office(office.agency_id, name, actor=None, now=begin)
        _open_to_the_public(opened, begin)
        _add_people(opened, begin)
    return opened


def grant_roles(opened: Opened, every: Mapping[str, Opened], begin: datetime) -> None:
    """Each person's role: at home, or in the agencies of a region or state for those whose role is held there."""
    home, counties = opened.first.agency_id, _counties(opened, every)
    with speaking_for([home, *counties]):
        for each in opened.made_up.people:
            for agency in counties if each.role in ABROAD and counties else [home]:
                _grant_role(opened, each, agency, begin)


def _open_to_the_public(opened: Opened, begin: datetime) -> None:
    """The plan in force, and calendars for the offices that have confirmed theirs."""
    calendar = named_calendar(opened.made_up.calendar)
    if opened.made_up.plan:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{opened.made_up.short}.toml"
            path.write_text(opened.made_up.plan, encoding="utf-8")
            calendar = plan_calendar(read_plan(path)) or calendar
            put_in_force(path, agency=opened.first.agency_id, actor=None, now=begin)
    for name, office in opened.offices.items() if opened.made_up.confirmed else ():
        told = confirm_calendar(office, calendar, actor=None, why="made up for training", now=begin)
        opened.editions[name] = told


def _add_people(opened: Opened, begin: datetime) -> None:
    for each in opened.made_up.people:
        username = f"{each.name}.{opened.made_up.short}".lower().replace(" ", ".")
        office = opened.offices[each.office]
        person = add_person(username=username, name=each.name, office=office, password=None, actor=None, now=begin)
        opened.people[each.name] = person
    for team, names in opened.made_up.teams.items():
        add_team(opened.first, team, [opened.people[name] for name in names], actor=None, now=begin)


def _counties(opened: Opened, every: Mapping[str, Opened]) -> list[UUID]:
    return [every[short].first.agency_id for short in opened.made_up.region]


def _grant_role(opened: Opened, each: MadeUpPerson, agency: UUID, begin: datetime) -> None:
    """A delegate's role is held for the manager of the office, and ends."""
    of_office = [other for other in opened.made_up.people if other.office == each.office]
    manager = next((other for other in of_office if other.role == DISTRICT_MANAGER), None)
    for_whom = {"manager": opened.people[manager.name], "last_day": (begin + 2 * YEAR).date()} if manager else {}
    told: dict[str, Any] = for_whom if each.role == DELEGATE else {}
    person = opened.people[each.name]
    grant_role(person, each.role, agency=agency, first_day=begin.date(), actor=None, now=begin, **told)


def _put_contacts(opened: Opened, number: int, share: int, begin: datetime, now: datetime, seed: int) -> None:
    told = _told()
    office, edition = opened.first, opened.editions[opened.made_up.offices[0]]
    owners = tuple(opened.people[each.name] for each in opened.made_up.people if each.role in OWNERS)
    random = Random(f"{seed} {opened.made_up.short}")
    by_hand = min(BY_HAND, share // 2) if opened.made_up.teams else 0
    until = now - WEEKS if by_hand else now
    names = {party: tuple(every) for party, every in told["names"].items()}
    common: dict[str, Any] = {"often": told["often"], "reasons": tuple(told["reasons"]), "random": random}
    common["names"] = names
    year = Year(office=office, edition=edition, owners=owners, begin=begin, now=until, series=number, **common)
    put_year(year, share - by_hand)
    if by_hand:
        weeks = Weeks(office=office, owners=owners, calendar=calendar_of(edition), **common)
        contacts_of_weeks(weeks, by_hand, until, now)
        doors(today(office, opened.people, calendar_of(edition), now))


def _put_unpromised(opened: Opened, now: datetime, seed: int) -> None:
    """The last two weeks of offices whose agency has no plan in force: contacts, and nothing promised."""
    told, random = _told(), Random(f"{seed} {opened.made_up.short} without a plan")
    for name, edition in opened.editions.items():
        here = [each for each in opened.made_up.people if each.office == name and each.role in (*OWNERS, SPECIALIST)]
        if here:
            weeks = Weeks(
                office=opened.offices[name],
                owners=tuple(opened.people[each.name] for each in here),
                calendar=calendar_of(edition),
                random=random,
                often=CALLS,
                reasons=tuple(told["reasons"]),
                names={party: tuple(names) for party, names in told["names"].items()},
            )
            contacts_of_weeks(weeks, UNPROMISED, now - WEEKS, now)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((HOME / "site/demo/agencies.toml").read_text(encoding="utf-8"))
