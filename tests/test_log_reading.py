"""Logs as people have them: date formats, zones, encodings, and rows that do not fit."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from csplan.core.duration import Limit, parse_duration
from csplan.core.errors import BadFile
from csplan.policy.calendars import named_calendar
from csplan.timeliness.dates import read_dates, why_unreadable
from csplan.timeliness.facts import facts_of, log_tables
from csplan.timeliness.judged import Rule
from csplan.timeliness.logs import open_log
from csplan.timeliness.replay import Question, replay
from replays import counts, refused, replayed, written

Capsys = pytest.CaptureFixture[str]
TABLES = log_tables(named_calendar("us-wi"))
AFTERNOON = "2026-11-27T22:45:00+00:00"


def instant(text: str, zone: str = "America/Chicago") -> str:
    facts = facts_of(read_dates(pa.array([text]), "met"), zone, TABLES)
    assert np.all(facts.readable)
    assert not np.any(facts.whole)
    return datetime.fromtimestamp(int(facts.seconds[0]), UTC).isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-27T16:45",
        "2026-11-27 16:45:00",
        "2026-11-27 16:45:00.999",
        "2026-11-27T22:45:00Z",
        "2026-11-27T16:45:00-06:00",
        "2026-11-27T23:45:00+0100",
        "11/27/2026 4:45 PM",
        "11/27/26 16:45",
        "11/27/2026, 4:45:00 p.m.",
        "20261127T164500",
        "27 Nov 2026 16:45",
        "Nov 27, 2026 4:45 PM",
        "Friday, November 27, 2026 4:45 pm",
    ],
)
def test_common_ways_to_write_a_time_are_read(text: str) -> None:
    assert instant(text) == AFTERNOON


@pytest.mark.parametrize(
    "text",
    ["2026-11-27", "11/27/2026", "11/27/26", "20261127", "27 Nov 2026", "27-Nov-26", "Nov 27, 2026", " 2026-11-27 "],
)
def test_a_date_without_a_time_is_that_whole_day(text: str) -> None:
    facts = facts_of(read_dates(pa.array([text]), "met"), "America/Chicago", TABLES)
    assert np.all(facts.whole)
    assert date.fromordinal(int(facts.days[0]) + date(1970, 1, 1).toordinal()) == date(2026, 11, 27)


def test_noon_and_midnight_of_the_twelve_hour_clock_are_told_apart() -> None:
    assert instant("11/27/2026 12:00 PM") == "2026-11-27T18:00:00+00:00"
    assert instant("11/27/2026 12:00 AM") == "2026-11-27T06:00:00+00:00"


def test_a_skipped_wall_time_moves_forward_and_a_doubled_one_is_the_first() -> None:
    assert instant("2026-03-08 02:30") == "2026-03-08T08:30:00+00:00"
    assert instant("2026-11-01 01:30") == "2026-11-01T06:30:00+00:00"


@given(st.datetimes(datetime(2010, 1, 1), datetime(2034, 1, 1)), st.sampled_from(["America/Chicago", "America/Denver"]))
def test_wall_times_are_read_as_python_reads_them(wall: datetime, zone: str) -> None:
    wall = wall.replace(microsecond=0)
    assert instant(wall.isoformat(), zone) == wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).isoformat()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("13/13/2026", "'13/13/2026' has no month 13 (it is read month/day/year)"),
        ("2/30/2026", "'2/30/2026' is no day or time that exists"),
        ("2026-11-27 24:01", "'2026-11-27 24:01' is no day or time that exists"),
        ("11/27/2026 13:00 PM", "'11/27/2026 13:00 PM' is no day or time that exists"),
        ("next week", "'next week' cannot be read as a date; write it as 2026-11-27 or 2026-11-27 16:45"),
        ("x" * 90, f"'{'x' * 37}...' cannot be read as a date; write it as 2026-11-27 or 2026-11-27 16:45"),
    ],
)
def test_a_value_that_is_no_date_is_told_why(text: str, why: str) -> None:
    assert not np.all(read_dates(pa.array([text]), "met").readable)
    assert why_unreadable(text) == why


@given(st.text(max_size=40) | st.from_regex(r"\d{1,4}[-/ ]\d{1,2}[-/ ]\d{1,4}( \d{1,2}:\d{1,2})?", fullmatch=True))
@example("٢٠٢٦-11-27")
@example("99/99/9999 99:99 AM")
def test_any_text_is_read_or_told_why(text: str) -> None:
    read = read_dates(pa.array([text]), "met")
    facts_of(read, "America/Chicago", TABLES)
    if not np.all(read.readable):
        assert why_unreadable(text)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([datetime(2026, 11, 25, 10), None], pa.timestamp("ns")),
        pa.array([datetime(2026, 11, 25, 16, tzinfo=UTC), None], pa.timestamp("us", "UTC")),
        pa.array([date(2026, 11, 25), None], pa.date64()),
        pa.array([20261125, None]),
        pa.array(["11/25/2026", None], pa.large_string()),
        pa.array(["2026-11-25", None]).dictionary_encode(),
    ],
)
def test_native_columns_of_parquet_are_read(capsys: Capsys, tmp_path: Path, column: pa.Array) -> None:  # type: ignore[type-arg]
    received = pa.array([date(2026, 11, 24)] * 2)
    pq.write_table(pa.table({"received": received, "met": column}), tmp_path / "log.parquet")
    assert counts(replayed(capsys, tmp_path / "log.parquet")) == {"met": 1, "open": 1}


def test_a_column_that_cannot_hold_dates_is_refused_in_one_line(capsys: Capsys, tmp_path: Path) -> None:
    pq.write_table(pa.table({"received": [1.5], "met": [None]}), tmp_path / "log.parquet")
    told = refused(capsys, str(tmp_path / "log.parquet"), "--start", "received", "--met", "met", "--within", "1 day")
    assert told == (
        f"csplan: {tmp_path / 'log.parquet'}: column 'received' holds double; give one of dates, times or texts"
    )


def test_a_column_that_cannot_be_grouped_by_is_named_with_its_file(capsys: Capsys, tmp_path: Path) -> None:
    log = tmp_path / "log.parquet"
    pq.write_table(pa.table({"received": ["2026-11-24"], "met": ["2026-11-25"], "tags": [["a"]]}), log)
    told = refused(capsys, str(log), "--start", "received", "--met", "met", "--within", "1 day", "--by", "tags")
    assert told.startswith(f"csplan: {log}: column 'tags' holds list<")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends_are_found_out(capsys: Capsys, tmp_path: Path, encoding: str, end: str) -> None:
    rows = ["received,met,by", "2026-11-24,2026-11-25,Zoë", "", "2026-11-24,2026-11-30,Zoë"]
    (tmp_path / "log.csv").write_bytes(end.join(rows).encode(encoding))
    data = replayed(capsys, tmp_path / "log.csv", "--by", "by")
    assert counts(data["by"]["by"]["Zoë"]) == {"met": 1, "missed": 1}


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_delimiters_are_found_out(capsys: Capsys, tmp_path: Path, mark: str) -> None:
    log = written(tmp_path / "log.csv", [f"2026-11-24{mark}2026-11-25"], f"received{mark}met")
    assert counts(replayed(capsys, log)) == {"met": 1}


def test_a_row_that_does_not_fit_the_header_answers_for_itself(capsys: Capsys, tmp_path: Path) -> None:
    rows = ["2026-11-24", "2026-11-24,2026-11-25,x", "2026-11-24,2026-11-25,,"]
    data = replayed(capsys, written(tmp_path / "log.csv", rows))
    assert counts(data) == {"met": 1, "unreadable": 2}
    whys = ["has 1 column; the header has 2", "has 3 columns; the header has 2"]
    assert data["problems"] == [{"line": line, "why": why} for line, why in zip([2, 3], whys, strict=True)]


def test_lines_are_counted_as_an_editor_shows_them(capsys: Capsys, tmp_path: Path) -> None:
    rows = ['2026-11-24,2026-11-25,"two', 'lines"', "", "x,,", "2026-11-24,2026-11-25,"]
    data = replayed(capsys, written(tmp_path / "log.csv", rows, "received,met,note"))
    assert counts(data) == {"met": 2, "unreadable": 1}
    assert data["problems"][0]["line"] == 5


def test_a_stray_quotation_mark_swallows_no_rows(capsys: Capsys, tmp_path: Path) -> None:
    rows = ["2026-11-24,2026-11-25,a", '2026-11-24,2026-11-25,"b', *["2026-11-24,2026-11-25,c"] * 5]
    data = replayed(capsys, written(tmp_path / "log.csv", rows, "received,met,note"), "--by", "note")
    assert counts(data) == {"met": 6, "unreadable": 1}
    assert data["problems"] == [{"line": 3, "why": "has a quotation mark that is not closed"}]
    assert data["by"]["note"]["c"]["met"] == 5


def test_a_long_name_in_the_header_is_read_as_long_fields_of_rows_are(tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", ["2026-11-24,2026-11-25,"], f"received,met,{'n' * 200_000}")
    asked = ["replay", str(log), "--start", "received", "--met", "met", "--within", "1 day", "--json"]
    command = [sys.executable, "-c", "import sys; from csplan.cli.main import main; sys.exit(main(sys.argv[1:]))"]
    fresh = subprocess.run([*command, *asked], capture_output=True, text=True, check=True)  # where no log was read yet
    assert json.loads(fresh.stdout)["met"] == 1


def test_a_header_alone_is_a_log_of_no_rows(capsys: Capsys, tmp_path: Path) -> None:
    data = replayed(capsys, written(tmp_path / "log.csv", []))
    assert (data["rows"], data["share"], data["as_of"]) == (0, None, None)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty; give a table whose first line names its columns"),
        (b"\n\n \n", "is empty"),
        (b"received,met,met\n", "column 'met' occurs 2 times; give each column its own name"),
        (b"a,b\n", "has no column 'received'; it has 'a', 'b'"),
        (b"PAR1 no more", "cannot be read as Parquet"),
        (b"PK\x03\x04 sheet", "is a spreadsheet or archive, not a table; save it as CSV"),
    ],
)
def test_a_file_that_is_no_log_is_refused_in_one_line(
    capsys: Capsys, tmp_path: Path, content: bytes, told: str
) -> None:
    (tmp_path / "log.csv").write_bytes(content)
    asked = ("--start", "received", "--met", "met", "--within", "1 day")
    assert told in refused(capsys, str(tmp_path / "log.csv"), *asked)


def test_a_missing_file_and_a_folder_are_refused_in_one_line(capsys: Capsys, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no.csv"):
        told = refused(capsys, str(path), "--start", "received", "--met", "met", "--within", "1 day")
        assert "cannot be read" in told


CELLS = st.sampled_from(
    ["2026-11-24", "11/25/2026", "", '"', '""', ",", "\n", "\r\n", "x", '"a"', "é", "2026-11-24 10:00", "\x00"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.lists(CELLS, max_size=30).map("".join).map(str.encode) | st.binary(max_size=60))
def test_no_bytes_make_a_replay_crash_or_lose_a_row(tmp_path: Path, content: bytes) -> None:
    log = tmp_path / "log.csv"
    log.write_bytes(b"received,met\n" + content)
    question = Question(
        "received", "met", Rule(Limit(parse_duration("1 day")), named_calendar("us-wi")), "UTC", ("met",)
    )
    found = replay(open_log(log, 1 << 26), question)
    assert sum(counts.rows for counts in found.by["met"].values()) == found.counts.rows
    assert len(found.problems) == min(100, found.counts.unreadable)


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damaged_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    log = tmp_path / "log.parquet"
    log.write_bytes(b"PAR1" + content + b"PAR1")
    with pytest.raises(BadFile, match="cannot be read as Parquet"):
        open_log(log, 1 << 26)
