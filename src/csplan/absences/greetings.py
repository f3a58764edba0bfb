"""What to say in a voice mail greeting: texts in several languages, and which tasks are owed."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from csplan.absences.from_above import call_day
from csplan.absences.models import CHANGE, Absence, GreetingTask
from csplan.absences.queries import back_at
from csplan.agencies.models import Person
from csplan.agencies.queries import wall_time
from csplan.core.office_calendar import OfficeCalendar
from csplan.policy.letters import Letter, read_letter


@dataclass(frozen=True, slots=True)
class Greeting:
    """What to say, in one language; review says who looked the text over."""

    language: str
    name: str  # of the language, in itself
    text: str
    review: str


@dataclass(frozen=True, slots=True)
class ToldTask:
    """A task as pages tell it; due is on the wall of the office, None while nobody knows the return."""

    task: GreetingTask
    due: datetime | None
    is_late: bool

    @property
    def is_change(self) -> bool:
        """Whether the greeting is to be changed, not restored."""
        return self.task.what == CHANGE


def greetings_for(absence: Absence, calendar: OfficeCalendar) -> tuple[Greeting, ...]:
    """What to say during an absence: where the call goes on, or when it is returned. Raises OutsideHorizon."""
    return tuple(_spoken(letter, absence, calendar) for letter in _letters(_which(absence, calendar)))


def tasks_of(agency: UUID, person: UUID) -> QuerySet[GreetingTask]:
    """The greetings that a person has still to change or restore, the one due first first."""
    return _undone(agency).filter(absence__person=person)


def tasks_late(agency: UUID, office: UUID, now: datetime) -> QuerySet[GreetingTask]:
    """The greetings of an office that were not changed, or not restored, in time."""
    return _undone(agency).filter(absence__person__office=office, due__lte=now)


def told_tasks(tasks: Iterable[GreetingTask], calendar: OfficeCalendar, now: datetime) -> list[ToldTask]:
    """Tasks with their times, in their order."""
    return [_told(task, calendar, now) for task in tasks]


def _told(task: GreetingTask, calendar: OfficeCalendar, now: datetime) -> ToldTask:
    late = task.done is None and task.due is not None and task.due <= now
    return ToldTask(task, wall_time(calendar, task.due) if task.due else None, late)


def _undone(agency: UUID) -> QuerySet[GreetingTask]:
    owed = Q(what=CHANGE) | Q(absence__greetings__what=CHANGE, absence__greetings__done__isnull=False)
    found = GreetingTask.objects.filter(owed, agency=agency, done=None)
    return (
        found.select_related("absence__person", "absence__cover")
        .order_by(F("due").asc(nulls_last=True), "id")
        .distinct()
    )


def _which(absence: Absence, calendar: OfficeCalendar) -> str:
    """The text that fits: where the call goes on, or what is known of the return."""
    if absence.redirected:
        return "redirected"
    back = back_at(absence.agency_id, absence, calendar)
    if back is None:
        return "further-notice"
    return "return-call" if call_day(absence.agency_id, back, calendar) else "back"


def _spoken(letter: Letter, absence: Absence, calendar: OfficeCalendar) -> Greeting:
    words = _words()[letter.language]
    back = back_at(absence.agency_id, absence, calendar)
    calls = call_day(absence.agency_id, back, calendar) if back else None
    values = {
        "name": absence.person.name,
        "cover": _reach(absence.cover, words) if absence.cover else "",
        "back": _day(wall_time(calendar, back).date(), words) if back else "",
        "call_day": _day(calls, words) if calls else "",
    }
    text = letter.body.strip()
    for name in letter.variables:
        text = text.replace(f"{{{name}}}", values[name])
    return Greeting(letter.language, words["name"], text, letter.review)


def _reach(cover: Person, words: Mapping[str, Any]) -> str:
    return f"{cover.name}, {words['extension']} {cover.extension}" if cover.extension else cover.name


def _day(day: date, words: Mapping[str, Any]) -> str:
    month, weekday = words["months"][day.month - 1], words["weekdays"][day.weekday()]
    return str(words["date"]).format(weekday=weekday, month=month, day=day.day)


@cache
def _letters(which: str) -> tuple[Letter, ...]:
    """The letters of a text, one a language, in the order of words.toml. Raises BadFile."""
    return tuple(_found(which))


def _found(which: str) -> Iterator[Letter]:
    for language in _words():
        with resources.as_file(_folder() / f"{which}.{language}.md") as path:
            yield read_letter(Path(path))


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((_folder() / "words.toml").read_text(encoding="utf-8"))


def _folder() -> Any:
    return resources.files("csplan.absences") / "greetings"
