"""The due lists, the page of one contact, and the counts of a region."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.clocks.queries import clocks_of, leading_clocks, told
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.contacts.queries import contact_of
from csplan.contacts.scope import scope_of
from csplan.contacts.told import page_of
from csplan.desk.queries import agency_counts, due_rows, story

ON_A_PAGE: Final = 25
LISTED: Final = 1000
"""The most contacts that a list holds; to count no further keeps a list of 100,000 as quick as one of 1,000."""


@require_safe
def my_list(request: HttpRequest) -> HttpResponse:
    """What the person who asks has promised, the most urgent first."""
    asking = asking_of(request)
    return _list(request, asking, "My due list", asking.person.id)


@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    """What the office has promised, the most urgent first."""
    asking = asking_of(request)
    return _list(request, asking, f"Due list of the office: {asking.person.office}", None)


@require_safe
def contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """One contact with its clocks and its story."""
    asking, now = asking_of(request), timezone.now()
    try:
        found = contact_of(asking.agency.id, scope_of(asking), key)
    except Contact.DoesNotExist:
        raise Http404 from None
    calendar = calendar_of(calendar_edition(asking.agency.id, found.matter.office_id))
    clocks = told(clocks_of(asking.agency.id, [found.matter_id]), asking.agency.id, now)
    said = page_of(found, calendar.zone, now)
    around = {
        "contact": found,
        "kind": kinds()[found.kind],
        "said": said,
        "clocks": clocks,
        "moments": story(found, clocks, said.done, wall_time(calendar, now)),
        **{name: wall_time(calendar, getattr(found, name)) for name in ("received", "entered")},
        "is_open": any(each.clock.is_open for each in clocks),
    }
    return render(request, "desk/contact.html", around)


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """How many clocks run in each agency of the region; no contact is shown."""
    return render(request, "desk/agencies.html", {"rows": agency_counts(asking_of(request).region, timezone.now())})


def _list(request: HttpRequest, asking: Asking, title: str, owner: UUID | None) -> HttpResponse:
    agency, office, now = asking.agency.id, asking.office, timezone.now()
    leading = leading_clocks(agency, office=office, owner=owner)
    page = Paginator(leading[:LISTED], ON_A_PAGE).get_page(request.GET.get("page"))
    calendar = calendar_of(calendar_edition(agency, office))
    around = {
        "title": title,
        "rows": due_rows(list(page.object_list), agency, now),
        "page_of": page,
        "is_cut": page.paginator.count == LISTED,
        "now": wall_time(calendar, now),
        "owners": owner is None,
    }
    return render(request, "desk/due_list.html", around)
