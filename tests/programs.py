"""Programs that use the API in tests: their tokens, and what they send."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.test import Client

from cast import FIRST_DAY, FRI_20_NOV, MON_23_NOV, County
from csplan.adapters.api.actions import NewToken, make_token
from csplan.adapters.api.models import Token
from csplan.adapters.api.scopes import SCOPES
from csplan.agencies.keys import new_key
from csplan.agencies.walls import speaking_for

ROOT = "/api/v1"


@dataclass(frozen=True)
class Program:
    """A program with its token."""

    token: Token
    text: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.text}"}

    def get(self, path: str, **query: Any) -> Any:
        return Client().get(ROOT + path, query, headers=self.headers)

    def post(self, path: str, body: Any, key: str = "", **more: Any) -> Any:
        headers = {**self.headers, "Idempotency-Key": key or str(new_key())}
        return Client().post(ROOT + path, body, content_type="application/json", headers=headers, **more)


def program(
    of: County,
    *scopes: str,
    office: UUID | None = None,
    first_day: date = FIRST_DAY,
    last_day: date | None = None,
    now: datetime = MON_23_NOV,
) -> Program:
    """A program of a county with a token of these scopes, or of all."""
    new = NewToken(
        key=new_key(),
        name="phone system",
        scopes=scopes or [*SCOPES],
        office=office,
        first_day=first_day,
        last_day=last_day,
    )
    with speaking_for([of.id]):
        token, text = make_token(new, agency=of.office.agency, actor=of.people["agency director"].id, now=now)
    return Program(token, text)


def a_call(**said: Any) -> dict[str, Any]:
    """A customer's call that wants to be returned, as a program says it."""
    usual = {
        "kind": "call back",
        "party": "custodial parent",
        "case_number": "1234567",
        "reason": "asks about a payment",
        "received": FRI_20_NOV.isoformat(),
        "owner": "case-worker.dane",
    }
    return {name: value for name, value in {**usual, **said}.items() if value is not None}
