"""When things happen under a plan: beyond its last day, before what they relieve, after the moment looked at."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from csplan.cli.main import main
from plan_files import changed
from replays import counts
from test_plan_replay import PHONE, PLAN, log_of, replayed, standards

Capsys = pytest.CaptureFixture[str]
LETTER = {"channel": "letter", "party": "employer", "letter received": "2026-10-01", "response sent": ""}
CALL = PHONE | {"call received": "2026-10-07 10:00", "call returned": "2026-10-08 16:00"}


def test_an_acknowledgement_of_tomorrow_is_not_known_today_and_its_promise_counts_for_nothing(
    capsys: Capsys, tmp_path: Path
) -> None:
    promised = LETTER | {"acknowledgement sent": "2026-10-06", "promised": "2026-10-30"}
    log = log_of(tmp_path / "log.csv", promised)
    today = replayed(capsys, log, "--as-of", "2026-10-05")
    assert standards(today)["corr.respond"] == {"open": 1}
    assert today["beside_promised_dates"] == {}
    assert "corr.respond (promised date)" in standards(replayed(capsys, log, "--as-of", "2026-10-06"))


def test_a_return_from_leave_before_the_call_relieves_nothing_and_starts_no_clock(
    capsys: Capsys, tmp_path: Path
) -> None:
    log = log_of(tmp_path / "log.csv", CALL | {"worker returned from leave": "2026-10-05 08:00"})
    assert standards(replayed(capsys, log)) == {"phone.customer_return": {"met": 1}}


def test_a_return_from_leave_that_cannot_be_read_is_not_dropped(capsys: Capsys, tmp_path: Path) -> None:
    log = log_of(tmp_path / "log.csv", CALL | {"worker returned from leave": "soon"})
    assert standards(replayed(capsys, log)) == {
        "phone.after_leave_return": {"unreadable": 1},
        "phone.customer_return": {"met": 1},
    }


def test_a_contact_of_the_day_after_the_plan_ended_starts_no_clock(capsys: Capsys, tmp_path: Path) -> None:
    plan = changed(tmp_path, ("in_force = { from = 2026-01-01 }", "in_force = { from = 2026-01-01, to = 2026-10-07 }"))
    log = log_of(tmp_path / "log.csv", CALL, CALL | {"call received": "2026-10-08 08:00"})
    data = replayed(capsys, log, plan=plan)
    assert (counts(data), data["contacts"], data["without_clock"]) == ({"met": 1}, 2, 1)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_the_rows_of_an_empty_log_have_all_the_columns_that_other_logs_have(
    capsys: Capsys, tmp_path: Path, ending: str
) -> None:
    full, empty = log_of(tmp_path / "full.csv", CALL), tmp_path / "empty.csv"
    empty.write_text(full.read_text().splitlines()[0] + "\n")
    rows = {log: log.with_name(f"{log.stem}-rows{ending}") for log in (full, empty)}
    for log, out in rows.items():
        assert main(["replay", str(log), "--plan", str(PLAN), "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["rows"] == 0
    assert _columns(rows[empty]) == _columns(rows[full])


def _columns(path: Path) -> Any:
    if path.suffix == ".parquet":
        return pq.read_schema(path).names
    with path.open() as file:
        return next(csv.reader(file))
