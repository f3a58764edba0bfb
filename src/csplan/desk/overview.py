"""How much is open, past due or owed without a promise in agencies or offices; no contact is named, nobody ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from csplan.agencies.models import Agency, Office
from csplan.clocks.models import OPEN, UNPROMISED, Clock, Matter
from csplan.clocks.queries import leads_of
from csplan.desk.bounded import MattersOf, bounded_counts, count_words

COUNTED: Final = 10_000
"""A count says "more than" above it, so that a page of agencies costs the same however much is open."""

COUNTS: Final = ("dated", "past", "undated", "owed")


@dataclass(frozen=True, slots=True)
class Overview:
    """An agency or an office with its counts in words: each contact counts once, by what is due first, as on a list."""

    name: str
    dated: str
    past: str
    undated: str
    owed: str  # without a promise


def overview_of_agencies(agencies: Sequence[Agency], now: datetime) -> list[Overview]:
    """The counts of some agencies, in their order."""
    return _overview([(str(each), each.id, None) for each in agencies], now)


def overview_of_offices(agency: UUID, offices: Sequence[Office], now: datetime) -> list[Overview]:
    """The counts of some offices of an agency, in their order."""
    return _overview([(str(each), agency, each.id) for each in offices], now)


def _overview(found: Sequence[tuple[str, UUID, UUID | None]], now: datetime) -> list[Overview]:
    asked: dict[str, QuerySet[Any] | MattersOf] = {}
    for n, (_, agency, office) in enumerate(found):
        asked |= {f"{name} {n}": question for name, question in _asked(agency, office, now).items()}
    counts = bounded_counts(asked, COUNTED) if asked else {}
    words = {name: count_words(count, COUNTED) for name, count in counts.items()}
    return [Overview(name, *(words[f"{each} {n}"] for each in COUNTS)) for n, (name, *_) in enumerate(found)]


def _asked(agency: UUID, office: UUID | None, now: datetime) -> dict[str, QuerySet[Any] | MattersOf]:
    """What is counted of an agency or an office. What leads is due first, so that any clock past due tells of it."""
    within = Q(agency=agency, office=office) if office else Q(agency=agency)
    dated = Clock.objects.filter(OPEN, within, due__isnull=False)
    return {
        "dated": MattersOf(dated),
        "past": MattersOf(dated.filter(due__lt=now)),
        "undated": leads_of(agency, office=office).filter(due=None),
        "owed": Matter.objects.filter(UNPROMISED, within),
    }
