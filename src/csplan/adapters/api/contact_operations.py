"""The operations on contacts. They read the time of day; the gate (middleware.py) has let their token in."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Body, Header, Path, Router, Status

from csplan.adapters.api.answers import READING, WRITING
from csplan.adapters.api.asking import token_in
from csplan.adapters.api.fields import Key
from csplan.adapters.api.inputs import AttemptIn, ContactIn
from csplan.adapters.api.models import Token
from csplan.adapters.api.once import recorded_once
from csplan.adapters.api.problems import Refused, refused_by
from csplan.adapters.api.queries import contact_for
from csplan.adapters.api.saying import check_past, new_attempt, new_contact, office_of
from csplan.adapters.api.schemas import ContactOut
from csplan.adapters.api.written import contact_out
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.clocks.queries import clocks_of, told
from csplan.contacts.actions import record_attempt, record_contact, record_return
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Attempt, Contact
from csplan.contacts.queries import attempts_on
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import named_zone

IDEMPOTENCY: Final = (
    "Any text of your own, at most 255 letters, another one for each record. The same request sent again with its key"
    " is recorded once: the first answer is 201, a later one 200 with the same record."
)
KEY: Any = Header(..., alias="Idempotency-Key", min_length=1, max_length=255, description=IDEMPOTENCY)  # type: ignore[type-arg]
router = Router(tags=["Contacts"])


@router.post(
    "/contacts",
    url_name="contacts",
    operation_id="recordContact",
    response={201: ContactOut, 200: ContactOut, **WRITING},
)
def record(request: HttpRequest, said: Body[ContactIn], idempotency_key: str = KEY) -> Status[ContactOut]:
    """Record a contact. The promises in force on the day of its receipt start their clocks."""
    token, now = token_in(request), timezone.now()
    office = office_of(said.office, token).id

    def write(key: UUID) -> Contact:
        try:
            new = new_contact(said, token, office, now)
            return record_contact(new, office=office, by=token.person, key=key, now=now)
        except CsplanError as error:
            raise refused_by(error, "received") from None

    found, is_new = recorded_once(token, idempotency_key, "contacts", said, now, write)
    return Status(201 if is_new else 200, _written(_contact(token, found), now))


@router.get("/contacts/{key}", url_name="contact", operation_id="readContact", response={200: ContactOut, **READING})
def read(request: HttpRequest, key: Path[Key]) -> ContactOut:
    """Read a contact with its clocks and attempts."""
    return _written(_contact(token_in(request), key), timezone.now())


@router.post(
    "/contacts/{key}/attempts",
    url_name="attempts",
    operation_id="recordAttempt",
    response={201: ContactOut, 200: ContactOut, **WRITING},
)
def attempt(
    request: HttpRequest, key: Path[Key], said: Body[AttemptIn], idempotency_key: str = KEY
) -> Status[ContactOut]:
    """Record a try to reach the customer back. Only one that reached somebody meets the clocks of a return."""
    token, now = token_in(request), timezone.now()
    contact = _contact(token, key)
    check_past(said.happened, now, "happened")
    if not kinds()[contact.kind].owes:
        raise Refused(409, "This contact owes nothing, so there is nothing to return", "Record a contact of its own.")

    def write(key: UUID) -> Attempt:
        verb = record_return if said.reached else record_attempt
        try:
            return verb(contact, new_attempt(said, contact), by=token.person, key=key, now=now)
        except CsplanError as error:
            raise refused_by(error, "happened") from None

    _, is_new = recorded_once(token, idempotency_key, f"contacts/{contact.id}/attempts", said, now, write)
    return Status(201 if is_new else 200, _written(_contact(token, contact.id), now))


def _contact(token: Token, key: UUID) -> Contact:
    found = contact_for(token, key)
    if found is None:
        raise Http404
    return found


def _written(contact: Contact, now: datetime) -> ContactOut:
    agency, matter = contact.agency_id, contact.matter
    calendar = calendar_of(calendar_edition(agency, matter.office_id))
    clocks = told(clocks_of(agency, [matter.id]), agency, now)
    return contact_out(contact, clocks, attempts_on(contact), named_zone(calendar.zone))
