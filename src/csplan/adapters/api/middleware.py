"""The gate of the API: finds the token, speaks for its agency only, and asks of it the scope of the operation."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from csplan.adapters.api.actions import count_use
from csplan.adapters.api.inputs import Asked
from csplan.adapters.api.models import Token
from csplan.adapters.api.problems import Wrong, problem, told_anyhow
from csplan.adapters.api.queries import shown_token
from csplan.adapters.api.scopes import OPENS
from csplan.agencies.roles import ANYONE, MAY
from csplan.agencies.set_up import set_up_known
from csplan.agencies.walls import speaking_for

ROOT: Final = "/api/"
LARGEST: Final = 64 * 1024  # bytes of a body
JSON: Final = "application/json"
Answer = Callable[[HttpRequest], HttpResponse]


class TokenMiddleware:
    """Lets a request to the API in by its token alone: a session opens none of it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; one that is an error tells what is wrong as problem+json."""
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        return told_anyhow(self._answer(request))

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None where the token opens the operation; otherwise what is wrong."""
        if not request.path_info.startswith(ROOT) or _is_open(request):
            return None
        token = getattr(request, "token", None)
        if not isinstance(token, Token):
            return problem(401)
        return _not_opened(request, token) or _bad_body(request) or _unknown_query(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        token = shown_token(_shown(request), now)
        if token is None:
            return self.get_response(request)
        with speaking_for([token.agency_id]):
            used = count_use(token, now)
        if used > settings.CSPLAN_API_PER_MINUTE:
            refused = problem(429, f"This token was used more than {settings.CSPLAN_API_PER_MINUTE} times this minute")
            refused["Retry-After"] = str(60 - now.second)
            return refused
        request.token = token  # type: ignore[attr-defined]  # as Django hangs `user` on it
        with speaking_for([token.agency_id]), set_up_known(token.agency):
            return self.get_response(request)


def _shown(request: HttpRequest) -> str:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _is_open(request: HttpRequest) -> bool:
    return bool(request.resolver_match) and MAY.get(request.resolver_match.view_name) == ANYONE  # type: ignore[union-attr]


def _not_opened(request: HttpRequest, token: Token) -> HttpResponse | None:
    page = request.resolver_match.view_name if request.resolver_match else ""
    if not any(name == page for _, name in OPENS):
        return problem(403)
    needed = OPENS.get((str(request.method), page))
    if needed is None or needed.intersection(token.scopes):
        return None  # a method that the address does not know is told so by the address
    return problem(403, f"This needs the scope {' or '.join(sorted(needed))}; the token has {_words(token)}")


def _bad_body(request: HttpRequest) -> HttpResponse | None:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return problem(413, f"The body is longer than {LARGEST} bytes")
    if request.method == "POST" and request.content_type != JSON:
        return problem(415)
    return None


def _unknown_query(request: HttpRequest) -> HttpResponse | None:
    known = Asked.model_fields if request.resolver_match and request.resolver_match.view_name == "api:due" else ()
    wrong = [
        Wrong(f"query {name}", "the address knows no such parameter", "Leave it out; check its spelling.")
        for name in request.GET
        if name not in known
    ]
    return problem(422, "A parameter is unknown", "", wrong) if wrong else None


def _words(token: Token) -> str:
    return ", ".join(token.scopes) or "none"
