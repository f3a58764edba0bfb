"""Who makes which round: one worker a period, over all machines; and when work last ran."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from csplan.outbox.models import FAULT, Round, Worker
from csplan.outbox.rounds import LEASE, Registered, registered

FORGOTTEN: Final = timedelta(days=1)
"""After so long a worker that stopped without a word is no longer listed."""


def due_rounds(now: datetime) -> list[Registered]:
    """The rounds that nobody has begun for the present period, or whose worker died; by one query."""
    held: Mapping[str, Round] = {each.name: each for each in Round.objects.all()}
    return [each for each in registered() if each.name not in held or _free(held[each.name], each, now)]


def take_round(each: Registered, owner: str, now: datetime) -> bool:
    """Take a round for the present period; False where another worker was first."""
    taken = {"period": each.period(now), "lease_owner": owner, "lease_until": now + LEASE, "begun": now, "done": None}
    later = Q(period__lt=each.period(now), done__isnull=False)
    dropped = Q(done=None, lease_until__lt=now)
    if Round.objects.filter(later | dropped, name=each.name).update(**taken):
        return True
    try:
        with transaction.atomic():
            Round.objects.create(name=each.name, **taken)
    except IntegrityError:
        return False
    return True


def round_done(each: Registered, owner: str, now: datetime, fault: str = "") -> None:
    """The round was made, well or with a fault, which is kept until it is made well; it comes with the next period."""
    ended = {"done": now, "failed": now if fault else None, "fault": fault[:FAULT]}
    Round.objects.filter(name=each.name, lease_owner=owner, done=None).update(**ended)


def worker_worked(name: str, now: datetime) -> None:
    """A worker is alive. Where it was not known yet, those are forgotten that stopped long ago without a word."""
    if Worker.objects.filter(name=name).update(worked=now):
        return
    Worker.objects.filter(worked__lt=now - FORGOTTEN).delete()
    Worker.objects.create(name=name, started=now, worked=now)


def _free(held: Round, each: Registered, now: datetime) -> bool:
    return held.period < each.period(now) if held.done else held.lease_until < now
