"""Questions about clocks: what became of one, why it is due when it is, and which are open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from csplan.agencies.queries import calendars_of
from csplan.clocks.models import Clock
from csplan.core.duration import Counting, Duration
from csplan.core.explanation import Explanation, explain
from csplan.core.explanation_text import day_lines, due_says, rule_sentence
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.core.verdict import verdict


@dataclass(frozen=True, slots=True)
class Told:
    """A clock with all that a page says of it; times are on the wall of the office."""

    clock: Clock
    verdict: str
    leads: bool
    started: datetime
    due: datetime
    met: datetime | None
    why: Explanation

    @property
    def days(self) -> tuple[str, ...]:
        """One line for each day, counted or not."""
        return tuple(line for part in self.why.parts for line in day_lines(part))

    @property
    def rule(self) -> str:
        """The counting rule in one sentence."""
        return rule_sentence(self.why.parts[0].duration, self.why.parts[0].counting)

    @property
    def limit(self) -> str:
        """The promised time in words."""
        return str(self.why.parts[0].duration)

    @property
    def readings(self) -> tuple[str, ...]:
        """What the date would be under the readings not taken."""
        return tuple(f"{due_says(due)}, {name}" for name, due in self.why.readings)


def told(clocks: Sequence[Clock], agency: UUID, now: datetime) -> list[Told]:
    """The clocks of some matters as pages tell them, those of a matter together; the strictest open one leads."""
    calendars = calendars_of(agency, (clock.calendar_id for clock in clocks))
    first: dict[UUID, datetime] = {}
    for clock in sorted(clocks, key=_strictness):
        first.setdefault(clock.matter_id, clock.due)
    return [_told(clock, calendars[clock.calendar_id], clock.due == first[clock.matter_id], now) for clock in clocks]


def clocks_of(agency: UUID, matters: Iterable[UUID]) -> list[Clock]:
    """All clocks of some matters, the one that is due first first."""
    found = Clock.objects.filter(agency=agency, matter_id__in=set(matters))
    return list(found.order_by("matter_id", "due", "id"))


def leading_clocks(agency: UUID, *, office: UUID, owner: UUID | None = None) -> QuerySet[Clock]:
    """The strictest open clock of each matter of an office, or of one person in it; the one due first first."""
    beside = Clock.objects.filter(agency=agency, matter=OuterRef("matter"), met=None)
    stricter = beside.filter(Q(due__lt=OuterRef("due")) | Q(due=OuterRef("due"), id__lt=OuterRef("id")))
    found = Clock.objects.filter(~Exists(stricter), agency=agency, met=None, matter__office=office)
    return (found.filter(matter__owner=owner) if owner else found).order_by("due", "id")


def open_and_past(agencies: Iterable[UUID], now: datetime) -> dict[UUID, tuple[int, int]]:
    """How many clocks of each agency are open, and how many of these are past due."""
    found = Clock.objects.filter(agency__in=set(agencies), met=None).values("agency")
    counts = found.annotate(open=Count("id"), past=Count("id", filter=Q(due__lt=now))).order_by()
    return {row["agency"]: (row["open"], row["past"]) for row in counts}


def _strictness(clock: Clock) -> tuple[bool, datetime]:
    return clock.met is not None, clock.due


def _told(clock: Clock, calendar: OfficeCalendar, leads: bool, now: datetime) -> Told:
    zone = named_zone(calendar.zone)
    started, due = clock.started.astimezone(zone), clock.due.astimezone(zone)
    met = clock.met.astimezone(zone) if clock.met else None
    found = verdict(started, due, clock.due_date, met, now.astimezone(zone))
    why = explain(
        started,
        Duration(clock.n, clock.unit),
        Counting(**clock.counting),
        calendar,
        fact=clock.fact,
        says=clock.says,
        cite=clock.cite,
    )
    return Told(clock, found, leads, started, due, met, why)
