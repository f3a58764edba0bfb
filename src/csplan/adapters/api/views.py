"""The pages on which tokens are made and revoked, and the page that documents the API."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from csplan.adapters.api.actions import TokenTaken, make_token, revoke_token
from csplan.adapters.api.documented import documented
from csplan.adapters.api.door import api
from csplan.adapters.api.forms import TokenForm
from csplan.adapters.api.models import Token
from csplan.adapters.api.problems import TITLES
from csplan.adapters.api.queries import token_of, tokens_of
from csplan.adapters.api.scopes import OPENS, SCOPES
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.days import today_of
from csplan.agencies.queries import offices_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the agency; a new one is shown this once."""
    asking, now = asking_of(request), timezone.now()
    today = today_of(asking.agency, now)
    data = request.POST if request.method == "POST" else None
    form = TokenForm(data, offices=offices_of(asking.agency.id), today=today)
    if form.is_valid():
        try:
            token, text = make_token(form.new_token(), agency=asking.agency, actor=asking.person.id, now=timezone.now())
        except TokenTaken as error:
            form.add_error(None, str(error))
        else:
            return render(request, "api/made.html", {"token": token, "text": text})
    return render(request, "api/tokens.html", _around(asking, form), status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask whether a token is to be revoked, and revoke it."""
    asking = asking_of(request)
    try:
        token = token_of(asking.agency.id, key)
    except Token.DoesNotExist:
        raise Http404 from None
    if request.method != "POST":
        return render(request, "api/revoke.html", {"token": token})
    revoke_token(token, actor=asking.person.id, now=timezone.now())
    messages.success(request, f"Revoked: {token.name}. It opens nothing any more.")
    return redirect("tokens:list")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The documentation of the API, made from its OpenAPI document."""
    around = {"api": documented(api.get_openapi_schema(), OPENS), "scopes": SCOPES.items(), "problems": TITLES.items()}
    return render(request, "api/docs.html", around)


def _around(asking: Asking, form: TokenForm) -> dict[str, Any]:
    today = today_of(asking.agency, timezone.now())
    return {"form": form, "tokens": tokens_of(asking.agency.id), "today": today, "scopes": SCOPES}
