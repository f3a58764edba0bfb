"""What the pages of an office's calendar show: a year of it, its editions, and what a change would move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from csplan.agencies.models import CalendarEdition, Person
from csplan.clocks.models import Matter
from csplan.clocks.movers import Movers, Running
from csplan.core.explanation_days import day_says
from csplan.core.instants import day_words
from csplan.core.office_calendar import OfficeCalendar, Week, named_zone

SHOWN: Final = 25  # movers in a preview
AHEAD: Final = 62  # days looked at for one on which the office opens
NOT_COUNTED: Final = ", the day does not count"
"""How the reason of a closed day ends on which the office did open, until it closed early."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is not like its weekday."""

    day: date
    says: str
    holiday: bool
    ahead: bool


@dataclass(frozen=True, slots=True)
class Mover:
    """One clock of a preview, on the wall of the office."""

    name: str
    owner: str
    started: datetime
    before: datetime
    after: datetime
    contact: UUID | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would move: how many, whose, of which promise, and the first of them."""

    count: int
    by_owner: tuple[tuple[str, int], ...]
    by_name: tuple[tuple[str, int], ...]
    first: tuple[Mover, ...]
    onward: int  # how many calls left in leave count from behind a further one, since the return falls into it


def days_of(calendar: OfficeCalendar, year: int, today: date) -> list[Day]:
    """The days of a year that are closed or have other hours than their weekday, in order."""
    days = sorted(day for day in {**calendar.closed, **calendar.special} if day.year == year)
    return [
        Day(day, day_says(calendar, day), day in calendar.closed and calendar.closed[day].holiday, day > today)
        for day in days
    ]


def closed_says(calendar: OfficeCalendar, day: date, today: date) -> str:
    """Why a day is no open one: "Today counts as closed: open 08:00-12:00 only, Snow day"; "" for an open one."""
    if calendar.is_open_day(day):
        return ""
    reason = calendar.closed[day].name if day in calendar.closed else ""
    if reason.endswith(NOT_COUNTED):
        name, _, hours = reason.removesuffix(NOT_COUNTED).rpartition(", open ")
        return f"{'Today' if day == today else day_words(day)} counts as closed: open {hours}, {name}."
    when = "Today the office does not open" if day == today else f"The office does not open on {day_words(day)}"
    return f"{when}: {day_says(calendar, day)}."


def open_day_from(calendar: OfficeCalendar, day: date) -> date | None:
    """A day, or the next one on which the office opens; None where none is known for two months."""
    days = (day + timedelta(each) for each in range(AHEAD))
    last = calendar.horizon[1] if calendar.horizon else date.max
    return next((each for each in days if each <= last and calendar.is_open_day(each)), None)


def weeks_of(calendar: OfficeCalendar, today: date) -> list[tuple[date | None, Week]]:
    """The weekly hours that hold today (from None), and those that will hold from a day on."""
    return [(None, calendar.week_on(today)), *(each for each in calendar.later if each[0] > today)]


def editions_of(agency: UUID, office: UUID) -> list[CalendarEdition]:
    """The editions of an office's calendar without their text, the last one first."""
    found = CalendarEdition.objects.filter(agency=agency, office=office).defer("text")
    return list(found.select_related("confirmed_by").order_by("-number"))


def preview_of(agency: UUID, found: Movers, calendar: OfficeCalendar) -> Preview:
    """What a page shows of the movers; the same few queries however many they are."""
    names = dict(Person.objects.filter(agency=agency, id__in=list(found.by_owner)).values_list("id", "name"))
    shown, zone = found.first(SHOWN), named_zone(calendar.zone)
    contacts = _contacts(agency, [running.matter for running, _ in shown])
    first = tuple(_mover(running, after.astimezone(zone), names, contacts) for running, after in shown)
    by_owner = sorted(((names.get(owner, ""), many) for owner, many in found.by_owner.items()), key=_most)
    return Preview(
        len(found.moves), tuple(by_owner), tuple(sorted(found.by_name.items(), key=_most)), first, len(found.onward)
    )


def _mover(running: Running, after: datetime, names: Mapping[UUID, str], contacts: Mapping[UUID, UUID]) -> Mover:
    started, before = running.started.astimezone(after.tzinfo), running.due.astimezone(after.tzinfo)
    owner, contact = names.get(running.owner, ""), contacts.get(running.matter)
    return Mover(running.name, owner, started, before, after, contact)


def _contacts(agency: UUID, matters: list[UUID]) -> Mapping[UUID, UUID]:
    """The contacts behind some matters: the pages of rooms above are linked to by name."""
    return dict(Matter.objects.filter(agency=agency, id__in=matters).values_list("id", "contact"))


def _most(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
