"""What the ledger's entries say of this room's rows: of clocks as their matter left them, of moves by their edition.

An edition of a calendar moves clocks of many matters and is one entry of the ledger. So a matter's entry speaks of its
clocks as they were before the moves, and names the moves that cannot be undone; the edition's entry carries a digest of
all its moves. A due instant that is neither what the matter left nor what the last edition made of it is found.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from csplan.agencies.spoken_of import calendar_rows, columns_of
from csplan.clocks.models import Clock, Move, Turn, Warned
from csplan.core.instants import utc_seconds


class Moved(NamedTuple):
    """One clock that an edition moves: from when, counted on which edition, to when; instants in UTC seconds."""

    clock: UUID
    due_before: int
    due_date_before: date
    calendar_before: UUID
    due: int
    due_date: date


def clock_data(clock: Clock, turns: Iterable[Turn]) -> dict[str, Any]:
    """A clock as its matter left it, with the editions whose moves stand no longer; turns are those of its matter."""
    is_changed = bool(clock.moves.all()) or any(turn.clock_id == clock.id for turn in turns)
    moves = {move.calendar_id: move for move in clock.moves.all()}
    due: tuple[datetime | None, date | None, UUID] = (clock.due, clock.due_date, clock.calendar_id)
    while (move := moves.get(due[2])) and due[:2] == (move.due, move.due_date):
        del moves[due[2]]
        due = (move.due_before, move.due_date_before, move.calendar_before_id)
    last = {"due": due[0], "due_date": due[1], "calendar_id": due[2], "changed": clock.changed == is_changed}
    return {**columns_of(clock), **last, "moves": sorted(map(str, moves))}


def new_clock_data(clock: Clock) -> dict[str, Any]:
    """What clock_data gives of a clock that was just written."""
    return {**columns_of(clock), "changed": True, "moves": []}


def edition_rows(agency: UUID, keys: Collection[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The calendar editions of an agency, each with the digest of the clocks it moved."""
    moves = Move.objects.filter(agency=agency).order_by("clock")
    for key, columns in calendar_rows(agency, keys):
        yield (
            key,
            {**columns, "moved": moves_digest(_moved(move) for move in moves.filter(calendar=UUID(key)).iterator())},
        )


def warning_rows(agency: UUID, keys: Collection[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The warnings of an agency, by the round in which they were given."""
    found = Warned.objects.filter(agency=agency).order_by("round", "id")
    chosen = found if keys is None else found.filter(round__in=keys)
    for key, warnings in groupby(chosen.iterator(), key=_round):
        yield str(key), {"warnings": [columns_of(each) for each in warnings]}


def _round(warned: Warned) -> UUID:
    return warned.round


def moves_digest(moves: Iterable[Moved]) -> str:
    """SHA-256 over some moves in the order of their clocks, "" where there are none."""
    lines = "\n".join(f"{move[0].hex} {move[1]} {move[2]} {move[3].hex} {move[4]} {move[5]}" for move in sorted(moves))
    return sha256(lines.encode()).hexdigest() if lines else ""


def _moved(move: Move) -> Moved:
    before, due = utc_seconds(move.due_before), utc_seconds(move.due)
    return Moved(move.clock_id, before, move.due_date_before, move.calendar_before_id, due, move.due_date)
