"""The token of a request, as the gate has found it out, for operations and for the OpenAPI document."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from csplan.adapters.api.models import Token


class ByToken(HttpBearer):
    """A token in the header Authorization; the gate has verified it."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token that the gate has found."""
        found = getattr(request, "token", None)
        return found if isinstance(found, Token) else None


def token_in(request: HttpRequest) -> Token:
    """The token of a request that has passed the gate."""
    found = getattr(request, "token", None)
    assert isinstance(found, Token), "the gate lets no request in without a token"
    return found
