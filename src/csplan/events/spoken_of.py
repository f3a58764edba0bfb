"""The rows of this room that the ledger speaks of, as they are now."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from csplan.agencies.spoken_of import columns_of
from csplan.events.models import Event, Mark, ReportColumns, RestrictedNote
from csplan.ledger.subjects import Rows

Found = Iterator[tuple[str, Mapping[str, Any]]]


def event_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The events of an agency."""
    found = Event.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen.iterator(chunk_size=1000))


def restricted_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The restricted notes of an agency."""
    found = RestrictedNote.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)


def columns_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """How an agency's reports are mapped."""
    found = ReportColumns.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)


def mark_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """What was found of sampled events."""
    found = Mark.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)


KINDS: Final[Mapping[str, Rows]] = MappingProxyType(
    {
        "event": event_rows,
        "event-mark": mark_rows,
        "restricted-note": restricted_rows,
        "report-columns": columns_rows,
    }
)
