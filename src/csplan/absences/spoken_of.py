"""The rows of this room that the ledger speaks of, as they are now."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, Prefetch

from csplan.absences.models import Absence, AbsenceChange, GreetingTask, ProtectedTime, StandingCover
from csplan.agencies.spoken_of import columns_of
from csplan.ledger.subjects import Rows

Found = Iterator[tuple[str, Mapping[str, Any]]]


def absence_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The absences of an agency, each with what it was before and its greeting tasks."""
    found = Absence.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    changes = Prefetch("changes", AbsenceChange.objects.filter(agency=agency).order_by("id"))
    greetings = Prefetch("greetings", GreetingTask.objects.filter(agency=agency).order_by("id"))
    for row in chosen.prefetch_related(changes, greetings).order_by("id").iterator(chunk_size=1000):
        hangs_on = {"changes": _columns(row.changes.all()), "greetings": _columns(row.greetings.all())}
        yield str(row.id), {**columns_of(row), **hangs_on}


def cover_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """Who covers whom."""
    found = StandingCover.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)


def protected_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The protected times of an agency."""
    found = ProtectedTime.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    for row in chosen:
        yield str(row.id), {**columns_of(row), "opens": str(row.opens), "closes": str(row.closes)}


def _columns(rows: Iterable[Model]) -> list[dict[str, Any]]:
    return [columns_of(each) for each in rows]


KINDS: Final[Mapping[str, Rows]] = MappingProxyType(
    {"absence": absence_rows, "cover": cover_rows, "protected": protected_rows}
)
