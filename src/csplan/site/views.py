"""The way in."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.roles import ANSWERING, FRONT_DESK, SAYS
from csplan.site.context import MORE

FIRST_PAGES: Final = ("desk:office_list", "desk:my_list", "desk:agencies", "agencies:people")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the person's role; where none is made for it yet, what the role is for, in plain words."""
    asking = asking_of(request)
    page = first_page(asking)
    if page is None:
        return render(request, "home.html", _opened(asking))
    return redirect(page)


def first_page(asking: Asking) -> str | None:
    """Their due list for those who answer, the page to log a contact for the front desk, what they lead for others."""
    if ANSWERING.intersection(asking.roles):
        return "desk:my_list"
    if FRONT_DESK in asking.roles:
        return "contacts:log"
    return next((page for page in FIRST_PAGES if page in asking.pages), None)


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """What the person's roles are for, and the pages that are not daily work."""
    return render(request, "more.html", _opened(asking_of(request)))


def _opened(asking: Asking) -> dict[str, Any]:
    """What somebody's roles are for, and the pages that they open beside daily work."""
    listed = [(name, says, what) for name, says, what in MORE if name in asking.pages]
    return {"roles": [(role, SAYS[role]) for role in asking.roles], "listed": listed}
