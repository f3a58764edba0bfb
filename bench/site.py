"""The office at work, measured over HTTP on PostgreSQL, beside a bare Django view, raw SQL and a bare COPY."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Result

ROOT = Path(__file__).resolve().parents[1]


def run() -> Result:
    """Measure on a PostgreSQL server of its own, in a process of its own, since Django is set up once a process."""
    with TemporaryDirectory() as folder:
        told = Path(folder) / "result.json"
        around = {
            **os.environ,
            "CSPLAN_STATE": folder,
            "CSPLAN_HTTPS": "0",
            "CSPLAN_API_PER_MINUTE": "1000000",
            "CSPLAN_BENCH_TOLD": str(told),
        }
        command = [sys.executable, str(ROOT / "scripts/postgres.py"), sys.executable, "-m", "bench.site_measured"]
        subprocess.run(command, cwd=ROOT, env=around, check=True)
        return Result(**json.loads(told.read_text()))
