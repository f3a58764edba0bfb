"""The page of one contact."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from csplan.agencies.asking import asking_of
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.agencies.queue import queue_key
from csplan.clocks.queries import clocks_of, told
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.contacts.queries import contact_of
from csplan.contacts.scope import scope_of
from csplan.contacts.stamps import received_words
from csplan.contacts.told import page_of
from csplan.core.office_calendar import named_zone
from csplan.desk.queries import story


@require_safe
def contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """One contact with its clocks and its story."""
    asking, now = asking_of(request), timezone.now()
    try:
        found = contact_of(asking.agency.id, scope_of(asking), key)
    except Contact.DoesNotExist:
        raise Http404 from None
    return render(request, "desk/contact.html", _around(found, now))


def _around(contact: Contact, now: datetime) -> dict[str, Any]:
    """What its page shows of a contact."""
    agency = contact.agency_id
    calendar = calendar_of(calendar_edition(agency, contact.matter.office_id))
    clocks = told(clocks_of(agency, [contact.matter_id]), agency, now)
    said = page_of(contact, calendar.zone, now)
    return {
        "contact": contact,
        "kind": kinds()[contact.kind],
        "said": said,
        "clocks": clocks,
        "moments": story(contact, clocks, said.done, wall_time(calendar, now)),
        **{name: wall_time(calendar, getattr(contact, name)) for name in ("happened", "received", "entered")},
        "came_in": received_words(contact, named_zone(calendar.zone)),
        "is_left": _is_left(contact),
        "is_open": any(each.clock.is_open for each in clocks),
    }


def _is_left(contact: Contact) -> bool:
    """Whether it was left for the office, and nobody has taken it."""
    return contact.matter.owner_id == queue_key(contact.matter.office_id)
