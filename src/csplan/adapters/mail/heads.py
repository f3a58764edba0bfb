"""Sends signed heads of the ledger by mail, to be kept where the database's administrators cannot reach them."""

from typing import Final

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from csplan.adapters.mail.sending import hand_over
from csplan.ledger.heads import BadHeads
from csplan.outbox.doors import NotDelivered

TEXT: Final = """\
Attached is where the ledger of each agency ended at {at}, signed: {n} in all.

Keep this mail. Whoever cuts or rebuilds a ledger later is found by it: save the attachment, and run
`csplan ledger verify --heads {name} --public FILE` with the public key.
"""


def check_address(to: str) -> None:
    """Raises BadHeads for what is no mail address."""
    try:
        validate_email(to)
    except ValidationError:
        raise BadHeads(f"{to!r} is no mail address; give one such as auditor@example.gov") from None


def send_heads(lines: str, to: str, at: str) -> None:
    """Send the lines of a file of heads, signed at an instant (2026-11-25T22:45:00Z). Raises BadHeads."""
    name = f"heads-{at.replace(':', '')}.jsonl"
    text = TEXT.format(at=at, n=lines.count("\n"), name=name)
    message = EmailMessage(f"Signed heads of the ledger, {at}", text, to=[to])
    message.attach(name, lines.encode(), "application/jsonl")
    try:
        hand_over(message)
    except NotDelivered as error:
        raise BadHeads(f"the heads have not left by mail: {error}") from None
