"""The rows of this room that the ledger speaks of, as they are now."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from csplan.agencies.spoken_of import columns_of
from csplan.standards.models import PlanInForce


def plan_rows(agency: UUID, keys: Collection[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The plans of an agency, each with the text of its model."""
    found = PlanInForce.objects.filter(agency=agency).select_related("model_text")
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(row.id), {**columns_of(row), "model": columns_of(row.model_text)}) for row in chosen)
