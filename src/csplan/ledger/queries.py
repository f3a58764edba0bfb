"""Questions to the ledger: which chains there are, what one holds, where it ends, its last acts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from csplan.ledger.chain import instant_text
from csplan.ledger.heads import Head
from csplan.ledger.models import Entry
from csplan.ledger.plain_sql import stored_key
from csplan.ledger.reading import ENTRIES, SALTS, links
from csplan.ledger.subjects import kinds, present_rows
from csplan.ledger.verify import Held


def agencies_with_entries() -> list[UUID]:
    """The agencies that have a chain, as far as the asker may see."""
    return list(Entry.objects.order_by("agency").values_list("agency", flat=True).distinct())


def held(agency: UUID) -> Held:
    """All that is held of an agency's ledger, with the rows that it speaks of, for the verifier.

    Where others may write meanwhile, call it and read what it gives within one `snapshot()`.
    """
    salts: dict[int, str] = dict(_rows(SALTS, agency))
    return Held(str(agency), links(_rows(ENTRIES, agency)), salts, present_rows(agency), kinds())


class Act(NamedTuple):
    """What a reader of the last acts needs of an entry."""

    subject: str
    act: str
    actor: UUID | None
    entered: datetime


def head(agency: UUID, at: datetime) -> Head | None:
    """Where the chain of an agency ends, unsigned; None for a chain without entries."""
    last = Entry.objects.filter(agency=agency).order_by("-number").first()
    return Head(str(agency), last.number, last.digest, instant_text(at)) if last else None


def last_acts(agency: UUID, most: int) -> list[Act]:
    """The last acts of an agency, the latest first."""
    last = Entry.objects.filter(agency=agency).order_by("-number")[:most]
    return [Act(*row) for row in last.values_list(*Act._fields)]


def _rows(query: str, agency: UUID) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, [stored_key(agency)])
        while rows := cursor.fetchmany(2_000):
            yield from rows
