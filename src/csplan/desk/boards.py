"""The board of a team: for each of its people, how much is open and what is due first. People stand by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from csplan.agencies.models import Person, Team
from csplan.agencies.queries import workers_of
from csplan.desk.bounded import bounded_counts, count_words, found_in_each
from csplan.desk.filters import Filter
from csplan.desk.listing import Asked
from csplan.desk.queries import DueRow, due_rows
from csplan.desk.windows import UNPROMISED, Window

SHOWN: Final = 3
"""How many rows of each person a board shows."""
COUNTED: Final = 200
PEOPLE: Final = 60


@dataclass(frozen=True, slots=True)
class PersonsPart:
    """One person's part of a board: each group with its count in words, what is due first, what no promise binds."""

    person: Person
    groups: tuple[tuple[Window, str], ...]
    rows: tuple[DueRow, ...]
    owed: str  # without a promise


def teams_of(agency: UUID, office: UUID) -> list[Team]:
    """The teams of an office by name."""
    return list(Team.objects.filter(agency=agency, office=office).order_by("name"))


def people_of(agency: UUID, office: UUID, team: UUID | None, day: date) -> list[Person]:
    """The people of a team on a day, or of the whole office, by name."""
    found = workers_of(agency, office)
    if team:
        on_day = Q(memberships__last_day=None) | Q(memberships__last_day__gte=day)
        found = found.filter(
            on_day, memberships__agency=agency, memberships__team=team, memberships__first_day__lte=day
        ).distinct()
    return list(found[:PEOPLE])


def team_of(person: Person, day: date) -> UUID | None:
    """The first team by name in which a person is on a day."""
    on_day = Q(members__last_day=None) | Q(members__last_day__gte=day)
    found = Team.objects.filter(on_day, agency=person.agency_id, members__person=person, members__first_day__lte=day)
    return found.order_by("name").values_list("id", flat=True).first()


def board(asked: Asked, people: Sequence[Person]) -> list[PersonsPart]:
    """The parts of a board, in the order of its people."""
    lists = {person.id: replace(asked, owner=person.id) for person in people}
    own = {key: each.clocks(Filter()) for key, each in lists.items()}
    groups = tuple(asked.windows.values())
    every = {f"{key} {each.id}": clocks.filter(each.holds) for key, clocks in own.items() for each in groups}
    owed = {f"{key} {UNPROMISED}": each.unpromised(Filter()) for key, each in lists.items()}
    counts = bounded_counts({**every, **owed}, COUNTED)
    leading = found_in_each(clocks.filter(due__isnull=False)[:SHOWN] for clocks in own.values())
    rows = due_rows(leading, asked.agency, asked.now)
    return [_part(person, counts, groups, rows) for person in people]


def _part(person: Person, counts: dict[str, int], groups: Sequence[Window], rows: Sequence[DueRow]) -> PersonsPart:
    words = tuple((each, count_words(counts[f"{person.id} {each.id}"], COUNTED)) for each in groups)
    first = tuple(row for row in rows if row.lead.clock.owner_id == person.id)
    return PersonsPart(person, words, first, count_words(counts[f"{person.id} {UNPROMISED}"], COUNTED))
