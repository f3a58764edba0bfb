"""The API against its own OpenAPI document: schemathesis sends what fits it and what does not, to every operation.

Its pytest plugin and this pytest do not fit together, so its cases are drawn here and checked by its checks.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cast import FRI_20_NOV, MON_23_NOV, call, dane
from csplan.adapters.api.scopes import OPENS
from csplan.agencies.walls import speaking_for
from csplan.clocks.models import Clock
from programs import Program, program

pytestmark = pytest.mark.django_db
FEW, MANY = 12, 200
TOLD_BY_RULES = positive_data_acceptance
"""What fits the document may still be wrong: in the future, for nobody of the agency. tests/test_api.py has those."""
NOT_SENT: tuple[Any, ...] = (None, [], {})
"""Parameters that an address cannot say: what is wrong with a case by them alone is right as it is sent."""
DOCUMENT = "/api/v1/openapi.json"
OPERATIONS = [
    *(("POST", "/contacts"), ("GET", "/contacts/{key}"), ("POST", "/contacts/{key}/attempts"), ("GET", "/due")),
    *(("GET", "/clocks/{key}/why"), ("GET", "/calendars"), ("GET", "/calendars/{office}"), ("GET", "/standards")),
    ("GET", "/people"),
]


Rows = dict[str, dict[str, str]]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The connection of the test stays open behind a request, as Django's own test client keeps it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch, settings: Any) -> tuple[Program, Rows]:
    """A program, and what the addresses of the operations name, by path: rows that there are."""
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    settings.CSPLAN_API_PER_MINUTE = 1_000_000
    home = dane()
    with speaking_for([home.id]):
        contact = call(home, FRI_20_NOV)
        clock = Clock.objects.get(matter=contact.matter_id)
        call(home, FRI_20_NOV, kind="web message")  # is owed without a promise
    of_contact = {"key": str(contact.id)}
    return program(home), {
        "/contacts/{key}": of_contact,
        "/contacts/{key}/attempts": of_contact,
        "/clocks/{key}/why": {"key": str(clock.id)},
        "/calendars/{office}": {"office": str(home.office.id)},
    }


def keeps_to_its_document(phone: tuple[Program, Rows], method: str, path: str, examples: int) -> None:
    """Send what fits the document and what does not, of rows that there are and of others; all checks hold."""
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, get_wsgi_application())
    operation = schema[f"/api/v1{path}"][method]
    sender, rows = phone[0], phone[1].get(path)
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        for places in (None, rows) if rows else (None,):
            drawn(operation.as_strategy(mode, path_parameters=places), sender, examples)


def drawn(cases: Any, phone: Program, examples: int) -> None:
    @hypothesis_settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def hold(case: Any) -> None:
        assume(not any(value in NOT_SENT for value in (case.query or {}).values()))
        case.call_and_validate(headers={**phone.headers, "Host": "localhost"}, excluded_checks=[TOLD_BY_RULES])

    hold()


def test_the_operations_are_those_of_the_document() -> None:
    schema: Any = schemathesis.openapi.from_wsgi(DOCUMENT, get_wsgi_application())
    found = {(each.ok().method.upper(), each.ok().path.removeprefix("/api/v1")) for each in schema.get_all_operations()}
    assert found == set(OPERATIONS) and len(found) == len(OPENS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_each_operation_keeps_to_its_document(phone: tuple[Program, Rows], method: str, path: str) -> None:
    keeps_to_its_document(phone, method, path, FEW)


@pytest.mark.long
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_each_operation_keeps_to_its_document_at_length(phone: tuple[Program, Rows], method: str, path: str) -> None:
    keeps_to_its_document(phone, method, path, MANY)
