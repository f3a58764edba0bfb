"""The rows of this door that the ledger speaks of, as they are now."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from csplan.adapters.feed.models import Feed
from csplan.agencies.spoken_of import columns_of


def feed_rows(agency: UUID, keys: Collection[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The feeds of an agency's people."""
    found = Feed.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)
