"""The gate: each request speaks for the agencies of its person only, and sees the pages of its roles only."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from csplan.agencies.acts import on_behalf_of
from csplan.agencies.asking import Asking, asking_as
from csplan.agencies.days import today_of
from csplan.agencies.models import Person
from csplan.agencies.queries import NoCalendar
from csplan.agencies.roles import ANYONE, MAY, MY_SIGN_IN, TOKEN, may
from csplan.agencies.set_up import set_up_known
from csplan.agencies.signing_in import needs_second_factor
from csplan.agencies.typed import forget_typed, keep_typed, remember_typist
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
        _end_long_session(request)
        if not isinstance(request.user, Person):
            return self.get_response(request)
        _renew(request)
        asking = asking_as(request.user, today_of(request.user.agency, timezone.now()))
        request.asking = asking  # type: ignore[attr-defined]  # as Django hangs `user` on it
        behalf = asking.behalf(_page(request)) if asking.manager else None
        with speaking_for(asking.agencies), set_up_known(asking.agency), on_behalf_of(behalf):
            answer = self.get_response(request)
        remember_typist(request, answer)
        return answer

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """None where the page may be shown; otherwise the way to sign in, or PermissionDenied."""
        page = request.resolver_match.view_name if request.resolver_match else ""
        asking = getattr(request, "asking", None)
        if MAY.get(page) in (ANYONE, TOKEN):
            return None
        if asking is None:
            return _to_sign_in(request, page)
        if not may(asking.roles, page):
            raise PermissionDenied
        return _before_all_else(request, asking, page)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """For an office without a calendar, who can confirm one; nothing can be counted there until then."""
        if not isinstance(error, NoCalendar):
            return None
        return render(request, "no_calendar.html", status=409)


def _to_sign_in(request: HttpRequest, page: str) -> HttpResponseBase:
    """The page to sign in; then the page asked for, or the form that was sent, with what was typed."""
    if request.method != "POST" or page not in MAY:
        return redirect_to_login(request.get_full_path())
    keep_typed(request, timezone.now())
    return redirect_to_login(reverse("agencies:typed"))


def _before_all_else(request: HttpRequest, asking: Asking, page: str) -> HttpResponseBase | None:
    if page not in (*MY_SIGN_IN, "agencies:my_password") and needs_second_factor(request, asking.person):
        return redirect("mfa_index")
    if request.method == "POST" and page != "agencies:typed":
        forget_typed(request)  # it was sent again, or other work has begun
    return None


def _page(request: HttpRequest) -> str:
    """The name of the page asked for, empty for none; looked up here, since Django does so only behind the gate."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _end_long_session(request: HttpRequest) -> None:
    """Sign out who signed in too many hours ago, however busy."""
    began = request.session.get("began")
    hours = settings.CSPLAN_SESSION_HOURS
    if began is not None and timezone.now().timestamp() - began >= hours * 3600:
        logout(request)


def _renew(request: HttpRequest) -> None:
    now = int(timezone.now().timestamp())
    request.session.setdefault("began", now)
    if now - int(request.session.get("seen", 0)) >= RENEWED:
        request.session["seen"] = now
