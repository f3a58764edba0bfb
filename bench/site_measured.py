"""Measures the office at work on the PostgreSQL server of DATABASE_URL; writes what it found as JSON."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Final

import django

from bench.measure import Result

TIMES: Final = 300
SITE, BARE = "csplan.site.settings", "bench.site_bare_settings"


def main() -> None:
    """Fill the database, measure, write."""
    result = Result("The office at work, over HTTP, on PostgreSQL")
    as_owner = {**os.environ, "DATABASE_URL": os.environ["CSPLAN_OWNER_URL"], "DJANGO_SETTINGS_MODULE": SITE}
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=as_owner, check=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = SITE
    django.setup()
    _measure(result)
    Path(os.environ["CSPLAN_BENCH_TOLD"]).write_text(json.dumps(asdict(result)))


def _measure(result: Result) -> None:
    from django.utils import timezone

    from bench import site_api, site_closure, site_helpdesk, site_lists, site_logging
    from bench.site_filled import opened

    agency = opened(timezone.now().replace(microsecond=0))
    logging, by_program = site_logging.measure(result, agency), site_api.measure(result, agency)
    site_closure.measure(result)
    site_helpdesk.measure(result, logging, by_program, site_lists.measure(result, agency))


def typical_seconds(action: Callable[[], object], times: int = TIMES) -> float:
    """The median of many runs of an action, in seconds, after some to warm up."""
    taken = []
    for _ in range(times + times // 5):
        began = time.perf_counter()
        action()
        taken.append(time.perf_counter() - began)
    return median(taken[times // 5 :])


if __name__ == "__main__":
    main()
