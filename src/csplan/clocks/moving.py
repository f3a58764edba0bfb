"""Writes the moves of a calendar edition, and the clocks that they move, in a few statements however many they are."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import connection

from csplan.agencies.models import CalendarEdition
from csplan.clocks.models import Move
from csplan.clocks.spoken_of import Moved
from csplan.core.instants import EPOCH
from csplan.ledger.plain_sql import stored_key

BATCH: Final = 500
HELD: Final = """
CREATE TEMPORARY TABLE moved (
    clock uuid, due_before bigint, due_date_before date, calendar_before uuid, due bigint, due_date date
) ON COMMIT DROP"""
COPIED: Final = "COPY moved FROM STDIN"
KEPT: Final = """
INSERT INTO clocks_move
    (agency_id, calendar_id, clock_id, due_before, due_date_before, calendar_before_id, due, due_date)
SELECT %s, %s, clock, to_timestamp(due_before), due_date_before, calendar_before, to_timestamp(due), due_date
FROM moved"""
MOVED: Final = """
UPDATE clocks_clock SET due = m.due, due_date = m.due_date, calendar_id = m.calendar_id, changed = %s
FROM clocks_move AS m
WHERE m.agency_id = %s AND m.calendar_id = %s AND clocks_clock.agency_id = m.agency_id
    AND clocks_clock.id = m.clock_id AND clocks_clock.due = m.due_before
    AND clocks_clock.met IS NULL AND clocks_clock.stopped IS NULL"""


def move_clocks(edition: CalendarEdition, moves: Sequence[Moved]) -> int:
    """Write the moves, and the new due instants; gives how many clocks were still as the moves found them."""
    if not moves:
        return 0
    (_copied if connection.vendor == "postgresql" else _created)(edition, moves)
    keys = (True, stored_key(edition.agency_id), stored_key(edition.id))
    with connection.cursor() as cursor:
        cursor.execute(MOVED, keys)
        return int(cursor.rowcount)


def _copied(edition: CalendarEdition, moves: Sequence[Moved]) -> None:
    """PostgreSQL copies into no table with a wall, so the rows pass through a table of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        with cursor.copy(COPIED) as copy:
            for begin in range(0, len(moves), 10_000):
                copy.write("".join("\t".join(map(str, move)) + "\n" for move in moves[begin : begin + 10_000]))
        cursor.execute(KEPT, (edition.agency_id, edition.id))
        cursor.execute("DROP TABLE moved")


def _created(edition: CalendarEdition, moves: Sequence[Moved]) -> None:
    Move.objects.bulk_create((_move(edition, each) for each in moves), batch_size=BATCH)


def _move(edition: CalendarEdition, moved: Moved) -> Move:
    return Move(
        agency_id=edition.agency_id,
        calendar=edition,
        clock_id=moved.clock,
        due_before=EPOCH + timedelta(seconds=moved.due_before),
        due_date_before=moved.due_date_before,
        calendar_before_id=moved.calendar_before,
        due=EPOCH + timedelta(seconds=moved.due),
        due_date=moved.due_date,
    )
