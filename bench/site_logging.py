"""Logging a call over HTTP, beside a bare view that inserts the same rows, and beside raw SQL."""

from itertools import count
from typing import Any, Final
from uuid import uuid4

from django.db import connection, models, transaction
from django.urls import reverse

from bench.measure import Result
from bench.site_bare import copies, rows_of_last_contact
from bench.site_http import Browser, browsing
from bench.site_measured import BARE, SITE, typical_seconds
from csplan.agencies.models import Person
from csplan.agencies.walls import speaking_for
from csplan.site.demo.state import Opened

CALLS: Final = count(1)  # each call says something else: of an equal one it would be asked whether it is another
CASES: Final = 50  # known ones, in turn: nobody logs two hundred calls a second on one


def measure(result: Result, agency: Opened) -> float:
    """Our rate; the median seconds of a request, in turns, so that both have the same machine."""
    worker = agency.people["Alice Worker"]
    with browsing(SITE, worker) as ours, browsing(BARE, worker) as theirs:
        for _ in range(CASES):
            _log(ours, worker)
        turns = [
            (typical_seconds(lambda: _log(ours, worker)), typical_seconds(lambda: theirs.post("/bare/", _said(worker))))
            for _ in range(3)
        ]
    seconds, bare = min(turn[0] for turn in turns), min(turn[1] for turn in turns)
    result.add("csplan: log a call with its clocks and ledger row", 1 / seconds)
    result.add("a bare Django view that inserts the same rows", 1 / bare)
    result.add("raw SQL, without HTTP", 1 / _raw(agency))
    result.goal("logging, times a bare Django view", seconds / bare, 1.5, at_most=True)
    return 1 / seconds


def _log(browser: Browser, worker: Person) -> None:
    browser.post(reverse("contacts:log"), _said(worker))


def _said(worker: Person) -> dict[str, str]:
    """The form as it is sent, to both."""
    number, kind = next(CALLS), {"kind": "call back", "party": "custodial parent", "when": "now"}
    said = {"key": str(uuid4()), "reason": f"payment {number}", "case_number": str(1234567 + number % CASES)}
    return {**said, **kind, "owner": str(worker.pk)}


def _raw(agency: Opened) -> float:
    """Seconds of the INSERT statements alone, in one transaction."""
    key = agency.first.agency_id
    with speaking_for([key]):
        rows = list(rows_of_last_contact(key))

    def insert() -> None:
        with speaking_for([key]), transaction.atomic(), connection.cursor() as cursor:
            for row in copies(rows):
                statement, values = _statement(row)
                cursor.execute(statement, values)

    return typical_seconds(insert)


def _statement(row: models.Model) -> tuple[str, list[Any]]:
    fields = row._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    return f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})", values
