"""Verbs that pause, resume, extend and take back, that ask for time, and that hand matters over.

Actions of rooms above call them in their transaction and tell the ledger, as they do with those of actions.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from csplan.agencies.models import CalendarEdition, Person
from csplan.clocks.counted import Turned, latest_due, turned
from csplan.clocks.models import Clock, Matter, Move, Turn
from csplan.core.duration import Duration
from csplan.core.errors import BadDuration, BadInstant, CsplanError
from csplan.core.instants import moment_words


class BadTurn(CsplanError):
    """Something that cannot be done to a clock as it stands."""


class Overtaken(CsplanError):
    """Something was changed by somebody else since it was shown; look again and decide again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says of a turn: the reason, who, under which key of the form, and when it is entered."""

    reason: str
    by: Person
    key: UUID
    now: datetime

    def columns(self) -> dict[str, Any]:
        """The columns of a turn that it fills."""
        at = self.now.replace(microsecond=0)
        return {"reason": self.reason, "by": self.by, "idempotency_key": self.key, "entered": at}


def pause_clock(clock: Clock, at: datetime, said: Said) -> Turn:
    """The clock stands still from an instant on. Raises BadTurn, BadInstant, BadDuration."""
    held = _held(clock)
    so_far = turned(held.turns.all())
    if so_far.open_pause:
        raise BadTurn("this clock is paused already; look at it again")
    assert held.started
    if at < held.started:
        raise BadInstant(f"that is before the clock started ({moment_words(held.started)}); give a time after it")
    return _turn(held, said, what=Turn.PAUSE, at=at)


def resume_clock(clock: Clock, at: datetime, said: Said) -> Turn:
    """The clock runs again from an instant on. Raises BadTurn, BadInstant."""
    held = _held(clock)
    pause = turned(held.turns.all()).open_pause
    if pause is None:
        raise BadTurn("this clock runs already; look at it again")
    if at < pause.at:
        raise BadInstant(f"that is before the pause began ({moment_words(pause.at)}); give a time after it")
    return _turn(held, said, what=Turn.RESUME, at=at, undoes=pause)


def extend_clock(clock: Clock, by: Duration, said: Said) -> Turn:
    """The clock has so much more time, counted on from its unextended end. Raises BadTurn, BadDuration."""
    if by.n < 1:
        raise BadDuration("an extension adds time; give a number of at least 1")
    at = said.now.replace(microsecond=0)
    return _turn(_held(clock), said, what=Turn.EXTEND, at=at, n=by.n, unit=by.unit)


def ask_for_time(clock: Clock, by: Duration, said: Said) -> Turn:
    """So much more time is asked for; it moves no date. Raises BadTurn, BadDuration."""
    if by.n < 1:
        raise BadDuration("an extension adds time; give a number of at least 1")
    held = _held(clock)
    if undecided(held.turns.all()):
        raise BadTurn("more time is asked for already, and not decided yet; look at it again")
    return _noted(held, said, what=Turn.ASK, n=by.n, unit=by.unit)


def give_time(ask: Turn, said: Said) -> Turn:
    """The time that was asked for. Raises BadTurn, OutsideHorizon."""
    at = said.now.replace(microsecond=0)
    return _turn(_asked(ask), said, what=Turn.EXTEND, at=at, n=ask.n, unit=ask.unit, undoes=ask)


def refuse_time(ask: Turn, said: Said) -> Turn:
    """The time that was asked for is not given; the date stays. Raises BadTurn."""
    return _noted(_asked(ask), said, what=Turn.REFUSE, undoes=ask)


def undecided(turns: Iterable[Turn]) -> Turn | None:
    """The ask among the turns of a clock that waits for a decision."""
    every = list(turns)
    decided = {turn.undoes_id for turn in every if turn.what in (Turn.EXTEND, Turn.REFUSE)}
    return next((turn for turn in every if turn.what == Turn.ASK and turn.id not in decided), None)


def take_back(turn: Turn, said: Said) -> Turn:
    """A pause or an extension as if it had never been. Raises BadTurn for one that was taken back already."""
    assert turn.clock
    held = _held(turn.clock)
    if turn.what not in (Turn.PAUSE, Turn.EXTEND):
        raise BadTurn("this cannot be taken back; only a pause or an extension can")
    if any(each.what == Turn.TAKE_BACK and each.undoes_id == turn.id for each in held.turns.all()):
        raise BadTurn("this was taken back already; look at it again")
    return _turn(held, said, what=Turn.TAKE_BACK, at=said.now.replace(microsecond=0), undoes=turn)


def hand_over(matter: Matter, to: Person, said: Said, *, seen: UUID) -> Turn:
    """Another person answers for a matter from now on; its clocks run on as they ran.

    seen is who answered for it when the form was opened. Raises Overtaken where somebody else has handed it over since,
    BadTurn where it is theirs already.
    """
    held = Matter.objects.select_for_update().get(agency=matter.agency_id, id=matter.id)
    if held.owner_id != seen:
        raise Overtaken("somebody else has handed this over since; look at it again")
    if held.owner_id == to.id:
        raise BadTurn(f"{to} answers for this already; choose somebody else")
    at, before = said.now.replace(microsecond=0), held.owner_id
    hand_matter(held, to.id)
    whom = {"from_person_id": before, "to_person": to}
    return Turn.objects.create(
        agency_id=held.agency_id, matter=held, what=Turn.HAND_OVER, at=at, **whom, **said.columns()
    )


def hand_matter(matter: Matter, owner: UUID) -> None:
    """The matter answered for by another person from now on; its clocks run on as they ran."""
    matter.owner_id = owner
    matter.save(update_fields=["owner"])
    Clock.objects.filter(agency=matter.agency_id, matter=matter).update(owner=owner)


def end_pause(clock: Clock, met: datetime) -> bool:
    """Count a clock that is met straight from a pause as if it had been resumed then; whether it was paused."""
    so_far = turned(clock.turns.all())
    if so_far.open_pause is None or clock.started is None:
        return False
    _count(clock, so_far.ended(met))
    return True


def recount(clock: Clock) -> None:
    """Count a clock anew from its start, its turns and the editions that held since; saved."""
    _count(clock, turned(clock.turns.all()))
    clock.save(update_fields=["due", "due_date", "calendar", "changed"])


def _held(clock: Clock) -> Clock:
    """The clock as it now is, and nobody else changes it before the transaction ends. Who calls holds the calendar."""
    held = Clock.objects.select_for_update().get(agency=clock.agency_id, id=clock.id)
    if not held.is_open:
        raise BadTurn("this clock has ended; nothing can be changed of it")
    if held.started is None:
        raise BadTurn("this clock has not started yet; it can be changed once it runs")
    return held


def _asked(ask: Turn) -> Clock:
    """The clock for which more time is asked, where that is still to be decided."""
    assert ask.clock
    held = _held(ask.clock)
    waits = undecided(held.turns.all())
    if waits is None or waits.id != ask.id:
        raise BadTurn("somebody has decided this already; look at the contact again")
    return held


def _noted(clock: Clock, said: Said, **columns: Any) -> Turn:
    """A turn that moves no date."""
    held = {"agency_id": clock.agency_id, "matter_id": clock.matter_id, "clock": clock}
    turn = Turn.objects.create(**held, at=said.now.replace(microsecond=0), **columns, **said.columns())
    clock.changed = True
    clock.save(update_fields=["changed"])
    return turn


def _turn(clock: Clock, said: Said, **columns: Any) -> Turn:
    turn = Turn.objects.create(
        agency_id=clock.agency_id,
        matter_id=clock.matter_id,
        clock=clock,
        due_before=clock.due,
        calendar_before_id=clock.calendar_id,
        **columns,
        **said.columns(),
    )
    clock.changed = True
    recount(clock)
    return turn


def _count(clock: Clock, so_far: Turned) -> None:
    due, edition = latest_due(clock, so_far, _editions(clock))
    clock.due, clock.due_date = (due.at, due.date) if due else (None, None)
    clock.calendar = edition


def _editions(clock: Clock) -> list[CalendarEdition]:
    """The editions of the office's calendar since the one on which the clock was first counted."""
    moves, turns = Move.objects.filter(clock=clock), Turn.objects.filter(clock=clock, calendar_before__isnull=False)
    counted = {clock.calendar_id, *moves.values_list("calendar_before", flat=True)}
    counted.update(turns.values_list("calendar_before", flat=True))
    known = CalendarEdition.objects.filter(agency=clock.agency_id, office=clock.office_id)
    first = min(known.filter(id__in=counted).values_list("number", flat=True))
    return list(known.filter(number__gte=first).order_by("number"))
