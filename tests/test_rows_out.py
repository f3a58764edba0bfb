"""The file of rows that csplan replay writes: columns that no CSV file has, and what is left of one not finished."""

import csv
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from replays import refused, replayed, written

Capsys = pytest.CaptureFixture[str]
ODD_COLUMNS = {
    "lists": pa.array([[1, None], None, [datetime(2026, 11, 24)]], pa.list_(pa.timestamp("ns"))),
    "structs": pa.array([{"n": 1, "of": ["ä"]}, None, {"n": None, "of": []}]),
    "bytes": pa.array([b"\xff\x00", None, b""]),
}


def test_lists_structs_and_bytes_are_written_to_csv_as_json_and_hexadecimal(capsys: Capsys, tmp_path: Path) -> None:
    dates = {"received": [date(2026, 11, 24)] * 3, "met": [date(2026, 11, 25)] * 3}
    pq.write_table(pa.table(dates | ODD_COLUMNS), tmp_path / "log.parquet")
    replayed(capsys, tmp_path / "log.parquet", "--out", str(tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["structs"] for row in rows] == ['{"n": 1, "of": ["ä"]}', "", '{"n": null, "of": []}']
    assert [row["bytes"] for row in rows] == ["ff00", "", ""]
    assert rows[2]["lists"].startswith('["2026-11-24 00:00:00')


def test_a_column_that_no_csv_can_hold_is_refused_in_one_line_that_names_file_and_column(
    capsys: Capsys, tmp_path: Path
) -> None:
    twice = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], ["n", "n"])
    log, out = tmp_path / "log.parquet", tmp_path / "out.csv"
    pq.write_table(pa.table({"received": [date(2026, 11, 24)], "met": [date(2026, 11, 25)], "odd": twice}), log)
    asked = ("--start", "received", "--met", "met", "--within", "1 day", "--out", str(out))
    told = refused(capsys, str(log), *asked)
    assert told.startswith(f"csplan: {log}: column 'odd' holds struct<n: int64, n: int64>, which cannot be written")
    assert not out.exists()


def test_an_unfinished_file_of_rows_is_not_left_behind(capsys: Capsys, tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", ["2026-11-24,2026-11-25"])
    refused(
        capsys, str(log), "--start", "received", "--met", "no", "--within", "1 day", "--out", str(tmp_path / "o.csv")
    )
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]


def test_a_log_without_rows_yields_its_own_columns_and_those_added(capsys: Capsys, tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", [], "received,met,due")
    replayed(capsys, log, "--out", str(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_text().split() == ["received,met,due,csplan_due,due_date,verdict,taken"]
