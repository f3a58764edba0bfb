"""What the ledger's entries speak of: the rooms above register how the present rows of a subject are read.

A subject is written "kind:key", such as "contact:0198c0de-...". A room registers its kind once, in AppConfig.ready:

    speaks_of("contact", contact_rows)

and gives the same data to `append(after=...)`, so that a changed row no longer fits the last digest of its subject.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

Rows = Callable[[UUID, Collection[str] | None], Iterable[tuple[str, Mapping[str, Any]]]]
"""(agency, keys or None for all) -> (key, everything now held of it)."""

_registered: dict[str, Rows] = {}


def speaks_of(kind: str, rows: Rows) -> None:
    """Register how the present rows of a kind of subject are read. Raises ValueError where the kind is taken."""
    if _registered.get(kind, rows) is not rows:
        raise ValueError(f"the ledger already knows how {kind!r} is read; use another kind")
    _registered[kind] = rows


def kinds() -> frozenset[str]:
    """The kinds of subject whose rows can be read."""
    return frozenset(_registered)


def present_rows(agency: UUID) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each subject of an agency with the data now held of it."""
    for kind, rows in sorted(_registered.items()):
        for key, data in rows(agency, None):
            yield f"{kind}:{key}", data


def present_data(agency: UUID, subject: str) -> Mapping[str, Any] | None:
    """The data now held of one subject; None where there is none or nobody can read it."""
    kind, _, key = subject.partition(":")
    rows = _registered.get(kind)
    return next((data for _, data in rows(agency, [key])), None) if rows else None
