"""Signatures by which a program knows that csplan calls, and when: those of the Standard Webhooks specification."""

import base64
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"


def new_secret() -> str:
    """A secret of 256 random bits, in the text form of the specification."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed_headers(secrets_: Iterable[str], key: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a call: its id, the second at which it was signed, a signature by each secret."""
    timestamp = str(int(at.timestamp()))
    content = f"{key}.{timestamp}.".encode() + body
    signatures = " ".join(f"v1,{_signature(secret, content)}" for secret in secrets_)
    return {"webhook-id": key, "webhook-timestamp": timestamp, "webhook-signature": signatures}


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, content, "sha256")).decode()
