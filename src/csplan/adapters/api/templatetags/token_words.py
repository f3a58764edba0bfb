"""A token in words."""

from datetime import date
from uuid import UUID

from django import template

from csplan.adapters.api.models import Token

register = template.Library()


@register.filter
def tail(key: UUID) -> str:
    """The end of a key, by which two tokens of a name are told apart."""
    return key.hex[-6:]


@register.filter
def state(token: Token, today: date) -> str:
    """Whether a token opens anything today."""
    if token.revoked:
        return f"Revoked on {token.revoked:%-d %b %Y}"
    if today < token.first_day:
        return "Not yet in force"
    if token.last_day and token.last_day < today:
        return "Ended"
    return "In force"
