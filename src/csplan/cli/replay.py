"""csplan replay: measure a log of contacts against a promise, or against a plan."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from csplan.cli.due import DEFAULT_CALENDAR, add_counting, calendar_of, counting_of
from csplan.cli.main import DONE
from csplan.cli.output import json_text
from csplan.cli.progress_line import ProgressLine
from csplan.core.duration import MEANINGFUL, OPTIONS, Counting, Limit, parse_duration
from csplan.core.errors import BadDuration, BadInstant
from csplan.core.instants import parse_day, parse_instant
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.timeliness.logs import DATE_ORDERS, MEGABYTE, MEMORY, MONTH_FIRST

if TYPE_CHECKING:
    from csplan.core.plans.plan import Plan
    from csplan.timeliness.logs import Log
    from csplan.timeliness.replay import JudgedBatch, Question
    from csplan.timeliness.rows_out import Kinds

Written = tuple[Mapping[str, Any], Mapping[str, Any]]  # columns of the log, columns added
EXAMPLE: Final = """\
examples:
  csplan replay complaints.csv --start date_received --met date_sent --within "2 business days" --by channel
  csplan replay contacts.csv --plan plan.toml --calendar us-wi

With --plan the log has csplan's own columns (docs/replay.md). A date without a time stands for that whole day; wall
times are those of the calendar's zone, or of --tz.
Exit status: 0 the log was processed, whatever its rows said; 2 it cannot be read."""
STANDARD_INPUT: Final = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of csplan replay."""
    parser.description, parser.epilog = "Measure a log of contacts against a promise, or against a plan.", EXAMPLE
    _add_question(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="write each row with due and verdict (.csv, .parquet)")
    parser.add_argument(
        "--memory", type=int, default=MEMORY // MEGABYTE, metavar="MB", help="bound of what is held at once (512)"
    )
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, metavar="N", help="default: all")
    parser.add_argument("--public", action="store_true", help="hide figures of fewer than 10 clocks or answers")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _add_question(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what to measure."""
    parser.add_argument("log", type=Path, metavar="LOG", help="a table in CSV or Parquet; - reads standard input")
    parser.add_argument("--plan", type=Path, metavar="PLAN", help="measure by the standards of this plan")
    parser.add_argument("--start", metavar="COLUMN", help="the column with what starts each clock")
    parser.add_argument("--met", metavar="COLUMN", help="the column with what meets it")
    parser.add_argument("--within", metavar="DURATION", help='the limit, such as "2 business days"')
    parser.add_argument(
        "--calendar", metavar="NAME", help="shipped, or a .toml file; default: us-wi, or the plan's own"
    )
    parser.add_argument("--tz", metavar="ZONE", help="count in this zone instead of the calendar's own")
    add_counting(parser)
    parser.add_argument(
        "--by", action="extend", nargs="+", default=[], metavar="COLUMN", help='group; "month": of start'
    )
    parser.add_argument("--as-of", metavar="DATE", help="judge as of this day or time; default: the log's latest date")
    parser.add_argument("--what-if", metavar="DURATION", help="measure by this limit too")
    parser.add_argument("--dates", choices=DATE_ORDERS, default=MONTH_FIRST, help="how 5/11/2026 is read (month-first)")


def run(arguments: argparse.Namespace) -> int:
    """Replay the log and print its timeliness."""
    import pyarrow as pa

    if arguments.memory < 16 or arguments.threads < 1:
        raise BadDuration("--memory is at least 16 (MB) and --threads at least 1; give larger numbers")
    pa.set_memory_pool(pa.system_memory_pool())  # which gives memory back
    data, text = _by_plan(arguments) if arguments.plan else _by_standard(arguments)
    print(json_text(data) if arguments.json else text)
    return DONE


def _by_standard(arguments: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from csplan.timeliness.replay import replay
    from csplan.timeliness.rows_out import JUDGED, judged_columns
    from csplan.timeliness.table import replay_data, replay_text

    question = _question(arguments)

    def columns_of(each: "JudgedBatch") -> Written:
        return each.batch.columns, judged_columns(each.judged, question.rule.unit)

    with _log(arguments) as log, _kept(arguments, log, question.rule.calendar, columns_of, JUDGED) as told:
        found = replay(log, question, **told)
    asked = f"{arguments.met} within {arguments.within} of {arguments.start}, calendar {arguments.calendar}"
    text = replay_text(found, asked, what_if=arguments.what_if or "", public=arguments.public)
    return replay_data(found, public=arguments.public), text


def _question(arguments: argparse.Namespace) -> "Question":
    from csplan.timeliness.judged import Rule
    from csplan.timeliness.replay import Question

    if not (arguments.start and arguments.met and arguments.within):
        raise BadDuration('give --start, --met and --within, or --plan; such as --within "2 business days"')
    arguments.calendar = arguments.calendar or DEFAULT_CALENDAR
    calendar, counting, duration = calendar_of(arguments), counting_of(arguments), parse_duration(arguments.within)
    counting.for_unit(duration.unit)
    other = Rule(_other_limit(arguments.what_if, counting), calendar) if arguments.what_if else None
    rule, by = Rule(Limit(duration, counting), calendar), tuple(dict.fromkeys(arguments.by))
    question = Question(arguments.start, arguments.met, rule, calendar.zone, by, what_if=other)
    return replace(question, **_bounds(arguments, calendar))


def _other_limit(text: str, counting: Counting) -> Limit:
    """The limit to try instead, with those of the counting options that have a meaning for its unit."""
    duration = parse_duration(text)
    kept = {name: getattr(counting, name) for name in MEANINGFUL[duration.family]}
    return Limit(duration, Counting(**kept))


def _by_plan(arguments: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from csplan.policy.plans.read import read_plan
    from csplan.timeliness.plan_question import plan_question
    from csplan.timeliness.plan_replay import replay_plan
    from csplan.timeliness.plan_rows import CLOCKED, clock_rows
    from csplan.timeliness.table import plan_replay_text, replay_data

    _refuse_beside_plan(arguments)
    plan = read_plan(arguments.plan)
    calendar = _plan_calendar(arguments, plan)
    with _log(arguments) as log:
        question = replace(plan_question(plan, log, calendar, arguments.by), **_bounds(arguments, calendar))
        with _kept(arguments, log, calendar, clock_rows, CLOCKED) as told:
            found = replay_plan(log, question, **told)
    unmeasured = [f"{each.standard.id} ({each.why})" for each in question.unmeasured]
    notes = wrap(f"Not measured: {', '.join(unmeasured)}.", 120) if unmeasured else []
    asked = f"{plan.agency} plan, version {plan.version}, in force from {plan.in_force_from}"
    return replay_data(found, public=arguments.public), plan_replay_text(found, asked, notes, public=arguments.public)


def _refuse_beside_plan(arguments: argparse.Namespace) -> None:
    """Raise BadDuration for options that a plan answers itself."""
    for name in ("start", "met", "within", "what_if", *OPTIONS):
        if getattr(arguments, name):
            raise BadDuration(f"--{name.replace('_', '-')} is given by the plan; leave it out, or leave out --plan")


def _plan_calendar(arguments: argparse.Namespace, plan: "Plan") -> OfficeCalendar:
    from csplan.core.plans.plan import plan_calendar

    own = None if arguments.calendar else plan_calendar(plan)
    if own is None:
        arguments.calendar = arguments.calendar or DEFAULT_CALENDAR
        return calendar_of(arguments)
    return replace(own, zone=arguments.tz) if arguments.tz else own


def _bounds(arguments: argparse.Namespace, calendar: OfficeCalendar) -> dict[str, Any]:
    memory, as_of = arguments.memory * MEGABYTE, _as_of(arguments.as_of, calendar)
    return {"as_of": as_of, "memory": memory, "threads": arguments.threads, "dates": arguments.dates}


def _as_of(text: str | None, calendar: OfficeCalendar) -> date | None:
    if not text:
        return None
    try:
        return parse_day(text)
    except BadInstant:
        return parse_instant(text, named_zone(calendar.zone))


@contextmanager
def _log(arguments: argparse.Namespace) -> "Iterator[Log]":
    """The log; standard input is put into a temporary file first, since a log may be read twice."""
    from csplan.timeliness.logs import open_log

    if str(arguments.log) != STANDARD_INPUT:
        yield open_log(arguments.log, arguments.memory * MEGABYTE)
        return
    with NamedTemporaryFile(prefix="csplan-replay-") as file:
        copyfileobj(sys.stdin.buffer, file, MEGABYTE)
        file.flush()
        yield open_log(Path("standard input"), arguments.memory * MEGABYTE, Path(file.name))


@contextmanager
def _kept(
    arguments: argparse.Namespace,
    log: "Log",
    calendar: OfficeCalendar,
    columns_of: Callable[[Any], Written],
    added: "Kinds",
) -> Iterator[dict[str, Any]]:
    """Whom a replay tells of its rows: a line of progress, and the file of --out."""
    from csplan.timeliness.rows_out import rows_out

    with ExitStack() as stack:
        progress = stack.enter_context(ProgressLine(quiet=arguments.json))
        if not arguments.out:
            yield {"progress": progress}
            return
        rows = stack.enter_context(rows_out(arguments.out, log, calendar, added))
        yield {"progress": progress, "keep": lambda each: rows.write(*columns_of(each))}
