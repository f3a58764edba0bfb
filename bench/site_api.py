"""Recording a call over csplan's API, by a program with a token."""

from uuid import uuid4

from django.utils import timezone

from bench.measure import Result
from bench.site_http import Browser, served
from bench.site_logging import CALLS, CASES
from bench.site_measured import SITE, typical_seconds
from csplan.adapters.api.actions import NewToken, make_token
from csplan.agencies.keys import new_key
from csplan.agencies.walls import speaking_for
from csplan.site.demo.state import Opened


def measure(result: Result, agency: Opened) -> float:
    """Our rate: a contact with its clocks and ledger row, for each request of a program."""
    with served(SITE) as port:
        program = Browser(port, "")
        program.headers = {"Authorization": f"Bearer {_token(agency)}"}
        rate = 1 / typical_seconds(lambda: _record(program, agency))
    return result.add("csplan: record a call over the API, by a program", rate)


def _token(agency: Opened) -> str:
    now, office = timezone.now(), agency.first
    new = NewToken(
        key=new_key(),
        name="phone system",
        scopes=["contacts:write"],
        office=office.id,
        first_day=now.date(),
        last_day=None,
    )
    with speaking_for([office.agency_id]):
        return make_token(new, agency=office.agency, actor=agency.people["Alice Worker"].id, now=now)[1]


def _record(program: Browser, agency: Opened) -> None:
    number = next(CALLS)
    said = {"kind": "call back", "party": "custodial parent", "reason": f"payment {number}"}
    said |= {"case_number": str(2234567 + number % CASES), "owner": agency.people["Alice Worker"].username}
    program.headers["Idempotency-Key"] = str(uuid4())
    program.send_json("/api/v1/contacts", {**said, "received": timezone.now().replace(microsecond=0).isoformat()})
