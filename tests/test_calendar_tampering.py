"""A clock put back to what it was before a calendar change, in all its columns, is found by the verifier."""

from datetime import date

import pytest

from acts.clocks_room import close
from cast import FRI_20_NOV, MON_23_NOV, call, dane
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.clocks.models import Clock, Move
from databases import intruder
from test_ledger_of_the_site import Table

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = (date(2026, 11, 23), date(2026, 11, 24))


@pytest.mark.parametrize("without_its_moves", [False, True])
@pytest.mark.parametrize("changes", [0, 1])
def test_a_clock_put_back_whole_to_before_a_change_is_found(
    changes: int, without_its_moves: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it was before the first of two changes, or between them; the moves since then left as they are, or removed."""
    home = dane()
    with intruder() as somebody:
        clocks, moves = Table(Clock, somebody), Table(Move, somebody)
        with speaking_for([home.id]):
            contact = call(home, FRI_20_NOV)
            for day in DAYS[:changes]:
                close(home, day, MON_23_NOV)
        clock, moved = clocks.rows(), moves.rows()
        with speaking_for([home.id]):
            call(home, FRI_20_NOV, now=MON_23_NOV)  # moves beside it, and stays as it is
            for day in DAYS[changes:]:
                close(home, day, MON_23_NOV)
        assert main(["ledger", "verify"]) == 0
        clocks.put([*clock, *(row for row in clocks.rows() if row[0] != clock[0][0])])
        if without_its_moves:
            moves.put([*moved, *(row for row in moves.rows() if clock[0][0] not in row)])
    capsys.readouterr()
    assert main(["ledger", "verify"]) == 1
    assert ("(calendar:" if without_its_moves else f"(contact:{contact.id})") in capsys.readouterr().out
