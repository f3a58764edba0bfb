"""The work of the background, for all agencies: rounds that are due, parcels that are due, each of them once."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from csplan.agencies.models import Agency
from csplan.agencies.walls import speaking_for
from csplan.outbox.doors import NotDelivered, Refused, door_of
from csplan.outbox.faults import place_of
from csplan.outbox.leases import delivered, not_delivered, take_parcel
from csplan.outbox.models import Parcel, Round
from csplan.outbox.queries import counted, failing_rounds, last_worked, rounds_made, workers
from csplan.outbox.rounds import Registered, round_words
from csplan.outbox.turns import due_rounds, round_done, take_round

LOG = logging.getLogger("csplan.work")
Clock = Callable[[], datetime]
ODD = "something went wrong in csplan; its log says where"


def make_rounds(owner: str, clock: Clock) -> Iterator[str]:
    """Make each round that is due and that no other worker has taken; gives its name when it was made."""
    for each in due_rounds(clock()):
        if not take_round(each, owner, clock()):
            continue
        fault = _fault_in(each, clock())
        round_done(each, owner, clock(), fault)
        yield each.name


def deliver_parcels(owner: str, clock: Clock) -> Iterator[bool]:
    """Deliver what is due, one parcel after the other; gives for each whether it has left."""
    agencies = list(Agency.objects.values_list("id", flat=True))
    while (parcel := _taken(agencies, owner, clock())) is not None:
        yield _tried(parcel, clock)


def status(now: datetime) -> dict[str, Any]:
    """How the work in the background goes, over all agencies, as plain data; docs/operations.md tells its shape."""
    last = last_worked(now)
    with speaking_for(agencies := list(Agency.objects.values_list("id", flat=True))):
        outbox = counted(agencies)
    return {
        "last_worked": _text(last.at),
        "late": last.late,
        "workers": [
            {"name": each.name, "started": _text(each.started), "worked": _text(each.worked)} for each in workers()
        ],
        "failing": failing_rounds(),
        "rounds": [_told(each) for each in rounds_made()],
        "outbox": {**outbox, "oldest": _text(outbox["oldest"])},
    }


def _fault_in(each: Registered, now: datetime) -> str:
    """Make a round; the kind of what went wrong in it, or nothing."""
    try:
        each.do(now)
    except Exception as error:
        LOG.error("round %s failed: %s", each.name, place_of(error))
        return type(error).__name__
    return ""


def _told(each: Round) -> dict[str, str | None]:
    told = {"name": each.name, "says": round_words(each.name), "begun": _text(each.begun), "done": _text(each.done)}
    return {**told, "failed": _text(each.failed), "fault": each.fault or None}


def _text(at: datetime | None) -> str | None:
    return at.astimezone(UTC).replace(microsecond=0).isoformat() if at else None


def _taken(agencies: list[UUID], owner: str, now: datetime) -> Parcel | None:
    with speaking_for(agencies):
        return take_parcel(agencies, owner, now)


def _tried(parcel: Parcel, clock: Clock) -> bool:
    """Try one delivery outside any transaction, then say how it ended."""
    error = _error_of(parcel)
    with speaking_for([parcel.agency]):
        if error is None:
            return delivered(parcel, clock())
        not_delivered(parcel, error, clock(), final=isinstance(error, Refused))
        return False


def _error_of(parcel: Parcel) -> NotDelivered | None:
    try:
        door_of(parcel.kind)(parcel)
    except NotDelivered as error:
        return error
    except Exception as error:
        LOG.error("%s %s was not delivered: %s", parcel.kind, parcel.id, place_of(error))
        return NotDelivered(ODD)
    return None
