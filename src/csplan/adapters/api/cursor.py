"""The place in a list at which its next page begins: due instant and key, as text that a program hands back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID

from csplan.adapters.api.problems import refused_field
from csplan.clocks.models import Clock


def cursor_of(clock: Clock) -> str:
    """The place after a clock."""
    text = f"{int(clock.due.timestamp()) if clock.due else ''} {clock.id.hex}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[datetime | None, UUID]:
    """The place that a cursor names. Raises Refused."""
    try:
        seconds, key = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").split(" ")
        return datetime.fromtimestamp(int(seconds), UTC) if seconds else None, UUID(key)
    except (ValueError, OverflowError, OSError):
        raise refused_field("query after", "this is no cursor", "Send 'next' of the page before, unchanged.") from None
