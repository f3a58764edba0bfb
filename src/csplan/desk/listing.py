"""One page of a list: its rows, what has no date yet, and how much stands in each group."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from csplan.clocks.models import Clock
from csplan.clocks.queries import leads_of
from csplan.contacts.models import Contact
from csplan.contacts.queries import unpromised_in
from csplan.contacts.restricted import with_restrictions
from csplan.core.office_calendar import OfficeCalendar
from csplan.desk.bounded import COUNTED, bounded_counts, count_words, found_in_each
from csplan.desk.filters import Filter, call_backs, contacts_narrowed, narrowed
from csplan.desk.queries import DueRow, UnpromisedRow, due_rows, unpromised_rows
from csplan.desk.windows import PAUSED, WAITING, Window, windows

UNDATED: Final = 50
"""The most rows without a date that stand below a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which list is asked for: of an office or of one of its people, at an instant on the office's wall."""

    agency: UUID
    office: UUID
    calendar: OfficeCalendar
    now: datetime
    owner: UUID | None = None
    calls: bool = False

    @property
    def windows(self) -> dict[str, Window]:
        """The groups of the list."""
        return windows(self.calendar, self.now)

    def clocks(self, to: Filter) -> QuerySet[Clock]:
        """The clocks of the list that a filter leaves, in their order."""
        found = leads_of(self.agency, office=self.office, owner=self.owner)
        chosen = narrowed(call_backs(found) if self.calls else found, to, self.windows)
        return chosen.order_by("due", "id")

    def unpromised(self, to: Filter) -> QuerySet[Contact]:
        """The contacts of the list that are owed an answer without a promise, as far as a filter leaves them."""
        found = with_restrictions(unpromised_in(self.agency, office=self.office, owner=self.owner), self.now.date())
        return contacts_narrowed(found, to, self.calls)


@dataclass(frozen=True, slots=True)
class Group:
    """How much stands in one group of a list, and whether the list shows this group alone."""

    window: Window
    count: int
    chosen: bool

    @property
    def words(self) -> str:
        """The count in words."""
        return count_words(self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a list."""

    rows: list[DueRow]
    waiting: list[DueRow]
    paused: list[DueRow]
    unpromised: list[UnpromisedRow]
    groups: list[Group]
    page: Page[int]
    total: str
    beside: Mapping[str, int]

    @property
    def unpromised_words(self) -> str:
        """How many are owed without a promise, in words."""
        return count_words(len(self.unpromised), UNDATED)

    @property
    def is_cut(self) -> bool:
        """Whether there is more than a list holds."""
        return self.page.paginator.count == COUNTED


def listing(
    asked: Asked, to: Filter, *, number: str, rows: int, beside: Mapping[str, QuerySet[Any]] = MappingProxyType({})
) -> Listing:
    """One page of a list with so many rows; what has no date stands on the first one. beside is counted too."""
    found = asked.windows
    every = asked.clocks(to.without("due"))
    counts = bounded_counts({**{name: every.filter(each.holds) for name, each in found.items()}, **beside})
    shown = [found[to.due]] if to.due in found else found.values()
    total = sum(counts[each.id] for each in shown if each.is_dated)
    page = Paginator(range(min(total, COUNTED)), rows).get_page(number)
    told = due_rows(_of_page(asked.clocks(to), page, counts), asked.agency, asked.now)
    undated = [row for row in told if not row.lead.clock.due]
    return Listing(
        rows=[row for row in told if row.lead.clock.due],
        waiting=[row for row in undated if not row.lead.started],
        paused=[row for row in undated if row.lead.started],
        unpromised=unpromised_rows(asked.unpromised(to)[: UNDATED + 1], asked.now) if page.number == 1 else [],
        groups=[Group(each, counts[name], to.due == name) for name, each in found.items()],
        page=page,
        total=count_words(total),
        beside={name: counts[name] for name in beside},
    )


def _of_page(clocks: QuerySet[Clock], page: Page[int], counts: Mapping[str, int]) -> list[Clock]:
    """The clocks of a page, and on the first one those without a date."""
    begins = page.start_index() - 1 if page.object_list else 0
    dated = clocks.filter(due__isnull=False)[begins : begins + len(page.object_list)]
    has_undated = page.number == 1 and counts[WAITING] + counts[PAUSED]
    return found_in_each([dated, clocks.filter(due=None)[:UNDATED]] if has_undated else [dated])
