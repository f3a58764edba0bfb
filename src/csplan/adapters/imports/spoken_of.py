"""The rows of the imports that the ledger speaks of."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from csplan.adapters.imports.models import Import, Proposal
from csplan.agencies.spoken_of import columns_of

Found = Iterator[tuple[str, Mapping[str, Any]]]


def import_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The imports of an agency."""
    found = Import.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)


def proposal_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The calls out that were proposed as returns."""
    found = Proposal.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)
