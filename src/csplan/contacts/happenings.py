"""What the timeline of a case shows: each room tells what happened, and when it was entered.

A room registers once, in AppConfig.ready: `tells_happenings(source)`. A source asks the database as often for one
contact as for a thousand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from csplan.contacts.models import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened on a case: when, what, by whom, and when it was entered."""

    at: datetime
    entered: datetime
    says: str
    by: str = ""
    note: str = ""
    contact: UUID | None = None
    lacks: str = ""  # what is missing, such as a result
    day_alone: bool = False  # nobody said at what time
    since: datetime | None = None  # from when its entry was possible, where that is later than it happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """Of what a timeline is: the contacts of one participant of a case with those of nobody's, or all of the case."""

    agency: UUID
    case: UUID
    participant: UUID | None
    contacts: tuple[Contact, ...]
    zone: ZoneInfo  # on whose wall times are told


Source = Callable[[Of], Iterable[Happening]]

_sources: list[Source] = []


def tells_happenings(source: Source) -> None:
    """Register who tells what happened on a case."""
    if source not in _sources:
        _sources.append(source)


def happenings(of: Of) -> list[Happening]:
    """Everything that happened, in order of happening; of two at once, the one entered first."""
    found = (each for source in _sources for each in source(of))
    return sorted(found, key=lambda each: (each.at, each.entered))
