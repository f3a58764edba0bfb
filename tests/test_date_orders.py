"""Which number of 5/11/2026 is the month, and which century a year of two digits belongs to."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from csplan.cli.main import main
from csplan.timeliness.dates import read_dates
from replays import counts, replayed, written
from test_plan_replay import PHONE, PLAN, log_of

Capsys = pytest.CaptureFixture[str]
ROWS = ["05/11/2026,06/11/2026", "13/11/2026,16/11/2026"]


def days(*texts: str) -> list[date]:
    read = read_dates(pa.array(texts), "met")
    assert np.all(read.readable)
    return [date(1970, 1, 1) + np.timedelta64(int(second), "s").astype("m8[D]").item() for second in read.seconds]


def test_a_log_written_day_first_is_read_so_where_told(capsys: Capsys, tmp_path: Path) -> None:
    data = replayed(capsys, written(tmp_path / "log.csv", ROWS), "--dates", "day-first", "--by", "month")
    assert counts(data) == {"met": 2}
    assert (data["as_of"], list(data["by"]["month"])) == ("2026-11-16", ["2026-11"])


def test_a_thirteenth_month_in_a_log_read_month_first_names_the_option_to_read_day_first(
    capsys: Capsys, tmp_path: Path
) -> None:
    (problem,) = replayed(capsys, written(tmp_path / "log.csv", ROWS))["problems"]
    assert problem["why"] == (
        "received: '13/11/2026' has no month 13 "
        "(it is read month/day/year; write --dates day-first if the day stands first)"
    )


def test_a_thirteenth_month_in_a_log_read_day_first_names_the_option_to_read_month_first(
    capsys: Capsys, tmp_path: Path
) -> None:
    log = written(tmp_path / "log.csv", ["11/13/2026,2026-11-16"])
    (problem,) = replayed(capsys, log, "--dates", "day-first")["problems"]
    assert problem["why"].endswith("(it is read day/month/year; write --dates month-first if the month stands first)")


def test_a_plan_replay_reads_and_explains_dates_in_the_order_told(capsys: Capsys, tmp_path: Path) -> None:
    call = PHONE | {"call received": "5/10/2026 10:00", "call returned": "6/10/2026 9:00"}
    log = log_of(tmp_path / "log.csv", call, call | {"call received": "10/13/2026"})

    def by_plan(order: str) -> Any:
        assert main(["replay", str(log), "--plan", str(PLAN), "--dates", order, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    found = by_plan("day-first")
    assert counts(found) == {"met": 1, "unreadable": 1}
    assert "has no month 13 (it is read day/month/year; write --dates month-first" in found["problems"][0]["why"]
    assert found["as_of"] == "2026-10-06"


def test_dates_with_dots_stand_day_first_whatever_the_order(capsys: Capsys, tmp_path: Path) -> None:
    assert days("05.11.2026", "5.11.2026 16:45") == [date(2026, 11, 5)] * 2
    log = written(tmp_path / "log.csv", ["05.11.2026 12:00,06.11.2026 16:30"])
    assert all(counts(replayed(capsys, log, "--dates", order)) == {"met": 1} for order in ("month-first", "day-first"))


def test_a_year_68_is_2068_and_a_year_69_is_1969() -> None:
    assert days("1/2/68", "1/2/69", "2-Jan-31") == [date(2068, 1, 2), date(1969, 1, 2), date(2031, 1, 2)]
