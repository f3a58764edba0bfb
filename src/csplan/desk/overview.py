"""How many promises are open and past due in agencies or offices; no contact is named, and nobody is ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from csplan.agencies.models import Agency, Office
from csplan.clocks.models import OPEN, Clock
from csplan.desk.bounded import bounded_counts, count_words

COUNTED: Final = 10_000
"""A count says "more than" above it, so that a page of agencies costs the same however much is open."""


@dataclass(frozen=True, slots=True)
class Overview:
    """An agency or an office with its counts in words."""

    name: str
    open: str
    past: str


def overview_of_agencies(agencies: Sequence[Agency], now: datetime) -> list[Overview]:
    """The counts of some agencies, in their order."""
    every = Clock.objects.filter(OPEN)
    return _overview([(str(each), every.filter(agency=each)) for each in agencies], now)


def overview_of_offices(agency: UUID, offices: Sequence[Office], now: datetime) -> list[Overview]:
    """The counts of some offices of an agency, in their order."""
    every = Clock.objects.filter(OPEN, agency=agency)
    return _overview([(str(each), every.filter(office=each)) for each in offices], now)


def _overview(found: Sequence[tuple[str, QuerySet[Clock]]], now: datetime) -> list[Overview]:
    asked = {f"open {n}": clocks.order_by("due") for n, (_, clocks) in enumerate(found)}
    asked |= {f"past {n}": clocks.filter(due__lt=now).order_by("due") for n, (_, clocks) in enumerate(found)}
    counts = bounded_counts(asked, COUNTED) if asked else {}
    words = {name: count_words(count, COUNTED) for name, count in counts.items()}
    return [Overview(name, words[f"open {n}"], words[f"past {n}"]) for n, (name, _) in enumerate(found)]
