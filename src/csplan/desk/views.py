"""The page of one contact."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from csplan.agencies.asking import asking_of
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.clocks.queries import clocks_of, told
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.contacts.queries import contact_of
from csplan.contacts.scope import scope_of
from csplan.contacts.told import page_of
from csplan.desk.queries import story


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
