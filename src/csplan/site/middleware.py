"""The gate: each request speaks for the agencies of its person only, and sees the pages of its roles only."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone

from csplan.agencies.acts import on_behalf_of
from csplan.agencies.asking import asking_as
from csplan.agencies.models import Person
from csplan.agencies.roles import ANYONE, MAY, TOKEN, may
from csplan.agencies.walls import speaking_for

RENEWED: Final = 60
"""Seconds after which a page begins the idle limit anew; so not each page writes to the database."""
Answer = Callable[[HttpRequest], HttpResponseBase]


class WallsMiddleware:
    """Names who asks, and refuses what is not theirs; a page without a line in the table is refused to all."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, computed behind the walls of the agencies in which the person has a role."""
        if not isinstance(request.user, Person):
            return self.get_response(request)
        _renew(request)
        asking = asking_as(request.user, timezone.localdate())
        request.asking = asking  # type: ignore[attr-defined]  # as Django hangs `user` on it
        with speaking_for(asking.agencies), on_behalf_of(asking.behalf(_page(request))):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """None where the page may be shown; otherwise the way to sign in, or PermissionDenied."""
        page = _page(request)
        asking = getattr(request, "asking", None)
        if MAY.get(page) in (ANYONE, TOKEN) or (asking and may(asking.roles, page)):
            return None
        if asking is None:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied


def _page(request: HttpRequest) -> str:
    """The name of the page asked for, empty for none; looked up here, since Django does so only behind the gate."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _renew(request: HttpRequest) -> None:
    now = int(timezone.now().timestamp())
    if now - int(request.session.get("seen", 0)) >= RENEWED:
        request.session["seen"] = now
