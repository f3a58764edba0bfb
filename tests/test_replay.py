"""csplan replay by one standard: counts, shares, groups, what-if, rows out, bounds."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csplan.cli.main import main
from csplan.timeliness.replay import Question
from csplan.timeliness.tallies import Tally, cells, counted
from replays import counts, refused, replayed, written

Capsys = pytest.CaptureFixture[str]
ROWS = [
    "2026-11-24 12:00,2026-11-25 16:30",  # met, at the due second
    "2026-11-24 12:00,2026-11-25 16:31",  # missed
    "2026-11-24,2026-11-25",  # met, as dates
    "2026-11-25 17:30,2026-11-27",  # met: Thanksgiving does not count
    "2026-11-24 12:00,2026-11-23",  # inconsistent
    "2026-11-24 12:00,",  # open past due
    "2026-11-30 08:00,",  # open
    "yesterday,2026-11-25",  # unreadable
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return written(tmp_path / "log.csv", ROWS)


def test_each_row_has_one_verdict_and_none_is_dropped(capsys: Capsys, log: Path) -> None:
    data = replayed(capsys, log)
    assert counts(data) == {"met": 3, "missed": 1, "open": 1, "open_past_due": 1, "inconsistent": 1, "unreadable": 1}
    assert data["share"] == 3 / 5
    assert data["as_of"] == "2026-11-30"
    assert data["problems"] == [{"line": 9, "why": _why("received", "yesterday")}]


def _why(column: str, value: str) -> str:
    return f"{column}: {value!r} cannot be read as a date; write it as 2026-11-27 or 2026-11-27 16:45"


def test_the_shape_of_the_json_is_kept(capsys: Capsys, log: Path) -> None:
    same = {"rows", "met", "missed", "open", "open_past_due", "inconsistent", "unreadable", "share", "median", "p90"}
    data = replayed(capsys, log, "--by", "met", "--what-if", "2 days")
    assert set(data) == same | {"as_of", "by", "what_if", "problems"}
    assert set(data["what_if"]) == same
    assert all(set(group) == same for group in data["by"]["met"].values())
    assert replayed(capsys, log)["by"] == {}
    assert replayed(capsys, log)["what_if"] is None


def test_what_happened_after_the_moment_looked_at_is_not_known_yet(capsys: Capsys, log: Path) -> None:
    both = {"met": 2, "inconsistent": 1, "unreadable": 1}
    assert counts(replayed(capsys, log, "--as-of", "2026-11-25T16:30")) == {**both, "open": 4}
    assert counts(replayed(capsys, log, "--as-of", "2026-11-25")) == {**both, "open": 3, "missed": 1}
    assert replayed(capsys, log, "--as-of", "2026-11-25T16:30")["as_of"] == "2026-11-25T16:30:00-06:00"


def test_groups_add_up_and_a_blank_value_is_a_group(capsys: Capsys, tmp_path: Path) -> None:
    rows = ["2026-11-24,2026-11-25,phone", "2026-11-24,2026-11-30,phone", "2026-11-24,2026-11-24,"]
    log = written(tmp_path / "log.csv", rows, "received,met,channel")
    data = replayed(capsys, log, "--by", "channel", "month")
    assert counts(data["by"]["channel"]["phone"]) == {"met": 1, "missed": 1}
    assert counts(data["by"]["channel"][""]) == {"met": 1}
    assert counts(data["by"]["month"]["2026-11"]) == {"met": 2, "missed": 1}


def test_workers_are_compared_only_where_asked(capsys: Capsys, tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", ["2026-11-24,2026-11-25,Alice"], "received,met,worker")
    assert replayed(capsys, log)["by"] == {}


def test_a_what_if_in_another_unit_keeps_the_options_that_still_mean_something(capsys: Capsys, log: Path) -> None:
    data = replayed(capsys, log, "--day-one", "start-day", "--what-if", "48 hours")
    assert data["met"] == 0
    assert data["what_if"]["met"] == 4


@pytest.mark.parametrize(
    ("options", "met"),
    [
        ((), 0),
        (("--closed-start", "roll"), 1),
        (("--due-time", "end-of-day"), 0),
        (("--closed-start", "roll", "--due-time", "end-of-day"), 1),
    ],
)
def test_counting_options_change_verdicts(capsys: Capsys, tmp_path: Path, options: tuple[str, ...], met: int) -> None:
    log = written(tmp_path / "log.csv", ["2026-11-21 10:00,2026-11-24 08:00"])
    assert replayed(capsys, log, *options)["met"] == met


def test_a_whole_day_has_no_time_of_day_to_share_with_its_due_day(capsys: Capsys, tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", ["2026-11-23,2026-11-24 20:00", "2026-11-23 09:00,2026-11-24 20:00"])
    assert counts(replayed(capsys, log, "--due-time", "same-time")) == {"met": 1, "missed": 1}


def test_notices_before_an_event_are_met_by_being_early(capsys: Capsys, tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", ["2026-12-10,2026-11-30", "2026-12-10,2026-12-01", "2026-12-10,2026-12-11"])
    data = replayed(capsys, log, within="-10 days")
    assert counts(data) == {"met": 1, "missed": 2}
    assert data["median"] == 9


def test_rows_come_out_in_order_with_due_verdict_and_taken(capsys: Capsys, log: Path) -> None:
    out = log.with_name("out.csv")
    replayed(capsys, log, "--out", str(out))
    with out.open() as file:
        rows = list(csv.DictReader(file))
    assert [row["received"] for row in rows] == [row.split(",")[0] for row in ROWS]
    assert rows[3] | {"received": "", "met": ""} == {
        **dict.fromkeys(("received", "met"), ""),
        "due": "2026-11-27T16:30:00-06:00",
        "due_date": "2026-11-27",
        "verdict": "met",
        "taken": "1",
    }
    assert rows[7]["verdict"] == "unreadable"
    assert rows[7]["due"] == ""


def test_rows_come_out_as_parquet_with_a_due_instant_in_the_offices_zone(capsys: Capsys, log: Path) -> None:
    out = log.with_name("out.parquet")
    replayed(capsys, log, "--out", str(out), within="90 minutes")
    table = pq.read_table(out)
    assert table["due"].type == pa.timestamp("ms", "America/Chicago")
    assert str(table["due"][0].as_py()) == "2026-11-24 13:30:00-06:00"
    assert table["verdict"].to_pylist()[:2] == ["missed", "missed"]
    assert table["taken"].to_pylist()[0] == 28.5 * 60


def test_small_groups_are_null_in_public_figures(capsys: Capsys, tmp_path: Path) -> None:
    rows = ["2026-11-24,2026-11-25,phone"] * 12 + ["2026-11-24,2026-11-25,fax"] * 2 + ["x,,letter"] * 10
    data = replayed_public(capsys, written(tmp_path / "log.csv", rows, "received,met,channel"))
    assert data["by"]["channel"]["phone"]["met"] == 12
    assert set(data["by"]["channel"]["fax"].values()) == {None}
    assert set(data["by"]["channel"]["letter"].values()) == {None}
    assert data["problems"] == []


def test_the_time_of_the_only_one_answered_is_not_in_public_figures(capsys: Capsys, tmp_path: Path) -> None:
    rows = ["2026-11-24,2026-11-25,phone"] + ["2026-11-24,,phone"] * 9
    data = replayed_public(capsys, written(tmp_path / "log.csv", rows, "received,met,channel"))
    for figures in (data, data["by"]["channel"]["phone"]):
        assert (figures["rows"], figures["met"], figures["median"], figures["p90"]) == (10, 1, None, None)


def test_public_figures_say_which_groups_are_small_and_which_are_hidden_for_their_sake(
    capsys: Capsys, tmp_path: Path
) -> None:
    rows = ["2026-11-24,2026-11-25,phone"] * 30 + ["2026-11-24,2026-11-25,fax"] * 2 + ["x,,letter"] * 25
    log = written(tmp_path / "log.csv", rows, "received,met,channel")
    assert replayed_public(capsys, log)["hidden"] == {"channel": {"fax": "<10", "letter": "hidden"}}
    asked = ("--start", "received", "--met", "met", "--within", "1 business day", "--by", "channel", "--public")
    assert main(["replay", str(log), *asked]) == 0
    printed = capsys.readouterr().out
    lines = {line.split()[0]: line.split()[1:] for line in printed.splitlines() if line}
    assert (lines["fax"], lines["letter"]) == (["<10"], ["hidden"])
    assert "<10: a group of fewer than 10 clocks is not shown; hidden: nor is a larger one, where" in printed


def test_a_what_if_in_another_unit_has_its_own_unit_named_beside_its_figures(capsys: Capsys, log: Path) -> None:
    asked = ["replay", str(log), "--start", "received", "--met", "met", "--within", "1 business day", "--what-if"]
    units = {
        "2 hours": 'time taken in business days (row "if 2 hours": in hours),',
        "2 business days": "business days,",
    }
    for what_if, told in units.items():
        assert main([*asked, what_if]) == 0
        assert told in capsys.readouterr().out


def test_standard_input_is_read_as_a_log(capsys: Capsys, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = replayed(capsys, log, "--by", "met")
    with log.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        assert replayed(capsys, Path("-"), "--by", "met", "--out", str(log.with_name("out.csv"))) == expected
    assert len(log.with_name("out.csv").read_text().splitlines()) == len(ROWS) + 1


def test_what_is_wrong_with_standard_input_is_said_of_standard_input(
    capsys: Capsys, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with log.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        told = refused(capsys, "-", "--start", "recieved", "--met", "met", "--within", "1 day")
    assert told == "csplan: standard input: has no column 'recieved'; did you mean 'received'?"


def replayed_public(capsys: Capsys, log: Path) -> Any:
    return replayed(capsys, log, "--by", "channel", "--public")


def test_the_table_prints_the_formula_and_never_speaks_of_violation(capsys: Capsys, log: Path) -> None:
    assert main(["replay", str(log), "--start", "received", "--met", "met", "--within", "1 business day"]) == 0
    printed = capsys.readouterr().out
    assert "share = met / (met + missed + open past due)" in printed
    assert "line 9: received: 'yesterday' cannot be read" in printed
    assert "violation" not in printed.lower()


def test_parquet_rows_are_numbered_from_one(capsys: Capsys, tmp_path: Path) -> None:
    columns = {
        "received": pa.array([datetime(2026, 11, 24, 18, tzinfo=UTC), None, datetime(2040, 1, 1, tzinfo=UTC)]),
        "met": pa.array([date(2026, 11, 25), None, None]),
    }
    pq.write_table(pa.table(columns), tmp_path / "log.parquet")
    data = replayed(capsys, tmp_path / "log.parquet")
    assert counts(data) == {"met": 1, "unreadable": 2}
    assert data["problems"][0] == {"line": 2, "why": "received is empty"}
    assert data["problems"][1]["line"] == 3
    assert "2040-01-01 lies outside the days that calendar us-wi covers" in data["problems"][1]["why"]


def test_a_due_date_beyond_the_horizon_is_told(capsys: Capsys, tmp_path: Path) -> None:
    data = replayed(capsys, written(tmp_path / "log.csv", ["2035-12-30,2035-12-31"]), within="20 days")
    assert counts(data) == {"unreadable": 1}
    assert "its due date lies outside the days" in data["problems"][0]["why"]


def test_only_the_first_hundred_problems_are_told_and_all_are_counted(capsys: Capsys, tmp_path: Path) -> None:
    data = replayed(capsys, written(tmp_path / "log.csv", ["x,"] * 250))
    assert data["unreadable"] == 250
    assert [each["line"] for each in data["problems"]] == list(range(2, 102))


def test_little_memory_and_many_threads_change_no_figure(capsys: Capsys, tmp_path: Path) -> None:
    pick = Random(1)
    begun = datetime(2026, 1, 5)
    starts = [begun + timedelta(seconds=pick.randrange(20_000_000)) for _ in range(6000)]
    rows = [f"{start},{start + timedelta(seconds=pick.randrange(600_000))},{pick.choice('abc')}" for start in starts]
    log = written(tmp_path / "log.csv", rows, "received,met,channel")
    runs = [("--memory", "16", "--threads", "3"), ("--memory", "512", "--threads", "1")]
    small, large = (replayed(capsys, log, "--by", "channel", *run, within="30 hours") for run in runs)
    assert small == large


@pytest.mark.parametrize("memory", [1, 1 << 30])
def test_percentiles_are_exact_whether_counts_lie_in_memory_or_on_disk(memory: int) -> None:
    random = np.random.default_rng(3)
    taken, codes = random.integers(0, 10**6, 200_000), random.integers(0, 3, 200_000)
    verdicts = random.integers(0, 2, 200_000).astype(np.uint8)
    with Tally("channel", max(memory, 4096)) as tally:
        for part in np.array_split(np.arange(200_000), 8):
            tally.add(["a", "b", "c"], *counted(codes[part], 3, cells(verdicts[part], taken[part])))
        found = tally.by_group(lambda _: "seconds")
        total = tally.total("seconds")
    for code, name in enumerate("abc"):
        ranked = np.sort(taken[codes == code])
        assert found[name].p90 == ranked[-(-len(ranked) * 9 // 10) - 1]
        assert found[name].met == int((verdicts[codes == code] == 0).sum())
    assert total.median == np.sort(taken)[99_999]


def test_too_many_groups_for_the_memory_are_refused_in_one_line(capsys: Capsys, tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", [f"2026-11-24,,{i}" for i in range(12_000)], "received,met,id")
    asked = ("--start", "received", "--met", "met", "--within", "1 day", "--by", "id", "--memory", "16")
    assert "column 'id' has more than 10485 different values" in refused(capsys, str(log), *asked)


def test_a_batch_holds_fewer_rows_where_there_is_less_memory() -> None:
    question = Question("a", "b", None, "UTC")  # type: ignore[arg-type]
    assert question.rows == 1 << 16
    assert Question("a", "b", None, "UTC", memory=16 << 20).rows < 3000  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("--start", "recieved", "--met", "met", "--within", "1 day"),
            "no column 'recieved'; did you mean 'received'?",
        ),
        (("--start", "received", "--met", "met", "--within", "1 dya"), "unknown unit"),
        (("--start", "received", "--met", "met"), "give --start, --met and --within"),
        (("--start", "received", "--met", "met", "--within", "1 hour", "--day-one", "start-day"), "has no meaning for"),
        (("--start", "received", "--met", "met", "--within", "1 day", "--as-of", "soon"), "cannot read the time"),
        (("--start", "received", "--met", "met", "--within", "1 day", "--calendar", "us-xx"), "unknown calendar"),
        (("--start", "received", "--met", "met", "--within", "1 day", "--tz", "Mars"), "unknown time zone"),
        (("--start", "received", "--met", "met", "--within", "1 day", "--memory", "1"), "--memory is at least 16"),
        (("--start", "received", "--met", "met", "--within", "1 day", "--out", "rows.xlsx"), "unknown ending"),
    ],
)
def test_bad_use_is_refused_in_one_line(capsys: Capsys, log: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in refused(capsys, str(log), *arguments)
