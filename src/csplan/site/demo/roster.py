"""Reads who is who on the training site: states, agencies, offices, people, and what each county promises."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any, Final

HOME: Final = Path(str(resources.files("csplan")))
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpPerson:
    """Somebody of an office, with one role."""

    name: str
    role: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpAgency:
    """An agency of the training site; one without a plan has not promised anything."""

    short: str
    name: str
    state: Table
    offices: tuple[str, ...]
    calendar: str
    people: tuple[MadeUpPerson, ...]
    plan: str = ""
    weight: int = 0  # its share of the contacts
    confirmed: bool = True  # whether it has confirmed its calendar; where not, it has no contacts either
    teams: Table
    region: tuple[str, ...] = ()  # the short names of the agencies that a region sees


def roster(first_day: date, seed: int) -> list[MadeUpAgency]:
    """The agencies of the training site, with plans in force from a day; the same seed gives the same people."""
    told = tomllib.loads((HOME / "site/demo/agencies.toml").read_text(encoding="utf-8"))
    random = Random(f"{seed} roster")
    names = _names(told, random)
    every = [agency for state in told["state"] for agency in _agencies(state, names, random, first_day)]
    return sorted(every, key=lambda agency: not agency.teams)  # first the county whose people the guides name


def short_name(county: str) -> str:
    """What the user names of a county's people end in."""
    return re.sub(r"[^a-z]+", "-", county.lower()).strip("-")


def _names(told: Table, random: Random) -> Iterator[str]:
    every = [f"{first} {last}" for first in told["first_names"] for last in told["last_names"]]
    random.shuffle(every)
    yield from every


def _agencies(state: Table, names: Iterator[str], random: Random, first_day: date) -> Iterator[MadeUpAgency]:
    for region, counties in state.get("regions", {}).items():
        yield from (_county(state, county, names, random, first_day) for county in counties)
        yield _region(state, region, counties, names)
    if "bureau" in state:
        yield _head_office(state, state["bureau"], names)
    if "program" in state:
        yield _head_office(state, state["program"], names)


def _county(state: Table, county: str, names: Iterator[str], random: Random, first_day: date) -> MadeUpAgency:
    named: Table = next((each for each in state["named"] if each["county"] == county), {})
    office = state["office"].format(county)
    told = named.get("people") or [{"name": next(names), "role": role} for role in state["roles"]]
    calendar: str = named.get("calendar", state["calendar"])
    plan = _with_own_people(state, told)
    answers = named.get("answers") or {blank: random.choice(of) for blank, of in state["blanks"].items()}
    return MadeUpAgency(
        short=short_name(county),
        name=state["agency"].format(county),
        state=state,
        offices=(office,),
        calendar=calendar,
        people=tuple(MadeUpPerson(**each, office=office) for each in told),
        plan=_filled(plan, first_day, {"county": f'"{county}"', "calendar": f'"{calendar}"', **answers}),
        weight=state["larger"].get(county, 1),
        confirmed=county not in state["unconfirmed"],
        teams=named.get("teams", {}),
    )


def _region(state: Table, region: str, counties: list[str], names: Iterator[str]) -> MadeUpAgency:
    office = f"{region} Region"
    return MadeUpAgency(
        short=f"{region.lower()}-region",
        name=f"{state['bureau']['agency']}, {office}",
        state=state,
        offices=(office,),
        calendar=state["calendar"],
        people=(MadeUpPerson(name=next(names), role="regional administrator", office=office),),
        teams={},
        region=tuple(short_name(county) for county in counties),
    )


def _head_office(state: Table, head: Table, names: Iterator[str]) -> MadeUpAgency:
    offices = (head["office"], *head.get("districts", ()))
    counties = tuple(short_name(county) for each in state.get("regions", {}).values() for county in each)
    people = [MadeUpPerson(**each, office=offices[0]) for each in head["people"]]
    for district in offices[1:]:
        people += [MadeUpPerson(name=next(names), role=role, office=district) for role in head["roles"]]
    return MadeUpAgency(
        short=head["short"],
        name=head["agency"],
        state=state,
        offices=offices,
        calendar=state["calendar"],
        people=tuple(people),
        teams={},
        region=counties,
    )


def _with_own_people(state: Table, told: list[dict[str, str]]) -> str:
    """The text of the example's plan, with a county's own case workers where it names trained staff."""
    text = HOME.joinpath(state["plan"]).read_text(encoding="utf-8")
    workers = [each["name"] for each in told if each["role"] == "case worker"]
    for name, worker in zip(state["trained"], workers, strict=False):
        text = text.replace(f'"{name}"', f'"{worker}"')
    return str(text)


def _filled(text: str, first_day: date, answers: Table) -> str:
    """The text of a plan, in force from a day, with a county's own answers in its blanks."""
    answers = {**answers, "in_force": f"{{ from = {first_day} }}", "date": first_day - timedelta(days=30)}
    for blank, answer in answers.items():
        text = re.sub(rf"(?m)^{blank} = .*$", f"{blank} = {answer}", text, count=1)
    return text
