"""A replay as of a day on which not all had been answered yet that the log knows answers of."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from replays import counts, replayed

Capsys = pytest.CaptureFixture[str]


def test_where_all_are_answered_those_answered_later_are_open_until_their_due_day_is_over(
    capsys: Capsys, tmp_path: Path
) -> None:
    times = {
        "received": [datetime(2026, 11, 24, 12)] * 2,
        "met": [datetime(2026, 11, 24, 13), datetime(2026, 12, 1, 9)],
    }
    pq.write_table(pa.table(times), log := tmp_path / "log.parquet")
    found = {day: counts(replayed(capsys, log, "--as-of", day)) for day in ("2026-11-25", "2026-11-26", "2026-12-01")}
    assert found == {
        "2026-11-25": {"met": 1, "open": 1},
        "2026-11-26": {"met": 1, "open_past_due": 1},
        "2026-12-01": {"met": 1, "missed": 1},
    }
