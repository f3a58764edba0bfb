"""How much is open, past due or owed without a promise in agencies or offices; no contact is named, nobody ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from csplan.agencies.models import Agency, Office
from csplan.clocks.models import OPEN, UNPROMISED, Clock, Matter
from csplan.desk.bounded import bounded_counts, count_words

COUNTED: Final = 10_000
"""A count says "more than" above it, so that a page of agencies costs the same however much is open."""


@dataclass(frozen=True, slots=True)
class Overview:
    """An agency or an office with its counts in words."""

    name: str
    open: str
    past: str
    owed: str  # without a promise


def overview_of_agencies(agencies: Sequence[Agency], now: datetime) -> list[Overview]:
    """The counts of some agencies, in their order."""
    return _overview([(str(each), Q(agency=each)) for each in agencies], now)


def overview_of_offices(agency: UUID, offices: Sequence[Office], now: datetime) -> list[Overview]:
    """The counts of some offices of an agency, in their order."""
    return _overview([(str(each), Q(agency=agency, office=each)) for each in offices], now)


def _overview(found: Sequence[tuple[str, Q]], now: datetime) -> list[Overview]:
    asked: dict[str, QuerySet[Any]] = {}
    for n, (_, within) in enumerate(found):
        running = Clock.objects.filter(OPEN, within)
        owed = Matter.objects.filter(UNPROMISED, within)
        asked |= {f"open {n}": running, f"past {n}": running.filter(due__lt=now), f"owed {n}": owed}
    counts = bounded_counts(asked, COUNTED) if asked else {}
    words = {name: count_words(count, COUNTED) for name, count in counts.items()}
    rows = ((name, words[f"open {n}"], words[f"past {n}"], words[f"owed {n}"]) for n, (name, _) in enumerate(found))
    return [Overview(*row) for row in rows]
