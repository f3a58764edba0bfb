"""django-helpdesk on the same machine in the same run: creating a ticket by its API, and its list of open tickets."""

import base64
import json
import os
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg

from bench.measure import Result
from bench.site_http import Browser, served_by
from bench.site_measured import typical_seconds

HERE: Final = Path(__file__).resolve().parents[1]
PYTHON: Final = HERE / ".venv/helpdesk/bin/python"
STAFF: Final = "staff:of a measurement"
TICKETS: Final = 100_000
QUERY: Final = {"filtering": {"status__in": [1, 2]}, "sorting": "created", "search_string": ""}
ASKED: Final = "draw=1&start=0&length=25&search[value]=&search[regex]=false&order[0][column]=0&order[0][dir]=desc"


def measure(result: Result, logging: float, by_program: float, listing: float) -> None:
    """Its rates beside ours: logging and by_program are ours a second, listing the seconds of our list at 100,000."""
    around = {**os.environ, "DATABASE_URL": _database(), "DJANGO_SETTINGS_MODULE": "bench.helpdesk_site"}
    told = subprocess.run(
        [PYTHON, "-m", "bench.helpdesk_filled", str(TICKETS)], env=around, check=True, capture_output=True, text=True
    )
    with served_by(str(PYTHON), "django.core.wsgi:get_wsgi_application()", around) as port:
        browser = Browser(port, told.stdout.strip())
        created = 1 / typical_seconds(lambda: _create(browser), 60)
        listed = typical_seconds(lambda: _list(browser), 5)
        browser.headers = {"Authorization": f"Basic {base64.b64encode(STAFF.encode()).decode()}"}
        theirs = 1 / typical_seconds(lambda: _create(browser), 5)
    result.add("django-helpdesk: create a ticket by its API", created)
    result.add("django-helpdesk: the same by a program, which has no session", theirs)
    result.add(f"django-helpdesk: its list, {TICKETS:,} open", 1 / listed, ms=round(listed * 1000, 1))
    result.goal("logging by a program, times django-helpdesk's creation by one", by_program / theirs, 8)
    result.goal("logging over a session, times django-helpdesk's creation over one", logging / created, 8)
    result.goal("due list, times as fast as django-helpdesk's", listed / listing, 20)


def _database() -> str:
    """A database of its own on the same server."""
    superuser = os.environ["CSPLAN_SUPERUSER_URL"]
    with psycopg.connect(superuser, autocommit=True) as connected:
        connected.execute("CREATE DATABASE helpdesk")
    return urlsplit(superuser)._replace(path="/helpdesk").geturl()


def _create(browser: Browser) -> None:
    ticket = {
        "queue": 1,
        "title": "A call",
        "description": "payment",
        "submitter_email": "a@example.org",
        "priority": 3,
    }
    browser.send_json("/helpdesk/api/tickets/", ticket)


def _list(browser: Browser) -> None:
    """The page, and the rows that it asks for."""
    browser.get("/helpdesk/tickets/")
    query = base64.b64encode(json.dumps(QUERY).encode()).decode()
    browser.get(f"/helpdesk/datatables_ticket_list/{query}?{ASKED}")
