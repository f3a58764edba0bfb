"""Who follows the absences: the rooms above register what must change when somebody's absence does, or the return.

A follower is called in the transaction of the act, after its ledger entry, and gives how many clocks it has moved:

    follow(calls_follow_leave)
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from csplan.agencies.models import Person

Follower = Callable[[UUID, UUID, Person | None, str, datetime], int]
"""(agency, person who is away, who changed it, why, now) -> the number of contacts whose clocks moved."""

_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Register what is done when an absence is entered, changed or cancelled."""
    if follower not in _followers:
        _followers.append(follower)


def followed(agency: UUID, person: UUID, by: Person | None, why: str, now: datetime) -> int:
    """Let all followers follow; the number of contacts whose clocks moved."""
    return sum(follower(agency, person, by, why, now) for follower in _followers)
