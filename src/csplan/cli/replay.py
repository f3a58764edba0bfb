"""csplan replay: measure a log of contacts against a promise."""

import argparse
import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from csplan.cli.due import add_counting, calendar_of, counting_of
from csplan.cli.main import DONE
from csplan.core.duration import MEANINGFUL, Counting, Limit, parse_duration
from csplan.core.errors import BadDuration, BadInstant
from csplan.core.instants import parse_day, parse_instant
from csplan.core.office_calendar import OfficeCalendar, named_zone

if TYPE_CHECKING:
    from csplan.timeliness.replay import Question, Replay

EXAMPLE: Final = """\
examples:
  csplan replay complaints.csv --start date_received --met date_sent --within "2 business days" --by channel
  csplan replay contacts.csv --plan plan.toml --calendar us-wi

A date without a time stands for that whole day. Wall times are those of the calendar's zone, or of --tz.
Exit status: 0 the log was processed, whatever its rows said; 2 it cannot be read."""
EVERY: Final = 0.5  # seconds between two lines of progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of csplan replay."""
    parser.description, parser.epilog = "Measure a log of contacts against a promise.", EXAMPLE
    parser.add_argument("log", type=Path, metavar="LOG", help="a table in CSV or Parquet")
    parser.add_argument("--plan", type=Path, metavar="PLAN", help="measure by the standards of this plan")
    parser.add_argument("--start", metavar="COLUMN", help="the column with what starts each clock")
    parser.add_argument("--met", metavar="COLUMN", help="the column with what meets it")
    parser.add_argument("--within", metavar="DURATION", help='the limit, such as "2 business days"')
    parser.add_argument("--calendar", default="us-wi", metavar="NAME", help="a shipped calendar, or a .toml file")
    parser.add_argument("--tz", metavar="ZONE", help="count in this zone instead of the calendar's own")
    add_counting(parser)
    parser.add_argument(
        "--by", action="extend", nargs="+", default=[], metavar="COLUMN", help='group; "month": of start'
    )
    parser.add_argument("--as-of", metavar="DATE", help="judge as of this day or time; default: the log's latest date")
    parser.add_argument("--what-if", metavar="DURATION", help="measure by this limit too")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write each row with due and verdict (.csv, .parquet)")
    parser.add_argument("--memory", type=int, default=512, metavar="MB", help="bound of what is held at once (512)")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, metavar="N", help="default: all")
    parser.add_argument("--public", action="store_true", help="hide the figures of groups of fewer than 10 clocks")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Replay the log and print its timeliness."""
    from csplan.timeliness.table import replay_data, replay_text

    if arguments.memory < 16 or arguments.threads < 1:
        raise BadDuration("--memory is at least 16 (MB) and --threads at least 1; give larger numbers")
    _give_memory_back()
    replayed = _replay(arguments)
    if arguments.json:
        data = replay_data(replayed, public=arguments.public)
        print(json.dumps(data, ensure_ascii=sys.stdout.encoding.lower() != "utf-8"))
    else:
        asked = f"{arguments.met} within {arguments.within} of {arguments.start}, calendar {arguments.calendar}"
        print(replay_text(replayed, asked, what_if=arguments.what_if or "", public=arguments.public))
    return DONE


def _give_memory_back() -> None:
    """Let pyarrow take memory from the system's allocator, which keeps less of it."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())


def _replay(arguments: argparse.Namespace) -> "Replay":
    from csplan.timeliness.logs import open_log
    from csplan.timeliness.replay import MEGABYTE, replay
    from csplan.timeliness.rows_out import rows_out

    question = _question(arguments)
    log = open_log(arguments.log, arguments.memory * MEGABYTE)
    with _Progress(arguments.json) as progress:
        if not arguments.out:
            return replay(log, question, progress=progress)
        with rows_out(arguments.out, arguments.log, log.names, question.rule) as rows:
            return replay(log, question, progress=progress, keep=lambda each: rows.write(each.batch, each.judged))


def _question(arguments: argparse.Namespace) -> "Question":
    from csplan.timeliness.judged import Rule
    from csplan.timeliness.replay import MEGABYTE, Question

    if not (arguments.start and arguments.met and arguments.within):
        raise BadDuration('give --start, --met and --within, or --plan; such as --within "2 business days"')
    calendar = calendar_of(arguments)
    named_zone(calendar.zone)
    duration, counting = parse_duration(arguments.within), counting_of(arguments)
    counting.for_unit(duration.unit)
    return Question(
        start=arguments.start,
        met=arguments.met,
        rule=Rule(Limit(duration, counting), calendar),
        zone=calendar.zone,
        by=tuple(dict.fromkeys(arguments.by)),
        as_of=_as_of(arguments.as_of, calendar),
        what_if=Rule(_other_limit(arguments.what_if, counting), calendar) if arguments.what_if else None,
        memory=arguments.memory * MEGABYTE,
        threads=arguments.threads,
    )


def _other_limit(text: str, counting: Counting) -> Limit:
    """The limit to try instead, with those of the counting options that have a meaning for its unit."""
    duration = parse_duration(text)
    kept = {name: getattr(counting, name) for name in MEANINGFUL[duration.family]}
    return Limit(duration, Counting(**kept))


def _as_of(text: str | None, calendar: OfficeCalendar) -> date | None:
    if not text:
        return None
    try:
        return parse_day(text)
    except BadInstant:
        return parse_instant(text, named_zone(calendar.zone))


class _Progress:
    """Tells rows and rows a second on standard error, where that is a terminal."""

    def __init__(self, quiet: bool) -> None:
        self.shows = sys.stderr.isatty() and not quiet
        self.begun = self.told = time.monotonic()

    def __enter__(self) -> "_Progress":
        return self

    def __call__(self, rows: int) -> None:
        now = time.monotonic()
        if self.shows and now - self.told > EVERY:
            self.told = now
            print(f"\r{rows:,} rows, {rows / (now - self.begun):,.0f} a second ", end="", file=sys.stderr)

    def __exit__(self, *error: object) -> None:
        if self.shows and self.told > self.begun:
            print(file=sys.stderr)
