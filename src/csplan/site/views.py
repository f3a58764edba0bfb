"""The way in."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from csplan.agencies.asking import asking_of

FIRST_PAGES: Final = ("desk:my_list", "desk:agencies")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the person's role."""
    asking = asking_of(request)
    page = next((page for page in FIRST_PAGES if page in asking.pages), None)
    if page is None:
        raise PermissionDenied
    return redirect(page)
