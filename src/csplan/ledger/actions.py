"""The two things that can be done to the ledger: add an act, and destroy the salts of what is redacted."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Model

from csplan.ledger.chain import FIRST_PREVIOUS, REDACTED, Link, instant_text, link_digest, salt_digest, salted_digest
from csplan.ledger.models import Entry, Salt
from csplan.ledger.plain_sql import put_rows, stored_key
from csplan.ledger.subjects import present_data

_LAST: Final = "SELECT number, digest FROM ledger_entry WHERE agency = %s ORDER BY number DESC LIMIT 1"


def append(
    *,
    agency: UUID,
    actor: UUID | None,
    on_behalf: UUID | None,
    act: str,
    subject: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    happened: datetime,
    entered: datetime,
    rows: Sequence[Model] = (),
) -> Entry:
    """Add one act to its agency's chain, with the rows it makes, in the act's transaction; RuntimeError outside one."""
    salt = "" if before is None and after is None else secrets.token_hex(16)
    number, previous = _place(agency)
    link = Link(
        agency=str(agency),
        number=number,
        actor=_key(actor),
        on_behalf=_key(on_behalf),
        act=act,
        subject=subject,
        before=salted_digest(salt, before),
        after=salted_digest(salt, after),
        salted=salt_digest(salt),
        happened=instant_text(happened),
        entered=instant_text(entered),
        previous=previous,
        digest="",
    )
    return _kept(link, salt, rows)


def redact(
    *, agency: UUID, actor: UUID | None, on_behalf: UUID | None, subject: str, happened: datetime, entered: datetime
) -> Entry:
    """Destroy the salts of all that was entered of a subject, and say so; call it when its payload is destroyed.

    The chain still verifies, and what now remains of the subject is held to this entry.
    """
    numbers = Entry.objects.filter(agency=agency, subject=subject).values_list("number", flat=True)
    Salt.objects.filter(agency=agency, number__in=list(numbers)).delete()
    return append(
        agency=agency,
        actor=actor,
        on_behalf=on_behalf,
        act=REDACTED,
        subject=subject,
        before=None,
        after=present_data(agency, subject),
        happened=happened,
        entered=entered,
    )


def _place(agency: UUID) -> tuple[int, str]:
    """The number of the next link and the digest of the last one; no one else adds to this chain meanwhile.

    PostgreSQL: an advisory lock; two agencies that share a number only wait for each other. SQLite: every writing
    transaction is IMMEDIATE, so that there is one writer at a time.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the ledger is written within the transaction of the act; open transaction.atomic()")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Two statements in one message; the second sees what the first waited for.
            cursor.execute(f"SELECT pg_advisory_xact_lock(%s); {_LAST}", [agency.int % 2**63, agency])
            cursor.nextset()
        else:
            cursor.execute(_LAST, [stored_key(agency)])
        last = cursor.fetchone()
    return (last[0] + 1, last[1]) if last else (1, FIRST_PREVIOUS)


def _kept(link: Link, salt: str, rows: Sequence[Model]) -> Entry:
    link = replace(link, digest=link_digest(link))
    names = ("act", "subject", "before", "after", "salted", "previous", "digest")
    entry = Entry(
        agency=UUID(link.agency),
        number=link.number,
        actor=link.actor and UUID(link.actor),
        on_behalf=link.on_behalf and UUID(link.on_behalf),
        happened=datetime.fromisoformat(link.happened).astimezone(UTC),
        entered=datetime.fromisoformat(link.entered).astimezone(UTC),
        **{name: getattr(link, name) for name in names},
    )
    salts = [Salt(agency=entry.agency, number=entry.number, salt=salt)] if salt else []
    put_rows([*rows, entry, *salts])
    return entry


def _key(key: UUID | None) -> str | None:
    return None if key is None else str(key)
