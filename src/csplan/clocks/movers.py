"""Which open clocks an office's next calendar would move, counted with arrays: never to an earlier instant."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet

from csplan.absences.kinds import returning_facts
from csplan.absences.queries import leaves_of
from csplan.absences.returning import leave_at
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.clocks.counted import due_on, turned
from csplan.clocks.models import OPEN, Clock, Turn
from csplan.clocks.spoken_of import Moved, moves_digest
from csplan.core.calendar_changes import settled_until
from csplan.core.deadline import deadline, due_dates
from csplan.core.duration import Counting, Duration
from csplan.core.instants import EPOCH
from csplan.core.office_calendar import OfficeCalendar

TURNING: Final = (Turn.PAUSE, Turn.EXTEND)


class Running(NamedTuple):
    """An open clock with a due instant, as it is read for counting."""

    clock: UUID
    started: datetime
    due: datetime
    due_date: date
    calendar: UUID
    n: int
    unit: str
    counting: dict[str, str]
    name: str
    owner: UUID
    matter: UUID
    fact: str


@dataclass(frozen=True)
class Movers:
    """The clocks that a calendar moves, each beside what it was read as."""

    moves: tuple[Moved, ...] = ()
    running: tuple[Running, ...] = ()
    onward: Mapping[UUID, UUID] = field(default_factory=dict)
    """Clocks whose return falls into a further leave, by key with the person: they are none of these, and follow it."""

    @cached_property
    def digest(self) -> str:
        """A digest of all that moves."""
        return moves_digest(self.moves)

    def first(self, most: int) -> list[tuple[Running, datetime]]:
        """The first movers by their present due instant, each with the next one."""
        pairs = sorted(zip(self.running, self.moves, strict=True), key=lambda pair: (pair[0].due, pair[0].clock))
        return [(running, EPOCH + timedelta(seconds=moved.due)) for running, moved in pairs[:most]]

    @cached_property
    def by_owner(self) -> Counter[UUID]:
        """How many move for each person."""
        return Counter(each.owner for each in self.running)

    @cached_property
    def by_name(self) -> Counter[str]:
        """How many move for each standard."""
        return Counter(each.name for each in self.running)


def movers(agency: UUID, office: UUID, calendar: OfficeCalendar) -> Movers:
    """The open clocks of an office whose due instant on a calendar is later than it is now. Raises OutsideHorizon."""
    until = settled_until(calendar_of(calendar_edition(agency, office)), calendar)
    onward = _onward(agency, office, until, calendar)
    with_turns = _with_turns(agency, office)
    groups: dict[tuple[int, str, str, bool], list[Running]] = defaultdict(list)
    from_return = returning_facts()
    for running in _running(_open_clocks(agency, office).filter(_may_move(until))):
        if running.clock not in with_turns and running.clock not in onward:
            limit = running.n, running.unit, json.dumps(running.counting, sort_keys=True)
            groups[*limit, running.fact in from_return].append(running)
    found = [pair for group in groups.values() for pair in _later(group, calendar)]
    found += _later_with_turns((each for key, each in with_turns.items() if key not in onward), calendar)
    return Movers(tuple(moved for moved, _ in found), tuple(running for _, running in found), onward)


def _open_clocks(agency: UUID, office: UUID) -> QuerySet[Clock]:
    return Clock.objects.filter(OPEN, agency=agency, office=office, due__isnull=False)


def _may_move(until: datetime | None) -> Q:
    """What a clock fulfils that a change may move which leaves all before an instant as it is."""
    return Q() if until is None else Q(due__gte=until) | Q(started__gte=until)


def _onward(agency: UUID, office: UUID, until: datetime | None, calendar: OfficeCalendar) -> dict[UUID, UUID]:
    """The open clocks from a return that falls into a further leave on a calendar, with the person who is away."""
    found = Clock.objects.filter(OPEN, agency=agency, office=office, fact__in=returning_facts(), started__isnull=False)
    found = found.filter(matter__redirected=False, matter__meant_for__isnull=False)
    rows = list(
        (found.filter(started__gte=until) if until else found).values_list("id", "started", "matter__meant_for")
    )
    leaves = leaves_of(agency, {person for *_, person in rows}) if rows else {}
    if not leaves:
        return {}
    starts = np.array([_seconds(started) for _, started, _ in rows if started], "M8[s]")
    back = deadline(starts, Duration(0, "business minutes"), Counting(), calendar).view(np.int64).tolist()
    returns = zip(rows, (EPOCH + timedelta(seconds=each) for each in back), strict=True)
    return {clock: person for (clock, _, person), at in returns if leave_at(leaves.get(person, ()), at)}


def _running(clocks: QuerySet[Clock]) -> Iterator[Running]:
    columns = ("id", "started", "due", "due_date", "calendar_id", "n", "unit", "counting", "name")
    rows = clocks.values_list(*columns, "owner_id", "matter_id", "fact")
    yield from (Running(*row) for row in rows.iterator(chunk_size=20_000))


def _with_turns(agency: UUID, office: UUID) -> dict[UUID, Clock]:
    clocks = _open_clocks(agency, office).filter(turns__what__in=TURNING).distinct()
    return {clock.id: clock for clock in clocks.prefetch_related("turns")}


def _later(group: Sequence[Running], calendar: OfficeCalendar) -> Iterator[tuple[Moved, Running]]:
    """Those of a group that share a limit whose due instant moves to a later one; a return moves as in counts_from."""
    first = group[0]
    limit: tuple[Any, ...] = (Duration(first.n, first.unit), Counting(**first.counting), calendar)
    starts = np.array([_seconds(each.started) for each in group], "M8[s]")
    if first.fact in returning_facts():
        starts = deadline(starts, Duration(0, "business minutes"), Counting(), calendar)
    before = np.array([_seconds(each.due) for each in group], "M8[s]")
    due = deadline(starts, *limit)
    later = np.flatnonzero(due > before)
    dates = due_dates(starts[later], *limit).tolist()
    instants = due[later].view(np.int64).tolist()
    for index, at, day in zip(later.tolist(), instants, dates, strict=True):
        yield _moved(group[index], at, day), group[index]


def _later_with_turns(clocks: Iterable[Clock], calendar: OfficeCalendar) -> list[tuple[Moved, Running]]:
    found = []
    for clock in clocks:
        due = due_on(clock, turned(clock.turns.all()), calendar)
        if due and clock.due and due.at > clock.due:
            running = _as_running(clock)
            found.append((_moved(running, _seconds(due.at), due.date), running))
    return found


def _as_running(clock: Clock) -> Running:
    assert clock.started and clock.due and clock.due_date
    when = (clock.started, clock.due, clock.due_date, clock.calendar_id)
    return Running(
        clock.id, *when, clock.n, clock.unit, clock.counting, clock.name, clock.owner_id, clock.matter_id, clock.fact
    )


def _moved(running: Running, due: int, due_date: date) -> Moved:
    return Moved(running.clock, _seconds(running.due), running.due_date, running.calendar, due, due_date)


def _seconds(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp())
