"""Keys that sort by when they were made: UUID version 7 (RFC 9562)."""

import secrets
import time
from uuid import UUID


def new_key() -> UUID:
    """A new key: 48 bits of milliseconds since 1970, then version, variant and 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    high = (milliseconds << 16) | 0x7000 | secrets.randbits(12)
    low = (0b10 << 62) | secrets.randbits(62)
    return UUID(int=(high << 64) | low)
