"""A replay of a Parquet log to its timeliness table, beside DuckDB making the same table from ready-made columns."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.measure import Result, rate
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
BY_QUANTILE = """
    select channel, count(*), count(*) filter (met <= due), count(*) filter (met > due),
        count(*) filter (met is null and due::date >= date '{as_of}'),
        count(*) filter (met is null and due::date < date '{as_of}'),
        count(*) filter (met <= due) / count(*) filter (met is not null or due::date < date '{as_of}'),
        quantile_disc(taken, 0.5), quantile_disc(taken, 0.9)
    from read_parquet('{path}')
    group by channel
"""
BY_HISTOGRAM = """
    with cells as (
        select channel, taken, met <= due as kept, due::date < date '{as_of}' as past, count(*) as n
        from read_parquet('{path}') group by all
    ), ranked as (
        select *, sum(n) filter (taken is not null) over (partition by channel order by taken) as upto,
            sum(n) filter (taken is not null) over (partition by channel) as answered
        from cells
    )
    select channel, sum(n), sum(n) filter (kept), sum(n) filter (not kept),
        coalesce(sum(n) filter (taken is null and not past), 0),
        sum(n) filter (taken is null and past), sum(n) filter (kept) / sum(n) filter (taken is not null or past),
        min(taken) filter (upto >= 0.5 * answered), min(taken) filter (upto >= 0.9 * answered)
    from ranked
    group by channel
"""


def run() -> Result:
    """Ten million rows of a Parquet file by both, with the same threads; that both make the same table is checked."""
    threads = os.cpu_count() or 1
    result = Result(f"Replay of {ROWS:,} rows of Parquet, {threads} threads")
    rule = Rule(Limit(Duration(2, "business days")), named_calendar("us-wi"))
    question = Question("received", "met", rule, rule.calendar.zone, ("channel",), memory=MEMORY, threads=threads)
    duckdb.execute(f"set threads = {threads}; set timezone = 'UTC'; set enable_progress_bar = false")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.parquet"
        _write(path, rule)
        found = replay(open_log(path, MEMORY), question)
        sql = [each.format(path=path, as_of=found.as_of) for each in (BY_QUANTILE, BY_HISTOGRAM)]
        for each in sql:
            _compare(found.by["channel"], duckdb.execute(each).fetchall())
        ours = result.add("csplan replay", rate(ROWS, lambda: replay(open_log(path, MEMORY), question)))
        theirs = [rate(ROWS, partial(_fetch, each)) for each in sql]
        memory = _memory_of_the_command(path)
    result.add("DuckDB, due and taken ready, quantile_disc", theirs[0])
    result.add("DuckDB, due and taken ready, by a histogram", theirs[1])
    result.goal("times the seconds of the faster DuckDB", max(theirs) / ours, 3, at_most=True)
    result.goal("memory of the command, MB, its setting being", memory, MEMORY // MEGABYTE, at_most=True)
    return result


def _fetch(sql: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = duckdb.execute(sql).fetchall()
    return rows


def _write(path: Path, rule: Rule) -> None:
    """A log of two years in row groups of a million, with due and taken ready for the other side."""
    random = np.random.default_rng(935)
    with pq.ParquetWriter(path, _SCHEMA) as writer:
        for _ in range(ROWS // 1_000_000):
            writer.write_table(_rows(random, rule, 1_000_000))


_STAMP = pa.timestamp("s", "UTC")
_SCHEMA = pa.table(
    [pa.nulls(0, _STAMP), pa.nulls(0, _STAMP), pa.nulls(0, pa.string()), pa.nulls(0, _STAMP), pa.nulls(0, pa.int32())],
    ["received", "met", "channel", "due", "taken"],
).schema


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
        pa.array(received, _STAMP),
        pa.array(met, _STAMP, mask=unanswered),
        channel.dictionary_decode(),
        pa.array(due.astype(np.int64), _STAMP),
        pa.array(spent, pa.int32(), mask=unanswered),
    ]
    return pa.table(columns, schema=_SCHEMA)


_PEAK = """
import sys
from pathlib import Path
from csplan.cli.main import main

main(sys.argv[1:])
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


def _memory_of_the_command(path: Path) -> int:
    """The greatest memory, in MB, of `csplan replay` on that log, with the interpreter and its libraries (Linux)."""
    asked = ["replay", str(path), "--start", "received", "--met", "met", "--within", "2 business days"]
    command = [sys.executable, "-c", _PEAK, *asked, "--by", "channel", "--memory", str(MEMORY // MEGABYTE)]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.split()[-1])


def _compare(by: dict[str, Counts], rows: list[tuple[Any, ...]]) -> None:
    """Both sides must have made the same table."""
    for channel, *theirs in rows:
        counts = by[channel]
        ours = [counts.rows, counts.met, counts.missed, counts.open, counts.open_past_due]
        assert ours == theirs[:5], (channel, ours, theirs)
        assert counts.share is not None, channel
        assert abs(counts.share - theirs[5]) < 1e-12, (channel, counts.share, theirs)
        assert (counts.median, counts.p90) == tuple(theirs[6:]), (channel, counts, theirs)
