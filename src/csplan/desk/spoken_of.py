"""The rows of this room that the ledger speaks of, as they are now."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from csplan.agencies.spoken_of import columns_of
from csplan.desk.models import DigestWish, SavedFilter

Found = Iterator[tuple[str, Mapping[str, Any]]]


def filter_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The saved filters of an agency's people."""
    found = SavedFilter.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)


def digest_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """Who of an agency wants the digest."""
    found = DigestWish.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)
