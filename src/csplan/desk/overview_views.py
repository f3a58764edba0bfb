"""How much is open and past due: in the agencies that somebody looks after, and in the offices of one's own agency."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from csplan.agencies.asking import asking_of
from csplan.agencies.queries import agencies_named, offices_of
from csplan.desk.overview import overview_of_agencies, overview_of_offices

ON_A_PAGE: Final = 25


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """How much is open in each agency that a grant names; no contact is shown."""
    asking, now = asking_of(request), timezone.now()
    page = Paginator(agencies_named(asking.region), ON_A_PAGE).get_page(request.GET.get("page"))
    around = {"rows": overview_of_agencies(list(page.object_list), now), "page_of": page}
    return render(request, "desk/agencies.html", {**around, "title": "Agencies", "what": "Agency"})


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """How much is open in each office of one's own agency."""
    asking, now = asking_of(request), timezone.now()
    agency = asking.agency.id
    page = Paginator(offices_of(agency), ON_A_PAGE).get_page(request.GET.get("page"))
    around = {"rows": overview_of_offices(agency, list(page.object_list), now), "page_of": page}
    return render(request, "desk/agencies.html", {**around, "title": "Offices of the agency", "what": "Office"})
