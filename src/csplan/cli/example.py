"""csplan example: replay the example county's year."""

import argparse
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from csplan.cli.main import DONE
from csplan.core.errors import BadDuration
from csplan.core.instants import parse_day
from csplan.core.office_calendar import OfficeCalendar, named_zone

if TYPE_CHECKING:
    from csplan.core.plans.plan import Plan
    from csplan.timeliness.demo import TableLog

EXAMPLE: Final = """\
example:
  csplan example --on 2026-11-25 --contacts 2000

The county, its plan and every contact are made up; the same seed makes the same year."""
PLAN: Final = "us-wi/examples/complete.toml"
BY: Final = ("standard", "channel", "month")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of csplan example."""
    parser.description, parser.epilog = "Replay the example county's year; print its timeliness and due list.", EXAMPLE
    parser.add_argument("--on", metavar="DATE", help="the day to print the due list of; default: today")
    parser.add_argument("--contacts", type=int, default=2000, metavar="N", help="how many contacts (2000)")
    parser.add_argument("--seed", type=int, default=935, metavar="N", help="another seed makes another year")
    parser.add_argument("--log", type=Path, metavar="FILE", help="write the made-up log too, as CSV")


def run(arguments: argparse.Namespace) -> int:
    """Print the timeliness table and the due list."""
    from csplan.core.plans.plan import plan_calendar
    from csplan.policy.folder import packaged_folder
    from csplan.policy.plans.read import read_plan
    from csplan.timeliness.demo import year_of_contacts

    if not 1 <= arguments.contacts <= 1_000_000:
        raise BadDuration("--contacts is from 1 to 1000000; give such a number")
    plan = read_plan(packaged_folder() / PLAN)
    calendar = plan_calendar(plan)
    assert calendar
    on = parse_day(arguments.on) if arguments.on else _today(calendar)
    log = year_of_contacts(plan, calendar, on, arguments.contacts, arguments.seed)
    if arguments.log:
        _write(log, arguments.log)
    print(_shown(plan, calendar, log, on))
    return DONE


def _shown(plan: "Plan", calendar: OfficeCalendar, log: "TableLog", on: date) -> str:
    from csplan.timeliness.due_list import DueItem, due_items, due_list_text
    from csplan.timeliness.plan_question import plan_question
    from csplan.timeliness.plan_replay import replay_plan
    from csplan.timeliness.table import plan_replay_text

    items: list[DueItem] = []
    question = replace(plan_question(plan, log, calendar, BY), as_of=on)
    found = replay_plan(log, question, keep=lambda each: items.extend(due_items(each, calendar)))
    title = f"{plan.agency} (made up), plan version {plan.version}: {len(log.table):,} contacts"
    return f"{plan_replay_text(found, title)}\n\n{due_list_text(items, on, plan)}"


def _today(calendar: OfficeCalendar) -> date:
    return datetime.now(named_zone(calendar.zone)).date()  # noqa: TID251 - the command line reads the time


def _write(log: "TableLog", path: Path) -> None:
    from pyarrow import csv

    csv.write_csv(log.table, path)
