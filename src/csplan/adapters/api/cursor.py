"""The place in a list at which its next page begins: instant and key, as text that a program hands back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import UUID

from csplan.adapters.api.problems import Refused, refused_field

Place: TypeAlias = tuple[datetime | None, UUID]


def cursor_of(at: datetime | None, key: UUID) -> str:
    """The place after what is due, or owed since, this instant."""
    text = f"{int(at.timestamp()) if at else ''} {key.hex}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> Place:
    """The place in the due list that a cursor names. Raises Refused."""
    try:
        return _place(text)
    except (ValueError, OverflowError, OSError):
        raise _refused("after", "next") from None


def read_unpromised_cursor(text: str) -> tuple[datetime, UUID]:
    """The place that a cursor names among what is owed without a promise. Raises Refused."""
    try:
        since, key = _place(text)
    except (ValueError, OverflowError, OSError):
        since = None
    if since is None:
        raise _refused("unpromised_after", "unpromised_next")
    return since, key


def _place(text: str) -> Place:
    seconds, key = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").split(" ")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None, UUID(key)


def _refused(field: str, of: str) -> Refused:
    return refused_field(f"query {field}", "this is no cursor", f"Send '{of}' of the page before, unchanged.")
