"""The rows of this door that the ledger speaks of."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from csplan.adapters.api.models import Token
from csplan.agencies.spoken_of import columns_of


def token_rows(agency: UUID, keys: Collection[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tokens of an agency."""
    found = Token.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)
