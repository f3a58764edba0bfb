"""The text of a token: a mark by which leaked ones are found, the token's key, and a secret."""

import re
from hashlib import sha256
from typing import Final
from uuid import UUID

MARK: Final = "csplan"
_SHAPE: Final = re.compile(rf"{MARK}_([0-9a-f]{{32}})_([A-Za-z0-9_-]{{43}})")


def token_text(key: UUID, secret: str) -> str:
    """What a program shows."""
    return f"{MARK}_{key.hex}_{secret}"


def read_token(text: str) -> tuple[UUID | None, str]:
    """The key and the secret of a text; None for one that is no token."""
    found = _SHAPE.fullmatch(text)
    return (UUID(found[1]), found[2]) if found else (None, "")


def secret_digest(secret: str) -> str:
    """The digest under which a secret is kept; of 256 random bits, nothing slower is needed."""
    return sha256(secret.encode()).hexdigest()
