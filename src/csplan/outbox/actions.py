"""Verbs of the outbox: put out in the transaction of an act, lease, and say how a delivery ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

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
