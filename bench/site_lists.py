"""The due lists at 100,000 contacts with 40,000 open clocks, and at ten times as many."""

import os
from typing import Final

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from bench.measure import Result
from bench.site_filled import MADE, copied
from bench.site_http import browsing
from bench.site_measured import SITE, typical_seconds
from csplan.agencies.models import Person
from csplan.site.demo.state import Opened

SIZES: Final = (100_000, 1_000_000)
LISTS: Final = {"desk:my_list": "Alice Worker", "desk:office_list": "Sam Supervisor"}
MOST_QUERIES: Final = 12


def measure(result: Result, agency: Opened) -> float:
    """Seconds and queries of both lists at both sizes; gives the seconds of the office's list at the smaller."""
    found: dict[str, list[float]] = {page: [] for page in LISTS}
    copies = 1
    for size in SIZES:
        copied(agency.first.agency_id, os.environ["CSPLAN_SUPERUSER_URL"], copies, size // MADE - 1)
        copies = size // MADE
        for page, name in LISTS.items():
            found[page].append(_listed(result, page, agency.people[name], size))
    for page, (small, large) in found.items():
        result.goal(f"{page} at 1,000,000, times that at 100,000", large / small, 1.5, at_most=True)
    return found["desk:office_list"][0]


def _listed(result: Result, page: str, person: Person, size: int) -> float:
    with browsing(SITE, person) as browser:
        seconds = typical_seconds(lambda: browser.get(reverse(page)), 50)
    queries = _queries(page, person)
    result.add(f"{page}, {size:,} contacts", 1 / seconds, ms=round(seconds * 1000, 1), queries=queries)
    result.goal(f"queries of {page} at {size:,}", queries, MOST_QUERIES, at_most=True)
    return seconds


def _queries(page: str, person: Person) -> int:
    client = Client()
    client.force_login(person)
    with override_settings(ALLOWED_HOSTS=["*"]):
        client.get(reverse(page))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(page))
    return sum(query["sql"] not in ("BEGIN", "COMMIT") for query in captured.captured_queries)
