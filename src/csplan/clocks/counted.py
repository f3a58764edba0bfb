"""When a clock is due with its pauses and extensions, on one calendar or on all that held since it started."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from csplan.absences.kinds import returning_facts
from csplan.absences.returning import next_opening
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_of
from csplan.clocks.models import Clock, Turn
from csplan.core.deadline import Due, Extension, deadline
from csplan.core.duration import Counting, Duration
from csplan.core.errors import OutsideHorizon
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.verdict import PauseSoFar


@dataclass(frozen=True, slots=True)
class Turned:
    """What the turns of a clock that stand come to: pauses, the open one last, and extensions."""

    pauses: tuple[tuple[Turn, datetime | None], ...] = ()
    extensions: tuple[Turn, ...] = ()

    @property
    def intervals(self) -> list[PauseSoFar]:
        """The pauses from and to; None while one lasts."""
        return [(pause.at, end) for pause, end in self.pauses]

    @property
    def open_pause(self) -> Turn | None:
        """The pause that lasts."""
        return next((pause for pause, end in self.pauses if end is None), None)

    def ended(self, met: datetime) -> "Turned":
        """The same, with a pause that lasts ended by what met the clock straight from it."""
        return Turned(tuple((pause, end or max(met, pause.at)) for pause, end in self.pauses), self.extensions)

    def counts_on(self, counting: Counting) -> list[Extension]:
        """The extensions as they are counted, in an order that does not depend on when each was given."""
        given = sorted((each.unit, each.n or 0) for each in self.extensions)
        return [(Duration(n, unit), counting.for_extension(unit)) for unit, n in given]


def turned(turns: Iterable[Turn]) -> Turned:
    """What the turns of one clock come to, in any order."""
    every = list(turns)
    undone = {turn.undoes_id for turn in every if turn.what == Turn.TAKE_BACK}
    ends = {turn.undoes_id: turn.at for turn in every if turn.what == Turn.RESUME}
    stand = [turn for turn in sorted(every, key=lambda turn: (turn.at, turn.id)) if turn.id not in undone]
    pauses = [(turn, ends.get(turn.id)) for turn in stand if turn.what == Turn.PAUSE]
    pauses.sort(key=lambda pause: pause[1] is None)
    return Turned(tuple(pauses), tuple(turn for turn in stand if turn.what == Turn.EXTEND))


def counts_from(clock: Clock, calendar: OfficeCalendar) -> datetime | None:
    """From when a clock counts on a calendar: one from a return counts from the next opening, if that day is closed."""
    if clock.started is None or clock.fact not in returning_facts():
        return clock.started
    return next_opening(clock.started, calendar)


def due_on(clock: Clock, so_far: Turned, calendar: OfficeCalendar) -> Due | None:
    """When a started clock is due on a calendar; None while it is paused. Raises BadDuration, OutsideHorizon.

    A pause does not cure what was late before it: then the due instant stands.
    """
    started = counts_from(clock, calendar)
    assert started
    counting = Counting(**clock.counting)
    pauses = [(begin, end or begin + timedelta(seconds=1)) for begin, end in so_far.intervals]
    due = deadline(
        started,
        Duration(clock.n, clock.unit),
        counting,
        calendar,
        pauses=pauses,
        extensions=so_far.counts_on(counting),
    )
    return None if so_far.open_pause and due.at > so_far.open_pause.at else due


def latest_due(clock: Clock, so_far: Turned, editions: Sequence[CalendarEdition]) -> tuple[Due | None, CalendarEdition]:
    """The latest due instant on the editions that held since the clock started, and the first edition that gives it.

    So no edition makes an instant earlier, and the order of pauses, extensions and editions does not matter.
    Raises BadDuration, and OutsideHorizon where no edition reaches far enough.
    """
    found: list[tuple[Due, CalendarEdition]] = []
    for edition in sorted(editions, key=lambda each: each.number):
        try:
            due = due_on(clock, so_far, calendar_of(edition))
        except OutsideHorizon:
            if not found and edition.number == max(each.number for each in editions):
                raise
            continue
        if due is None:
            return None, edition
        found.append((due, edition))
    return max(found, key=lambda each: (each[0].at, -each[1].number))
