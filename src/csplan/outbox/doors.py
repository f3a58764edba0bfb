"""The doors through which parcels leave. A room above opens one for a kind; what goes wrong there has two names."""

from collections.abc import Callable
from typing import Final

from csplan.outbox.models import Parcel

MOST: Final = 300
Deliver = Callable[[Parcel], object]


class NotDelivered(Exception):
    """A delivery failed for now and is tried again. Its text is shown to the agency's administrator."""


class Refused(NotDelivered):
    """A delivery failed for good: no further try would change it."""


class Held(Refused):
    """A parcel is stopped for what it says, before anything has left."""


_doors: dict[str, Deliver] = {}


def opens(kind: str, deliver: Deliver) -> None:
    """Deliver parcels of a kind by a function, which raises NotDelivered. Raises ValueError where the kind is taken."""
    if _doors.get(kind, deliver) is not deliver:
        raise ValueError(f"parcels of kind {kind!r} leave by a door already; use another kind")
    _doors[kind] = deliver


def door_of(kind: str) -> Deliver:
    """The door of a kind. Raises NotDelivered where it has been taken off."""
    try:
        return _doors[kind]
    except KeyError:
        raise NotDelivered(f"no door is open for {kind}") from None
