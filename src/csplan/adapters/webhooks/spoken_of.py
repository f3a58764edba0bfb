"""The rows of this room that the ledger speaks of, as they are now."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from csplan.adapters.webhooks.models import Subscription
from csplan.agencies.spoken_of import columns_of


def webhook_rows(agency: UUID, keys: Collection[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The webhooks of an agency; the ledger holds digests, and so no secret."""
    found = Subscription.objects.filter(agency=agency)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), columns_of(row)) for row in chosen)
