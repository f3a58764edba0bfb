"""Leases on parcels: who takes one has it until the lease runs out, and says before that how the delivery ended."""

from collections.abc import Collection
from datetime import datetime, timedelta
from random import uniform
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from csplan.outbox.doors import MOST, Held
from csplan.outbox.models import Parcel

TRIES: Final = 12  # with the waits below: about a day
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
DELIVERED, GIVEN_UP, HELD, LET_GO = "delivered", "given up", "held", "let go"
STOPPED: Final = "the worker stopped each time it tried"


def take_parcel(agencies: Collection[UUID], owner: str, now: datetime) -> Parcel | None:
    """The parcel of these agencies that is due longest, leased to a worker; None where none is due.

    A parcel whose lease ran out is due again: its worker died. One that killed its workers each time is given up.
    """
    due = _due(agencies, now)
    while due.exists():  # asked without a lock, so that waiting for work takes none
        with transaction.atomic():
            parcel = due.select_for_update(skip_locked=True).order_by("next_try", "id").first()
            if parcel is None:
                return None
            if parcel.tries < TRIES:
                return _leased(parcel, owner, now)
            _end(parcel, parcel.reason or STOPPED, now)
    return None


def _leased(parcel: Parcel, owner: str, now: datetime) -> Parcel:
    parcel.lease_owner, parcel.tries = owner, parcel.tries + 1
    parcel.next_try = now + timedelta(seconds=settings.CSPLAN_LEASE_SECONDS)
    parcel.save(update_fields=["lease_owner", "tries", "next_try"])
    return parcel


def delivered(parcel: Parcel, now: datetime) -> bool:
    """It has left; what it said is forgotten. False where the lease had run out and another worker has it."""
    return bool(_mine(parcel).update(outcome=DELIVERED, ended=now, payload={}, reason="", lease_owner=""))


def not_delivered(parcel: Parcel, error: Exception, now: datetime, *, final: bool) -> None:
    """It has not left: tried again later, and what else waits for the same receiver then too; or given up."""
    reason = str(error)[:MOST]
    with transaction.atomic():
        if final or parcel.tries >= TRIES:
            outcome = HELD if isinstance(error, Held) else GIVEN_UP
            _mine(parcel).update(outcome=outcome, ended=now, reason=reason, lease_owner="")
            return
        again = now + wait_after(parcel.tries)
        if _mine(parcel).update(next_try=again, reason=reason, lease_owner=""):
            _put_off(parcel, again)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries: doubled each time, and a part by chance, so that not all come at once."""
    wait: timedelta = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    return wait * uniform(0.75, 1.25)


def _due(agencies: Collection[UUID], now: datetime) -> QuerySet[Parcel]:
    return Parcel.objects.filter(agency__in=agencies, ended=None, next_try__lte=now)


def _mine(parcel: Parcel) -> QuerySet[Parcel]:
    """The parcel, while the lease on it is the one that was taken."""
    held = Parcel.objects.filter(agency=parcel.agency, id=parcel.id, ended=None)
    return held.filter(lease_owner=parcel.lease_owner, tries=parcel.tries)


def _put_off(parcel: Parcel, until: datetime) -> None:
    """Let what else waits for a receiver that does not answer wait as long, so that it holds up nobody else."""
    same = Parcel.objects.filter(agency=parcel.agency, ended=None, kind=parcel.kind, to=parcel.to, lease_owner="")
    waiting = same.filter(next_try__lt=until).select_for_update(skip_locked=True).values_list("id", flat=True)
    Parcel.objects.filter(agency=parcel.agency, id__in=list(waiting)).update(next_try=until)


def _end(parcel: Parcel, reason: str, now: datetime) -> None:
    parcel.outcome, parcel.ended, parcel.reason, parcel.lease_owner = GIVEN_UP, now, reason, ""
    parcel.save(update_fields=["outcome", "ended", "reason", "lease_owner"])
