"""When things are due, as a list groups them: past due, today, until the next open day, later; and what has no date."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q

from csplan.core.office_calendar import OfficeCalendar, named_zone

PAST: Final = "past"
TODAY: Final = "today"
NEXT: Final = "next"
LATER: Final = "later"
WAITING: Final = "waiting"
PAUSED: Final = "paused"
UNPROMISED: Final = "Unanswered, without a promise"
"""Heads what is owed without any clock. It is no group: nothing of it is due, so that no filter by due leaves it."""
UNPROMISED_AFTER: Final = "unanswered without a promise"
"""The same behind a count, and as the state of a row."""
LONGEST_CLOSED: Final = 30
"""The most days that are looked ahead for the next open one."""


@dataclass(frozen=True, slots=True)
class Window:
    """One group of a list: its name in addresses, what it says, and which clocks it holds."""

    id: str
    says: str
    holds: Q

    @property
    def after_count(self) -> str:
        """What it says behind a count: "due by Tue 24 Nov"."""
        return self.says[:1].lower() + self.says[1:]

    @property
    def is_dated(self) -> bool:
        """Whether its clocks are due at a known instant."""
        return self.id not in (WAITING, PAUSED)


def windows(calendar: OfficeCalendar, now: datetime) -> dict[str, Window]:
    """The groups of a list at an instant, by name, in their order."""
    zone = named_zone(calendar.zone)
    today = now.astimezone(zone).date()
    ahead = next_open_day(calendar, today)
    tomorrow, after = (
        datetime.combine(day, time(), zone) for day in (today + timedelta(days=1), ahead + timedelta(days=1))
    )
    found = (
        Window(PAST, "Past due", Q(due__lt=now)),
        Window(TODAY, "Due today", Q(due__gte=now, due__lt=tomorrow)),
        Window(NEXT, _until(ahead, today), Q(due__gte=tomorrow, due__lt=after)),
        Window(LATER, "Due later", Q(due__gte=after)),
        Window(WAITING, "Waiting to start", Q(due=None, started=None)),
        Window(PAUSED, "Paused", Q(due=None, started__isnull=False)),
    )
    return {each.id: each for each in found}


def next_open_day(calendar: OfficeCalendar, day: date) -> date:
    """The first day after this one on which the office opens; after a long closure simply tomorrow."""
    ahead = (day + timedelta(days=n) for n in range(1, LONGEST_CLOSED + 1))
    return next((each for each in ahead if calendar.is_open_day(each)), day + timedelta(days=1))


def _until(ahead: date, today: date) -> str:
    return "Due tomorrow" if (ahead - today).days == 1 else f"Due by {ahead:%a} {ahead.day} {ahead:%b}"
