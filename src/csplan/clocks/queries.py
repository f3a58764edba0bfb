"""Questions about clocks: what became of one, why it is due when it is, and which are open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from csplan.absences.kinds import returning_facts
from csplan.agencies.queries import calendars_of
from csplan.clocks.models import OPEN, Clock
from csplan.core import verdict as verdicts
from csplan.core.duration import Counting, Duration
from csplan.core.explanation import Explanation, explain
from csplan.core.explanation_text import day_lines, due_says, rule_sentence
from csplan.core.office_calendar import OfficeCalendar, named_zone

STOPPED: Final = "stopped"
"""What is told of a clock that another one took over: it is neither kept nor missed."""
LAST_OF_ALL: Final = datetime.max.replace(tzinfo=UTC)
"""Where a clock without a due instant sorts; never shown or stored."""


@dataclass(frozen=True, slots=True)
class Told:
    """A clock with all that a page says of it; times are on the wall of the office, None where there is none yet."""

    clock: Clock
    verdict: str
    leads: bool
    started: datetime | None
    due: datetime | None
    met: datetime | None
    why: Explanation | None
    duration: Duration
    counting: Counting

    @property
    def days(self) -> tuple[str, ...]:
        """One line for each day, counted or not."""
        return tuple(line for part in self.why.parts for line in day_lines(part)) if self.why else ()

    @property
    def rule(self) -> str:
        """The counting rule in one sentence."""
        return rule_sentence(self.duration, self.counting.for_unit(self.duration.unit))

    @property
    def limit(self) -> str:
        """The promised time in words."""
        return str(self.duration)

    @property
    def readings(self) -> tuple[str, ...]:
        """What the date would be under the readings not taken."""
        return tuple(f"{due_says(due)}, {name}" for name, due in self.why.readings) if self.why else ()


def told(clocks: Sequence[Clock], agency: UUID, now: datetime) -> list[Told]:
    """The clocks of some matters as pages tell them, those of a matter together; the strictest open one leads."""
    calendars = calendars_of(agency, (clock.calendar_id for clock in clocks))
    first: dict[UUID, UUID] = {}
    for clock in sorted(clocks, key=_strictness):
        first.setdefault(clock.matter_id, clock.id)
    return [_told(clock, calendars[clock.calendar_id], clock.id == first[clock.matter_id], now) for clock in clocks]


def clocks_of(agency: UUID, matters: Iterable[UUID]) -> list[Clock]:
    """All clocks of some matters, the one that is due first first."""
    found = Clock.objects.filter(agency=agency, matter_id__in=set(matters))
    return list(found.order_by("matter_id", F("due").asc(nulls_last=True), "id"))


def leading_clocks(agency: UUID, *, office: UUID, owner: UUID | None = None) -> QuerySet[Clock]:
    """The strictest open clock of each matter of an office, or of one person in it; the one due first first."""
    return leads_of(agency, office=office, owner=owner).filter(due__isnull=False).order_by("due", "id")


def leads_of(agency: UUID, *, office: UUID, owner: UUID | None = None) -> QuerySet[Clock]:
    """The open clock that leads each matter of an office, or of one person in it; also where no due instant is known.

    Which one leads is asked clock by clock, in the order of a list, so that a page costs what it shows.
    """
    beside = Clock.objects.filter(OPEN, agency=agency, matter=OuterRef("matter"))
    lead = beside.order_by(F("due").asc(nulls_last=True), "id").values("id")[:1]
    found = Clock.objects.filter(OPEN, agency=agency, office=office, id=Subquery(lead))
    return found.filter(owner=owner) if owner else found


def _strictness(clock: Clock) -> tuple[bool, bool, datetime, UUID]:
    return not clock.is_open, clock.stopped is not None, clock.due or LAST_OF_ALL, clock.id


def _told(clock: Clock, calendar: OfficeCalendar, leads: bool, now: datetime) -> Told:
    zone = named_zone(calendar.zone)
    started, due, met = (at.astimezone(zone) if at else None for at in (clock.started, clock.due, clock.met))
    return Told(
        clock,
        _verdict(clock, started, due, met, now.astimezone(zone)),
        leads,
        started,
        due,
        met,
        _why(clock, calendar) if clock.due else None,
        Duration(clock.n, clock.unit),
        Counting(**clock.counting),
    )


def _verdict(clock: Clock, started: datetime | None, due: datetime | None, met: datetime | None, now: datetime) -> str:
    """The core's verdict; what was kept before its clock would have started (on a return from leave) is met."""
    if clock.stopped:
        return STOPPED
    if met and clock.fact in returning_facts() and (started is None or met < started):
        return verdicts.VERDICTS[verdicts.MET]
    if due is None:
        return verdicts.VERDICTS[verdicts.OPEN]
    return verdicts.verdict(started, due, clock.due_date, met, now)


def _why(clock: Clock, calendar: OfficeCalendar) -> Explanation:
    assert clock.started
    return explain(
        clock.started.astimezone(named_zone(calendar.zone)),
        Duration(clock.n, clock.unit),
        Counting(**clock.counting),
        calendar,
        fact=clock.fact,
        says=clock.says,
        cite=clock.cite,
    )
