"""csplan due: when something is due, and why; for one start or for a stream of them."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from csplan.cli.main import DONE
from csplan.cli.output import json_text
from csplan.core.duration import OPTIONS, Counting, parse_duration
from csplan.core.errors import BadDuration
from csplan.core.instants import parse_instant
from csplan.core.office_calendar import OfficeCalendar, named_zone

if TYPE_CHECKING:
    from csplan.core.explanation import Explanation

DEFAULT_CALENDAR: Final = "us-wi"  # documented, and scripted by others
EXAMPLE: Final = """\
example:
  csplan due --at 2026-11-25T16:45 --within "1 business day" --calendar us-wi --explain
  echo '{"id": 1, "start": "2026-11-25T16:45", "n": 1, "unit": "business days"}' | csplan due --batch -

Without an offset, times are on the wall of the calendar's zone, or of --tz."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of csplan due."""
    parser.description, parser.epilog = "Say when something is due, and why.", EXAMPLE
    parser.add_argument("--at", metavar="TIME", help="the start, such as 2026-11-25T16:45")
    parser.add_argument("--within", metavar="DURATION", help='the limit, such as "1 business day" or "-10 days"')
    parser.add_argument(
        "--calendar", default=DEFAULT_CALENDAR, metavar="NAME", help="a shipped calendar, or a .toml file"
    )
    parser.add_argument("--tz", metavar="ZONE", help="count in this zone instead of the calendar's own")
    add_counting(parser)
    parser.add_argument("--pause", nargs=2, action="append", default=[], metavar=("FROM", "TO"), help="may be repeated")
    parser.add_argument(
        "--extend", action="append", default=[], metavar="DURATION", help="may be repeated; keeps the options"
    )
    parser.add_argument("--explain", action="store_true", help="show each day, counted or not, with its reason")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--batch", metavar="FILE", help="answer one JSON object a line; - reads standard input")


def add_counting(parser: argparse.ArgumentParser) -> None:
    """Add one option for each counting option."""
    for name, values in OPTIONS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", choices=values, help="how to count; default by unit")


def counting_of(arguments: argparse.Namespace) -> Counting:
    """The counting options given on the command line."""
    return Counting(**{name: getattr(arguments, name) for name in OPTIONS})


def calendar_of(arguments: argparse.Namespace) -> OfficeCalendar:
    """The calendar named on the command line, in the zone of --tz where given."""
    from csplan.policy.calendars import load_calendar, named_calendar

    name = arguments.calendar
    calendar = load_calendar(Path(name)) if name.endswith(".toml") else named_calendar(name)
    return replace(calendar, zone=arguments.tz) if arguments.tz else calendar


def run(arguments: argparse.Namespace) -> int:
    """Answer the batch, or print one due date."""
    if arguments.batch:
        if arguments.at or arguments.within:
            raise BadDuration("--batch reads its starts and limits from the file; leave out --at and --within")
        from csplan.cli.due_batch import answer_file

        return answer_file(arguments.batch)
    if not arguments.at or not arguments.within:
        raise BadDuration('give --at and --within, such as --at 2026-11-25T16:45 --within "1 business day"')
    print(_answer(arguments))
    return DONE


def _answer(arguments: argparse.Namespace) -> str:
    from csplan.core.explanation import explain

    calendar, counting = calendar_of(arguments), counting_of(arguments)
    zone = named_zone(calendar.zone)
    more = [parse_duration(text) for text in arguments.extend]
    explanation = explain(
        parse_instant(arguments.at, zone),
        parse_duration(arguments.within),
        counting,
        calendar,
        pauses=[(parse_instant(begin, zone), parse_instant(end, zone)) for begin, end in arguments.pause],
        extensions=[(extension, counting.for_extension(extension.unit)) for extension in more],
    )
    return _written(explanation, arguments)


def _written(explanation: "Explanation", arguments: argparse.Namespace) -> str:
    if arguments.json:
        from csplan.core.explanation_text import explanation_data

        data = explanation_data(explanation)
        kept = data if arguments.explain else {key: data[key] for key in ("start", "due", "due_date")}
        return json_text(kept)
    if arguments.explain:
        from csplan.core.explanation_text import explanation_text

        return explanation_text(explanation)
    return f"{explanation.due.at.isoformat()}  {explanation.due.at:%A %-d %B %Y, %H:%M}"
