"""How long the command takes to answer one question, started afresh."""

import subprocess
import sys

from bench.measure import Result, best_seconds

QUESTION = ["due", "--at", "2026-11-25T16:45", "--within", "1 business day", "--calendar", "us-wi"]


def run() -> Result:
    """csplan due for one date, beside a bare Python and one that imports numpy."""
    result = Result("Starting: one date from the command line")
    for name, words in {
        "csplan due": ["-m", "csplan", *QUESTION],
        "csplan due --explain": ["-m", "csplan", *QUESTION, "--explain"],
        "python -c 'import numpy'": ["-c", "import numpy"],
        "python -c pass": ["-c", "pass"],
    }.items():
        seconds = best_seconds(lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True), 7)  # noqa: B023
        result.add(name, 1 / seconds, seconds=round(seconds, 3))
    result.goal("seconds for csplan due", result.rows[0]["seconds"], 0.3, at_most=True)
    return result
