"""Make the long test: random dates against the oracle, the tests marked long, the fuzzers; write docs/test-long.md.

    python scripts/test_long.py [--starts 1000000] [--seconds 60]

Exit status 0 where nothing was found, 1 otherwise.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE / "tests"), str(HERE / "src")]

from bad_input import DOORS  # noqa: E402 (found in the folder named above)
from comparison import differences, explained_differences  # noqa: E402
from random_cases import random_cases  # noqa: E402

FIRST_SEED = 1_000_000  # far from those of the tests
STARTS_OF_A_SEED = 1_000
ELSEWHERE = ("UTC", "America/Havana", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut")
REPORT = HERE / "docs" / "test-long.md"


@dataclass(frozen=True)
class Result:
    """What one part of the long test did: how many of what, in how many seconds, and what it found."""

    part: str
    count: str
    seconds: float
    found: tuple[str, ...]


def main() -> int:
    """Run all parts and write the report. Returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--starts", type=int, default=1_000_000, help="random starts held against the oracle")
    parser.add_argument("--seconds", type=int, default=60, help="for each fuzzer")
    asked = parser.parse_args()
    results = []
    for result in parts(asked.starts, asked.seconds):
        sys.stdout.write(f"{result.part}: {result.count}, {'; '.join(result.found) or 'nothing found'}\n")
        sys.stdout.flush()
        results.append(result)
    REPORT.write_text(report(results, commit(), datetime.now(UTC)), encoding="utf-8")  # noqa: TID251 (says when it ran)
    return int(any(result.found for result in results))


def parts(starts: int, seconds: int) -> Iterator[Result]:
    """Each part of the long test, as it is done."""
    yield over_seeds("Dates against the oracle", differing, starts)
    yield over_seeds("Dates where clocks change at midnight or by half an hour", differing_elsewhere, starts // 20)
    yield over_seeds("Explanations against the oracle", explained_otherwise, starts // 20)
    yield marked_tests("Tests marked long, on SQLite", [])
    yield marked_tests("Tests marked long, on PostgreSQL", [sys.executable, str(HERE / "scripts" / "postgres.py")])
    for door in DOORS:
        yield fuzzed(door, seconds)


def over_seeds(part: str, look: Callable[[int], list[str]], starts: int) -> Result:
    """One part that looks at so many random starts, in as many processes as there are processors."""
    begun, seeds = monotonic(), range(FIRST_SEED, FIRST_SEED + -(-starts // STARTS_OF_A_SEED))
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        found = [line for lines in pool.imap_unordered(look, seeds) for line in lines]
    return Result(part, f"{len(seeds) * STARTS_OF_A_SEED:,} starts", monotonic() - begun, tuple(found[:20]))


def differing(seed: int) -> list[str]:
    """The first differences among a thousand starts in the two zones."""
    return list(islice(differences(random_cases(seed, calendars=5, rules=20, starts=10)), 5))


def differing_elsewhere(seed: int) -> list[str]:
    """The first differences among a thousand starts in zones with other changes of clocks."""
    return list(islice(differences(random_cases(seed, 5, 20, 10, zones=ELSEWHERE)), 5))


def explained_otherwise(seed: int) -> list[str]:
    """The first differences among a thousand explanations."""
    return list(islice(explained_differences(random_cases(seed, calendars=20, rules=50, starts=1)), 5))


def marked_tests(part: str, before: list[str]) -> Result:
    """The tests that are marked long: the full numbers of kills among them."""
    begun, command = monotonic(), [*before, sys.executable, "-m", "pytest", "-n", "auto", "-m", "long"]
    ended = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
    said = ended.stdout.strip().splitlines()[-1:] or [f"ended with {ended.returncode}"]
    return Result(part, said[0], monotonic() - begun, () if ended.returncode == 0 else tuple(said))


def fuzzed(door: str, seconds: int) -> Result:
    """One door fuzzed for so long."""
    begun, command = monotonic(), [sys.executable, str(HERE / "scripts" / "fuzz.py"), door, str(seconds)]
    ended = subprocess.run(command, cwd=HERE, capture_output=True, text=True, errors="replace")
    runs = [line.split()[-1] for line in ended.stderr.splitlines() if "number_of_executed_units" in line]
    raised = ended.stderr.partition("Uncaught Python exception")[2].splitlines()[1:2]
    found = (f"ended with {ended.returncode}", *raised) if ended.returncode else ()
    return Result(f"Fuzzing: {door}", f"{int(runs[0]) if runs else 0:,} inputs", monotonic() - begun, found)


def commit() -> str:
    """The commit that was tested, and whether its files had been changed."""
    asked = (["git", "rev-parse", "--short", "HEAD"], ["git", "status", "--porcelain", "--", "src", "tests", "scripts"])
    head, changed = (subprocess.run(each, cwd=HERE, capture_output=True, text=True).stdout.strip() for each in asked)
    return f"{head or 'none'}{' with changes' if changed else ''}"


def report(results: list[Result], tested: str, at: datetime) -> str:
    """The report as Markdown."""
    rows = [
        f"| {each.part} | {each.count} | {each.seconds:.0f} s | {'<br>'.join(each.found) or 'nothing'} |"
        for each in results
    ]
    head = [
        "# The last long test",
        "",
        "Written by `make test-long`: random dates of 1990 to 2060, with random calendars",
    ]
    head += ["and options, held against the slow oracle of the tests; then each way in fuzzed, led by coverage.", ""]
    head += [f"- Done: {at:%Y-%m-%d %H:%M} UTC", f"- Commit: {tested}"]
    head += [f"- Python {platform.python_version()}, {os.cpu_count()} processors", ""]
    head += ["| Part | Looked at | Took | Found |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
