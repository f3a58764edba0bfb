"""The rows of this room that the ledger speaks of, as they are now."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from csplan.agencies.models import Agency, CalendarEdition, Choice, Grant, Office, Person, Team, TeamMember
from csplan.ledger.subjects import Rows

Found = Iterator[tuple[str, Mapping[str, Any]]]
PERSON: Final = (
    "id",
    "username",
    "name",
    "agency_id",
    "office_id",
    "email",
    "extension",
    "is_active",
)  # no password, no last sign-in


def columns_of(row: Model) -> dict[str, Any]:
    """All columns of a row by name."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def agency_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The agency itself, with its offices."""
    if keys is None or str(agency) in keys:
        found = Agency.objects.filter(id=agency)
        offices = [columns_of(office) for office in Office.objects.filter(agency=agency).order_by("id")]
        for row in found:
            columns = {name: value for name, value in columns_of(row).items() if name != "set_up"}  # says nothing of it
            yield str(row.id), {**columns, "offices": offices}


def calendar_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The calendar editions of an agency, without the clocks that they moved, which are of a room above."""
    found = CalendarEdition.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)


def person_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The people whose home an agency is."""
    found = Person.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), {name: getattr(row, name) for name in PERSON}) for row in chosen)


def grant_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The grants in an agency."""
    found = Grant.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)


def team_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The teams of an agency, each with its members."""
    found = Team.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    members: dict[UUID, list[dict[str, Any]]] = {}
    for member in TeamMember.objects.filter(agency=agency, team__in=chosen).order_by("id"):
        members.setdefault(member.team_id, []).append(columns_of(member))
    yield from ((str(row.id), {**columns_of(row), "members": members.get(row.id, [])}) for row in chosen)


def choice_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """What an agency has chosen."""
    found = Choice.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)


KINDS: Final[Mapping[str, Rows]] = MappingProxyType(
    {
        "agency": agency_rows,
        "choice": choice_rows,
        "grant": grant_rows,
        "person": person_rows,
        "team": team_rows,
    }
)
