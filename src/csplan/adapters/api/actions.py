"""Verbs that write tokens, their use, and receipts."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from csplan.adapters.api.models import Receipt, Token
from csplan.adapters.api.token_text import secret_digest, token_text
from csplan.agencies.acts import record_act
from csplan.agencies.models import Agency, Person
from csplan.contacts.models import Attempt
from csplan.core.errors import CsplanError
from csplan.ledger.subjects import present_data

_COUNTED: Final = """
INSERT INTO api_use (token_id, agency_id, last, minute, count) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (token_id) DO UPDATE SET last = excluded.last, minute = excluded.minute,
count = CASE WHEN api_use.minute = excluded.minute THEN api_use.count + 1 ELSE 1 END
RETURNING count
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """What the administrator says of a token."""

    key: UUID
    name: str
    scopes: Collection[str]
    office: UUID | None
    first_day: date
    last_day: date | None


class TokenTaken(CsplanError):
    """A token that was made before; its text is shown once."""


def make_token(new: NewToken, *, agency: Agency, actor: UUID, now: datetime) -> tuple[Token, str]:
    """A token, and the text that its program shows; the text is told this once and not kept. Raises TokenTaken."""
    key, secret, entered = new.key, secrets.token_urlsafe(32), now.replace(microsecond=0)
    with transaction.atomic():
        if Person.objects.filter(id=key).exists():
            raise TokenTaken("this token is made already, and its text was shown; revoke it if the text is lost")
        person = _acting_as(key, new, agency)
        record_act(agency.id, actor, "add person", f"person:{key}", entered=entered)
        token = _added(new, person, secret_digest(secret), entered)
        record_act(agency.id, actor, "make token", f"token:{key}", entered=entered)
    return token, token_text(key, secret)


def revoke_token(token: Token, *, actor: UUID, now: datetime) -> Token:
    """The token opens nothing any more; revoked twice, it stays as it was."""
    entered, subject = now.replace(microsecond=0), f"token:{token.id}"
    with transaction.atomic():
        held = Token.objects.select_for_update().get(agency=token.agency_id, id=token.id)
        if held.revoked is None:
            before = present_data(held.agency_id, subject)
            held.revoked = entered
            held.save(update_fields=["revoked"])
            record_act(held.agency_id, actor, "revoke token", subject, entered=entered, before=before)
    return held


def count_use(token: Token, now: datetime) -> int:
    """How often the token was used in this minute, this time included."""
    at = now.replace(microsecond=0)
    field = Token._meta.get_field("made")
    key, agency = (Token._meta.pk.get_db_prep_value(each, connection) for each in (token.id, token.agency_id))
    instants = [field.get_db_prep_value(each, connection) for each in (at, at.replace(second=0))]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [key, agency, *instants])
        return int(cursor.fetchone()[0])


def keep_receipt(token: Token, key: str, digest: str, record: UUID, now: datetime) -> tuple[Receipt, bool]:
    """The receipt of a record, and whether it is new; of two requests that race, the first one's."""
    return Receipt.objects.get_or_create(
        agency_id=token.agency_id,
        token=token,
        key=key,
        defaults={"digest": digest, "record": record, "made": now.replace(microsecond=0)},
    )


def forget_receipts(agency: UUID, now: datetime) -> int:
    """Forget the receipts of requests that nobody sends again any more; gives how many. No act: nothing is lost."""
    old = now - timedelta(days=settings.CSPLAN_KEEP_DAYS)
    return Receipt.objects.filter(agency=agency, made__lt=old).delete()[0]


def blank_receipts(agency: UUID, contact: UUID) -> None:
    """Destroy the digests of what programs said of a contact; sent again, it is refused as another request."""
    attempts = Attempt.objects.filter(agency=agency, contact=contact).values("id")
    of_contact = Q(record=contact) | Q(record__in=attempts)
    Receipt.objects.filter(of_contact, agency=agency).update(digest="")


def _added(new: NewToken, person: Person, digest: str, made: datetime) -> Token:
    return Token.objects.create(
        id=person.id,
        agency=person.agency,
        office_id=new.office,
        person=person,
        name=new.name,
        digest=digest,
        scopes=sorted(new.scopes),
        first_day=new.first_day,
        last_day=new.last_day,
        made=made,
    )


def _acting_as(key: UUID, new: NewToken, agency: Agency) -> Person:
    person = Person(
        id=key, username=f"token.{key.hex}", name=new.name, agency=agency, office_id=new.office, is_active=False
    )
    person.set_unusable_password()
    person.save(force_insert=True)
    return person
