"""The lists that somebody may see, by the name of their page, and what of one is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.core.exceptions import PermissionDenied

from csplan.agencies.asking import Asking
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.desk.listing import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """One list: the name of its page, its title and its tab, whose rows it holds."""

    page: str
    title: str
    tab: str
    mine: bool = False
    calls: bool = False


MY_LIST: Final = DueList(page="desk:my_list", title="My due list", tab="Mine", mine=True)
OFFICE_LIST: Final = DueList(page="desk:office_list", title="Due list of the office", tab="Office")
CALL_BACKS: Final = DueList(page="desk:call_backs", title="Call-back list of the office", tab="Call-backs", calls=True)
LISTS: Final[Mapping[str, DueList]] = MappingProxyType({each.page: each for each in (MY_LIST, OFFICE_LIST, CALL_BACKS)})
TEAM: Final = ("desk:team_board", "Team")


def list_named(asking: Asking, page: str) -> DueList:
    """A list by the name of its page. Raises PermissionDenied for one that is not theirs to see."""
    if page not in LISTS or page not in asking.pages:
        raise PermissionDenied
    return LISTS[page]


def tabs_of(asking: Asking) -> list[tuple[str, str]]:
    """The lists and boards that somebody may see, each with the word on its tab."""
    every = [(MY_LIST.page, MY_LIST.tab), TEAM, *((each.page, each.tab) for each in (OFFICE_LIST, CALL_BACKS))]
    return [tab for tab in every if tab[0] in asking.pages]


def asked_of(asking: Asking, of: DueList, now: datetime) -> tuple[Asked, CalendarEdition]:
    """What is asked for when somebody opens a list, and the calendar on which it stands."""
    edition = calendar_edition(asking.agency.id, asking.office)
    calendar = calendar_of(edition)
    asked = Asked(
        agency=asking.agency.id,
        office=asking.office,
        calendar=calendar,
        now=wall_time(calendar, now),
        owner=asking.person.id if of.mine else None,
        calls=of.calls,
    )
    return asked, edition
