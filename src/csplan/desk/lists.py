"""The lists that somebody may see, by the name of their page, and what of one is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied

from csplan.agencies.asking import Asking
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.agencies.queue import queue_key
from csplan.desk.listing import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """One list: the name of its page, its title and its tab, whose rows it holds."""

    page: str
    title: str
    tab: str
    mine: bool = False
    calls: bool = False
    left: bool = False  # for the office, until somebody takes it


MY_LIST: Final = DueList(page="desk:my_list", title="My due list", tab="Mine", mine=True)
OFFICE_LIST: Final = DueList(page="desk:office_list", title="Due list of the office", tab="Office")
CALL_BACKS: Final = DueList(page="desk:call_backs", title="Call-back list of the office", tab="Call-backs", calls=True)
TO_TAKE: Final = DueList(page="desk:to_take", title="Left for the office, to be taken", tab="To take", left=True)
LISTS: Final[Mapping[str, DueList]] = MappingProxyType(
    {each.page: each for each in (MY_LIST, OFFICE_LIST, CALL_BACKS, TO_TAKE)}
)


def list_named(asking: Asking, page: str) -> DueList:
    """A list by the name of its page. Raises PermissionDenied for one that is not theirs to see."""
    if page not in LISTS or page not in asking.pages:
        raise PermissionDenied
    return LISTS[page]


def asked_of(asking: Asking, of: DueList, now: datetime) -> tuple[Asked, CalendarEdition]:
    """What is asked for when somebody opens a list, and the calendar on which it stands."""
    edition = calendar_edition(asking.agency.id, asking.office)
    calendar = calendar_of(edition)
    asked = Asked(
        agency=asking.agency.id,
        office=asking.office,
        calendar=calendar,
        now=wall_time(calendar, now),
        owner=_owner(asking, of),
        calls=of.calls,
    )
    return asked, edition


def _owner(asking: Asking, of: DueList) -> UUID | None:
    if of.left:
        return queue_key(asking.office)
    return asking.person.id if of.mine else None
