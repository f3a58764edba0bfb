"""What pages say of a clock: its verdict, why it is due when it is, and what has changed its date since it started."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from csplan.absences.kinds import returning_facts
from csplan.clocks.counted import Turned, counts_from, turned
from csplan.clocks.models import Clock, Move, Turn
from csplan.clocks.rungs import SOON, reaches
from csplan.core import verdict as verdicts
from csplan.core.duration import Counting, Duration
from csplan.core.explanation import Explanation, explain
from csplan.core.explanation_text import day_lines, due_says, rule_sentence
from csplan.core.instants import moment_words
from csplan.core.office_calendar import OfficeCalendar, named_zone

STOPPED: Final = "stopped"
"""What is told of a clock that another one took over: it is neither kept nor missed."""
ASKED: Final = {Turn.EXTEND: "was asked for, and given", Turn.REFUSE: "was asked for, and not given"}
LAST_OF_ALL: Final = datetime.max.replace(tzinfo=UTC)
"""Where a clock without a due instant sorts; never shown or stored."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that changed a clock's date: when, what in one sentence, who and for which reason."""

    at: datetime
    says: str
    by: str
    reason: str
    turn: Turn | None = None
    stands: bool = True  # a pause or an extension that was not taken back
    waits: bool = False  # an ask that nobody has decided yet

    @property
    def happened(self) -> datetime:
        """From when it holds, where that is earlier than its entry."""
        return min(self.at, self.turn.at) if self.turn else self.at


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
    so_far: Turned
    changed: tuple[Changed, ...]
    zone: ZoneInfo
    soon: str  # how soon an open clock falls due, on working time; "" for one that has more time

    @property
    def days(self) -> tuple[str, ...]:
        """One line for each day, counted or not."""
        return tuple(line for _, lines in self.parts for line in lines)

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The days of the limit, then those of each extension, which is named."""
        found = self.why.parts if self.why else ()
        return tuple((str(part.duration) if index else "", tuple(day_lines(part))) for index, part in enumerate(found))

    @property
    def pauses(self) -> tuple[str, ...]:
        """Each pause from and to, with its reason."""
        return tuple(
            f"Paused: {self._wall(pause.at)} {f'to {self._wall(end)}' if end else 'until further notice'} "
            f"({pause.reason})"
            for pause, end in self.so_far.pauses
        )

    @property
    def paused(self) -> Turn | None:
        """The pause that lasts, of a clock that is open."""
        return self.so_far.open_pause if self.clock.is_open else None

    @property
    def paused_since(self) -> str:
        """Since when it is paused, on the wall of the office; "" for one that runs."""
        return self._wall(self.paused.at) if self.paused else ""

    @property
    def is_asked_for(self) -> bool:
        """Whether more time is asked for, and nobody has decided it yet."""
        return any(change.waits for change in self.changed)

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
        return (
            tuple(f"{due_says(due).rpartition(' (')[0]}, {name}" for name, due in self.why.readings) if self.why else ()
        )

    def _wall(self, at: datetime) -> str:
        return moment_words(at.astimezone(self.zone))


@dataclass(frozen=True)
class Around:
    """What stands around a clock: its calendar, its turns and the moves of its date, in the order of their entry."""

    calendar: OfficeCalendar
    turns: Sequence[Turn] = ()
    moves: Sequence[Move] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of the office."""
        return named_zone(self.calendar.zone)


def told_of(clock: Clock, around: Around, leads: bool, now: datetime) -> Told:
    """All that a page says of a clock."""
    zone, so_far = around.zone, turned(around.turns)
    instants = (counts_from(clock, around.calendar), clock.due, clock.met)
    started, due, met = (at.astimezone(zone) if at else None for at in instants)
    so_far = so_far.ended(met) if met else so_far
    return Told(
        clock,
        _verdict(clock, started, due, met, now.astimezone(zone), so_far),
        leads,
        *(started, due, met),
        _why(clock, started, around.calendar, so_far) if clock.due and started else None,
        Duration(clock.n, clock.unit),
        Counting(**clock.counting),
        so_far,
        tuple(changes(around.turns, around.moves, zone)),
        zone,
        _soon(clock, around, now),
    )


def _soon(clock: Clock, around: "Around", now: datetime) -> str:
    if not clock.is_open or clock.due is None or clock.due < now:
        return ""
    last = reaches(SOON, now, around.calendar)
    return SOON if last and clock.due <= last else ""


def changes(turns: Sequence[Turn], moves: Sequence[Move], zone: ZoneInfo) -> list[Changed]:
    """What changed a date or the person who answers, in order of entry."""
    undone = {turn.undoes_id for turn in turns if turn.what == Turn.TAKE_BACK}
    decided = {turn.undoes_id: turn.what for turn in turns if turn.what in (Turn.EXTEND, Turn.REFUSE)}
    found = [
        Changed(
            *(turn.entered, _turn_says(turn, zone, decided.get(turn.id, "")), str(turn.by or ""), turn.reason, turn),
            stands=turn.id not in undone,
            waits=turn.what == Turn.ASK and turn.id not in decided,
        )
        for turn in turns
    ]
    found += [
        Changed(move.calendar.confirmed, _move_says(move, zone), str(move.calendar.confirmed_by or ""), _because(move))
        for move in moves
    ]
    return sorted(found, key=lambda each: each.at)


def _move_says(move: Move, zone: ZoneInfo) -> str:
    before, after = (moment_words(at.astimezone(zone)) for at in (move.due_before, move.due))
    return f"Moved from {before} to {after}"


def _because(move: Move) -> str:
    return f"{move.calendar.says}. {move.calendar.why}"


def _turn_says(turn: Turn, zone: ZoneInfo, decided: str) -> str:
    at = moment_words(turn.at.astimezone(zone))
    return {
        Turn.PAUSE: f"Paused from {at}",
        Turn.RESUME: f"Runs again from {at}",
        Turn.EXTEND: f"Extended by {Duration(turn.n or 1, turn.unit or 'days')}",
        Turn.TAKE_BACK: "Taken back",
        Turn.ASK: f"An extension by {Duration(turn.n or 1, turn.unit or 'days')} {ASKED.get(decided, 'is asked for')}",
        Turn.REFUSE: "No extension is given",
        Turn.LEAVE: f"Follows leave; was due {moment_words(turn.due_before.astimezone(zone))}"
        if turn.due_before
        else "Follows leave",
        Turn.HAND_OVER: f"Handed over from {turn.from_person} to {turn.to_person}",
    }[turn.what]


def _verdict(
    clock: Clock, started: datetime | None, due: datetime | None, met: datetime | None, now: datetime, so_far: Turned
) -> str:
    """The core's verdict; what was kept before its clock would have started (on a return from leave) is met."""
    if clock.stopped:
        return STOPPED
    if met and clock.fact in returning_facts() and (started is None or met < started):
        return verdicts.VERDICTS[verdicts.MET]
    if due is None and not so_far.pauses:
        return verdicts.VERDICTS[verdicts.OPEN]
    return verdicts.verdict(started, due, clock.due_date, met, now, so_far.intervals)


def _why(clock: Clock, started: datetime, calendar: OfficeCalendar, so_far: Turned) -> Explanation:
    counting = Counting(**clock.counting)
    return explain(
        started,
        Duration(clock.n, clock.unit),
        counting,
        calendar,
        pauses=[(pause.at, end) for pause, end in so_far.pauses if end],
        extensions=so_far.counts_on(counting),
        fact=clock.fact,
        says=clock.says,
        cite=clock.cite,
    )
