"""Everybody who contacts the office is measured, and each call from the moment at which it came in."""

import csv
import json
from pathlib import Path

import pytest

from csplan.cli.main import main
from plan_files import COMPLETE
from replays import written

HEADER = "channel,party,call received,call handed over,call returned"


@pytest.mark.requirement("WI-BUL-BACK-03")
def test_participants_employers_and_the_public_are_three_classes_with_their_own_response_times(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = (
        "phone,custodial parent,2026-10-05T09:00,,2026-10-06T09:00",
        "phone,employer,2026-10-05T09:00,,2026-10-05T15:00",
        "phone,member of the public,2026-10-05T09:00,,2026-10-07T15:00",
    )
    log = written(tmp_path / "log.csv", calls, HEADER)
    assert main(["replay", str(log), "--plan", str(COMPLETE), "--by", "party", "--json"]) == 0
    by_party = json.loads(capsys.readouterr().out)["by"]["party"]
    assert {party: (group["rows"], group["median"]) for party, group in by_party.items()} == {
        "custodial parent": (1, 1),
        "employer": (1, 0),
        "member of the public": (1, 2),
    }


@pytest.mark.requirement("WI-CSP-OPS-05")
def test_the_clock_of_a_call_taken_by_the_call_center_starts_there_and_not_at_the_hand_over(tmp_path: Path) -> None:
    call = "phone,custodial parent,2026-10-05T16:00,2026-10-06T09:00,2026-10-07T09:00"
    log, out = written(tmp_path / "log.csv", [call], HEADER), tmp_path / "clocks.csv"
    assert main(["replay", str(log), "--plan", str(COMPLETE), "--out", str(out)]) == 0
    with out.open() as file:
        (row,) = csv.DictReader(file)
    assert (row["due_date"], row["verdict"]) == ("2026-10-06", "missed")
