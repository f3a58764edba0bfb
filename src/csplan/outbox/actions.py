"""Verbs of the outbox: put out in the transaction of an act; decide about what could not be delivered."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from csplan.ledger.actions import append
from csplan.outbox.leases import GIVEN_UP, HELD, LET_GO
from csplan.outbox.models import Parcel


def put_out(
    *,
    agency: UUID,
    kind: str,
    to: str,
    payload: Mapping[str, Any],
    key: str,
    now: datetime,
    after: datetime | None = None,
) -> None:
    """Put out what must leave the building, in the transaction of the act; the same key twice does nothing twice.

    kind "mail": to is an address, payload {"subject": ..., "text": ...}; no personal data in subjects. It is not tried
    before `after`. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the outbox is written within the transaction of the act; open transaction.atomic()")
    at = now.replace(microsecond=0)
    parcel = Parcel(agency=agency, kind=kind, key=key, to=to, payload=dict(payload), put_out=at, next_try=after or at)
    parcel.message_id = f"<{parcel.id}@{settings.CSPLAN_MAIL_FROM.rpartition('@')[2]}>"
    Parcel.objects.bulk_create([parcel], ignore_conflicts=True)


def try_again(parcel: Parcel, *, actor: UUID, now: datetime) -> bool:
    """Deliver after all what could not be delivered; False where somebody was first. The act is on record."""
    again = {"ended": None, "outcome": "", "tries": 0, "next_try": now}
    return _decided(parcel, again, (GIVEN_UP,), "try to deliver again", actor, now)


def let_go(parcel: Parcel, *, actor: UUID, now: datetime) -> bool:
    """Give up for good what could not be delivered, and forget what it said; False where somebody was first."""
    return _decided(parcel, {"outcome": LET_GO, "payload": {}}, (GIVEN_UP, HELD), "let undelivered go", actor, now)


def _decided(
    parcel: Parcel, change: Mapping[str, Any], of: Collection[str], act: str, actor: UUID, now: datetime
) -> bool:
    with transaction.atomic():
        if not Parcel.objects.filter(agency=parcel.agency, id=parcel.id, outcome__in=of).update(**change):
            return False
        append(
            agency=parcel.agency,
            actor=actor,
            on_behalf=None,
            act=act,
            subject=f"parcel:{parcel.id}",
            before=None,
            after=None,
            happened=now,
            entered=now,
        )
        return True
