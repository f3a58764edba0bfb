"""Make conformance/vectors.json anew, from conformance/stories.toml and a seed: python scripts/make_vectors.py.

The answers and reasons are the oracle's (tests/oracle.py), never the kernel's; the script stops where the oracle
disagrees with a date that stories.toml works out by hand.
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE / "tests"), str(HERE / "src")]

from csplan.core.duration import Counting, parse_duration  # noqa: E402
from csplan.core.office_calendar import ClosedDay, OfficeCalendar  # noqa: E402
from oracle import oracle_due  # noqa: E402 (found in the folder named above)
from random_cases import Case, Rule, random_cases  # noqa: E402
from vectors import Vector, calendar_of, vector_of  # noqa: E402

SEED, RANDOM = 20_260_101, 600
AROUND = timedelta(days=10)
LONGEST = timedelta(days=45)


def main() -> None:
    """Write vectors.json: one case a line, so that a change shows as one."""
    vectors = [*story_vectors(), *random_vectors()]
    lines = ",\n".join(json.dumps(vector) for vector in vectors)
    head = '{"schema": "schema.json", "version": 1, "cases": [\n'
    (HERE / "conformance" / "vectors.json").write_text(head + lines + "\n]}\n", encoding="utf-8")
    sys.stdout.write(f"{len(vectors)} vectors written\n")


def story_vectors() -> Iterator[Vector]:
    """The stories, each held against its date worked out by hand."""
    told = tomllib.loads((HERE / "conformance" / "stories.toml").read_text(encoding="utf-8"))
    for story in told["story"]:
        inline = {"special": {}} | told["calendars"][story["calendar"]]
        zone = ZoneInfo(inline["tz"])
        pauses = tuple(
            (begins.replace(tzinfo=zone), ends.replace(tzinfo=zone)) for begins, ends in story.get("pauses", ())
        )
        rule = Rule(parse_duration(story["within"]), Counting(**story.get("counting", {})), pauses)
        vector = vector_of(story["name"], story["start"].isoformat(), rule, calendar_of(inline, inline["tz"]))
        by_hand = (story["due"].isoformat(), str(story.get("due_date", story["due"].date())))
        if (vector["due"][:19], vector["due_date"]) != by_hand:
            sys.exit(f"{story['name']}: worked out by hand {by_hand}, oracle {vector['due']} on {vector['due_date']}")
        yield vector


def random_vectors() -> Iterator[Vector]:
    """Random cases that end within some weeks, on calendars that list only the closed and special days near them."""
    number = 0
    for case in random_cases(SEED, calendars=400, rules=6, starts=1):
        small = nearby(case)
        if number < RANDOM and small and not case.rule.extensions:
            number += 1
            start = case.starts[0].astimezone(ZoneInfo(small.zone))
            yield vector_of(f"random {number}", start.isoformat(), case.rule, small)
    assert number == RANDOM, "too few short cases; try more calendars"


def nearby(case: Case) -> OfficeCalendar | None:
    """The case's calendar without its far days, all closed days holidays; None where the count is a long one."""
    office, start, rule = case.calendar, case.starts[0], case.rule
    due = oracle_due(start, rule.duration, rule.counting, office, rule.pauses, rule.extensions)[0]
    if abs(due - start) > LONGEST:
        return None
    first, last = (min(start, due) - AROUND).date(), (max(start, due) + AROUND).date()
    closed = {day: ClosedDay() for day in office.closed if first <= day <= last}
    special = {day: hours for day, hours in office.special.items() if first <= day <= last}
    return replace(office, closed=closed, special=special)


if __name__ == "__main__":
    main()
