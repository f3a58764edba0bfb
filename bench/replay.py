"""A replay of a Parquet log to its timeliness table, beside DuckDB making the same table from ready-made columns."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from csplan.core.deadline import deadline
from csplan.core.duration import DEFAULT_COUNTING, Duration, Limit
from csplan.core.taken import taken
from csplan.core.timeliness import Counts
from csplan.core.verdict import Facts
from csplan.policy.calendars import named_calendar
from csplan.timeliness.facts import log_tables
from csplan.timeliness.judged import Rule
from csplan.timeliness.logs import open_log
from csplan.timeliness.replay import MEGABYTE, Question, replay

ROWS = 10_000_000
CHANNELS = ("phone", "voice mail", "letter", "e-mail", "in person", "employer call")
MEMORY = 256 * MEGABYTE
TABLE = """
    select channel, count(*), count(*) filter (met <= due), count(*) filter (met > due),
        count(*) filter (met is null and due::date >= date '{as_of}'),
        count(*) filter (met is null and due::date < date '{as_of}'),
        count(*) filter (met <= due) / nullif(count(*) filter (met is not null or due::date < date '{as_of}'), 0),
        quantile_disc(taken, 0.5), quantile_disc(taken, 0.9)
    from read_parquet('{path}')
    group by channel
"""


def run() -> dict[str, Any]:
    """Seconds for ten million rows by both, their ratio, and the greatest memory of our command in MB."""
    threads = os.cpu_count() or 1
    duration = Duration(2, "business days")
    rule = Rule(Limit(duration, DEFAULT_COUNTING), named_calendar("us-wi"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.parquet"
        _write(path, rule)
        question = Question("received", "met", rule, rule.calendar.zone, ("channel",), memory=MEMORY, threads=threads)
        ours, found = _timed(lambda: replay(open_log(path, MEMORY), question))
        memory = _memory_of_the_command(path)
        duckdb.execute(f"set threads = {threads}; set timezone = 'UTC'; set enable_progress_bar = false")
        sql = TABLE.format(path=path, as_of=found.as_of)
        theirs, rows = _timed(lambda: duckdb.execute(sql).fetchall())
    _compare(found.by["channel"], rows)
    return {
        "rows": ROWS,
        "threads": threads,
        "csplan_seconds": round(ours, 3),
        "duckdb_seconds": round(theirs, 3),
        "ratio": round(ours / theirs, 2),
        "goal": "at most 3 times DuckDB",
        "memory_mb": memory,
        "memory_setting_mb": MEMORY // MEGABYTE,
    }


def _write(path: Path, rule: Rule) -> None:
    """A log of two years in row groups of a million, with due and taken ready for the other side."""
    random = np.random.default_rng(935)
    with pq.ParquetWriter(path, _SCHEMA) as writer:
        for _ in range(ROWS // 1_000_000):
            writer.write_table(_rows(random, rule, 1_000_000))


_SCHEMA = pa.schema(
    [
        pa.field("received", pa.timestamp("s", "UTC")),
        pa.field("met", pa.timestamp("s", "UTC")),
        pa.field("channel", pa.string()),
        pa.field("due", pa.timestamp("s", "UTC")),
        pa.field("taken", pa.int32()),
    ]
)


def _rows(random: np.random.Generator, rule: Rule, size: int) -> pa.Table:
    assert rule.limit.duration
    received = random.integers(1_704_067_200, 1_767_225_600, size)
    met = received + random.exponential(86_400 * 1.5, size).astype(np.int64)
    unanswered = random.random(size) < 0.03
    due = deadline(received.view("M8[s]"), rule.limit.duration, DEFAULT_COUNTING, rule.calendar)
    tables = log_tables(rule.calendar)
    days = [tables.day_index(each) + tables.first_day for each in (received, met)]
    spent = taken(Facts(received, days[0]), Facts(met, days[1]), rule.unit, tables)
    channel = pa.DictionaryArray.from_arrays(random.integers(0, len(CHANNELS), size), pa.array(CHANNELS))
    columns = [
        pa.array(received, _SCHEMA.field("received").type),
        pa.array(met, _SCHEMA.field("met").type, mask=unanswered),
        channel.dictionary_decode(),
        pa.array(due.astype(np.int64), _SCHEMA.field("due").type),
        pa.array(spent, pa.int32(), mask=unanswered),
    ]
    return pa.table(columns, schema=_SCHEMA)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The best of three, in seconds, and what came of it."""
    best = float("inf")
    for _ in range(3):
        begun = perf_counter()
        found = work()
        best = min(best, perf_counter() - begun)
    return best, found


def _memory_of_the_command(path: Path) -> int:
    """The greatest memory, in MB, of `csplan replay` on that log: the interpreter and its libraries included."""
    bound = str(MEMORY // MEGABYTE)
    asked = ["replay", str(path), "--start", "received", "--met", "met", "--within", "2 business days"]
    subprocess.run(
        [sys.executable, "-m", "csplan.cli.main", *asked, "--by", "channel", "--memory", bound],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def _compare(by: dict[str, Counts], rows: list[tuple[Any, ...]]) -> None:
    """Both sides must have made the same table."""
    for channel, *theirs in rows:
        counts = by[channel]
        ours = [counts.rows, counts.met, counts.missed, counts.open, counts.open_past_due]
        assert ours == theirs[:5], (channel, ours, theirs)
        assert counts.share is not None, channel
        assert abs(counts.share - theirs[5]) < 1e-12, (channel, counts.share, theirs)
        assert (counts.median, counts.p90) == tuple(theirs[6:]), (channel, counts, theirs)
