"""Periodic work. A room registers its rounds in AppConfig.ready; `csplan work` makes each once a period, anywhere.

    register("desk.digest", "Morning digests", every=timedelta(minutes=5), do=partial(for_each_agency, send_digests))

The name is for programs and logs, the words are for people.

A worker that dies in the middle leaves the round to another one after LEASE, so a round must bear to be made twice:
`put_out` with a key that names what is owed and for when (not the time of day) does nothing twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LEASE: Final = timedelta(minutes=10)
Do = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Registered:
    """A round by its name and in words: how often, and what is done for an instant given as an argument."""

    name: str
    says: str
    every: timedelta
    do: Do

    def period(self, now: datetime) -> int:
        """The number of the period, since 1970, in which an instant lies."""
        return int(now.timestamp() // self.every.total_seconds())


_rounds: dict[str, Registered] = {}


def register(name: str, says: str, *, every: timedelta, do: Do) -> None:
    """Register a round. Raises ValueError where the name is taken or the period is shorter than a second."""
    if name in _rounds:
        raise ValueError(f"there is a round {name!r} already; use another name")
    if every < timedelta(seconds=1):
        raise ValueError("a round is made once a second at most; give a longer period")
    _rounds[name] = Registered(name, says, every, do)


def registered() -> tuple[Registered, ...]:
    """All rounds, in the order in which they were registered."""
    return tuple(_rounds.values())


def round_words(name: str) -> str:
    """What people call a round; its name where this version no longer has it."""
    return _rounds[name].says if name in _rounds else name
