"""Runs the measurements, prints them as tables and keeps them in bench/results.json.

usage: python -m bench [NAME ...]
"""

import json
import os
import platform
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.measure import Result

NAMES = ("startup", "days", "hours", "explanations", "replay", "site")
KEPT = Path(__file__).parent / "results.json"


def main(names: list[str]) -> int:
    """Run the named measurements, or all. Exit status 1 where a goal is not reached."""
    results = []
    for name in names or NAMES:
        result = import_module(f"bench.{name}").run()
        show(result)
        results.append(asdict(result))
    if not names:
        machine = {"python": platform.python_version(), "cores": os.cpu_count(), "machine": platform.machine()}
        KEPT.write_text(json.dumps({"machine": machine, "results": results}, indent=1) + "\n")
    return 0 if all(goal["reached"] for result in results for goal in result["goals"]) else 1


def show(result: Result) -> None:
    """Print one result as a table, and its goals."""
    print(f"\n{result.title}")
    for row in result.rows:
        more = "  ".join(f"{key} {value}" for key, value in row.items() if key not in ("name", "per_second"))
        print(f"  {row['name']:<44} {row['per_second']:>16,.0f} a second  {more}")
    for goal in result.goals:
        print(
            f"  {'reached' if goal['reached'] else 'MISSED '}  {goal['goal']}: {goal['found']} (goal {goal['wanted']})"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
