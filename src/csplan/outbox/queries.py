"""Questions about the outbox and about the work done in the background."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Subquery

from csplan.outbox.leases import GIVEN_UP, HELD
from csplan.outbox.models import Parcel, Round, Worker
from csplan.outbox.rounds import registered, round_words

LATE: Final = timedelta(minutes=10)
UNITS: Final = ((1440, "day"), (60, "hour"), (1, "minute"))


@dataclass(frozen=True, slots=True)
class LastWorked:
    """When background work last ran, whether so long ago that everybody must know; in words, a round that failed."""

    at: datetime | None
    late: bool
    ago: str
    failing: str = ""


def last_worked(now: datetime) -> LastWorked:
    """When any worker last ran, and a round that failed when it was last made; by one query."""
    failing = Subquery(_failing().values("name")[:1])
    row = Worker.objects.order_by("-worked").values_list("worked", failing).first()
    if row is None:
        return LastWorked(None, True, "")
    at, name = row
    return LastWorked(at, now - at > LATE, _ago(now - at), round_words(name) if name else "")


def failing_rounds() -> list[str]:
    """The names of the rounds that failed when they were last made."""
    return list(_failing().values_list("name", flat=True))


def _failing() -> QuerySet[Round]:
    """Those that are still made: one that a version no longer has would be told of for ever."""
    return Round.objects.filter(name__in=[each.name for each in registered()]).exclude(fault="").order_by("name")


def _ago(since: timedelta) -> str:
    """A length of time in whole minutes, hours or days."""
    minutes = int(since.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    n, unit = next((minutes // size, unit) for size, unit in UNITS if minutes >= size)
    return f"{n} {unit}{'' if n == 1 else 's'}"


def undelivered(agency: UUID) -> QuerySet[Parcel]:
    """What could not be delivered, or is held for what it says, the latest first."""
    return Parcel.objects.filter(agency=agency, outcome__in=(GIVEN_UP, HELD)).order_by("-ended", "-id")


def parcel_of(agency: UUID, key: UUID) -> Parcel:
    """A parcel of an agency. Raises Parcel.DoesNotExist."""
    return Parcel.objects.get(agency=agency, id=key)


def parcels_to(agency: UUID, kind: str, to: str) -> QuerySet[Parcel]:
    """What was put out to one receiver, the latest first."""
    return Parcel.objects.filter(agency=agency, kind=kind, to=to).order_by("-put_out", "-id")


def counted(agencies: Collection[UUID]) -> dict[str, Any]:
    """How much of these agencies waits, failed at least once, is undelivered; since when the oldest waits."""
    waits = Q(ended=None)
    return Parcel.objects.filter(agency__in=agencies).aggregate(
        waiting=Count("id", filter=waits),
        failing=Count("id", filter=waits & ~Q(reason="")),
        undelivered=Count("id", filter=Q(outcome__in=(GIVEN_UP, HELD))),
        oldest=Min("put_out", filter=waits),
    )


def workers() -> list[Worker]:
    """The workers that ran within the last day, by name."""
    return list(Worker.objects.order_by("name"))


def rounds_made() -> list[Round]:
    """The rounds that were ever begun, by name."""
    return list(Round.objects.order_by("name"))
