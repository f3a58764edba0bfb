"""One page of a list: its rows, what has no date yet, and how much stands in each group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from csplan.clocks.models import Clock
from csplan.clocks.queries import leads_of
from csplan.contacts.models import Contact
from csplan.contacts.queries import unpromised_in
from csplan.core.office_calendar import OfficeCalendar
from csplan.desk.bounded import COUNTED, bounded_counts, count_words
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
        return contacts_narrowed(unpromised_in(self.agency, office=self.office, owner=self.owner), to, self.calls)


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
    page: Page[Clock]
    total: str

    @property
    def unpromised_words(self) -> str:
        """How many are owed without a promise, in words."""
        return count_words(len(self.unpromised), UNDATED)

    @property
    def is_cut(self) -> bool:
        """Whether there is more than a list holds."""
        return self.page.paginator.count == COUNTED


def listing(asked: Asked, to: Filter, *, number: str, rows: int) -> Listing:
    """One page of a list with so many rows; what has no date stands on the first one."""
    found = asked.windows
    dated = asked.clocks(to).filter(due__isnull=False).only("matter")  # all that is open on a matter is read next
    every = asked.clocks(to.without("due"))
    counts = bounded_counts({name: every.filter(each.holds) for name, each in found.items()})
    shown = [found[to.due]] if to.due in found else found.values()
    total = sum(counts[each.id] for each in shown if each.is_dated)
    page = _page(dated, min(total, COUNTED), rows, number)
    undated = _undated(asked, to, counts) if page.number == 1 else []
    told = due_rows([*page.object_list, *undated], asked.agency, asked.now)
    return Listing(
        rows=told[: len(page.object_list)],
        waiting=[row for row in told[len(page.object_list) :] if not row.lead.started],
        paused=[row for row in told[len(page.object_list) :] if row.lead.started],
        unpromised=unpromised_rows(asked.unpromised(to)[: UNDATED + 1], asked.now) if page.number == 1 else [],
        groups=[Group(each, counts[name], to.due == name) for name, each in found.items()],
        page=page,
        total=count_words(total),
    )


def _page(dated: QuerySet[Clock], count: int, rows: int, number: str) -> Page[Clock]:
    """The page, without counting again what was counted."""
    paginator = Paginator(dated, rows)
    paginator.count = count
    page = paginator.get_page(number)
    page.object_list = list(page.object_list)
    return page


def _undated(asked: Asked, to: Filter, counts: dict[str, int]) -> Sequence[Clock]:
    if not counts[WAITING] + counts[PAUSED]:
        return []
    return list(asked.clocks(to).filter(due=None).only("matter")[:UNDATED])
