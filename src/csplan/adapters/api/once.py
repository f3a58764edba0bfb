"""The same request twice is recorded once: what was recorded under an idempotency key is found again."""

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import TypeVar
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Model

from csplan.adapters.api.actions import keep_receipt
from csplan.adapters.api.inputs import Said
from csplan.adapters.api.models import Token
from csplan.adapters.api.problems import Refused
from csplan.adapters.api.queries import receipt_of

Row = TypeVar("Row", bound=Model)


def recorded_once(
    token: Token, key: str, place: str, said: Said, now: datetime, record: Callable[[UUID], Row]
) -> tuple[UUID, bool]:
    """The key of what a request records, and whether it is new. Raises Refused where the key was another request's.

    record is given the key that makes it happen once, also where two such requests race.
    """
    name, digest = sha256(key.encode()).hexdigest(), _digest(place, said)
    with transaction.atomic():
        kept, is_new = receipt_of(token, name), False
        if kept is None:
            made = record(uuid5(token.id, f"{place} {name}")).pk
            kept, is_new = keep_receipt(token, name, digest, made, now)
        if kept.digest != digest:
            raise Refused(
                422,
                "This Idempotency-Key was used for another request",
                "Send each new record with a new key; send a record again with the body that it had.",
            )
    return kept.record, is_new


def _digest(place: str, said: Said) -> str:
    data = json.dumps([place, said.model_dump(mode="json")], sort_keys=True)
    return sha256(data.encode()).hexdigest()
