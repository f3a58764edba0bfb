"""Questions to the ledger: which chains there are, what one holds, where it ends, its last acts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q, Subquery
from django.db.models.expressions import Combinable

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


@dataclass(frozen=True, slots=True)
class Since:
    """The acts since an instant, the latest first; reaches says whether all of them were looked at."""

    acts: tuple[Act, ...]
    reaches: bool


def acts_since(agency: UUID, since: datetime, *, kind: str, but: UUID, most: int) -> Since:
    """What others than one person did to subjects of a kind, among so many last acts of an agency; by one query."""
    every = Entry.objects.filter(agency=agency).order_by("-number")
    first = Subquery(every.annotate(first=F("number") - (most - 1)).values("first")[:1])
    news = Q(entered__gte=since, subject__startswith=f"{kind}:", actor__isnull=False) & ~Q(actor=but)
    told = every.filter(number__gte=first).annotate(is_news=_whether(news), is_first=_whether(Q(number=first)))
    rows = list(told.filter(Q(is_news=True) | Q(is_first=True)).values_list("is_news", "is_first", *Act._fields))
    acts = tuple(Act(*row) for is_news, _, *row in rows if is_news)
    return Since(acts, not any(is_first and Act(*row).entered >= since for _, is_first, *row in rows))


def _whether(holds: Q) -> Combinable:
    return ExpressionWrapper(holds, output_field=BooleanField())


def _rows(query: str, agency: UUID) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, [stored_key(agency)])
        while rows := cursor.fetchmany(2_000):
            yield from rows
