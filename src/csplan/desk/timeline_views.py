"""The timeline of a case: of one participant with what concerns nobody in particular; of all for who supervises."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.roles import SUPERVISING
from csplan.contacts.happenings import Happening, Of, happenings
from csplan.contacts.models import CaseReference, Contact, Participant
from csplan.contacts.scope import scope_of
from csplan.events.queries import Lag, aim_of
from csplan.events.views import zone_of

ON_A_PAGE: Final = 50
CONTACTS: Final = 500
"""The most contacts that a timeline looks at, the last ones; a case with more is a case to look at elsewhere."""


@require_safe
def of_participant(request: HttpRequest, key: UUID) -> HttpResponse:
    """What happened with one participant, and with nobody's in particular; nothing of the other participant."""
    asking = asking_of(request)
    found = Participant.objects.filter(agency=asking.agency.id, id=key).select_related("case").first()
    if found is None:
        raise Http404
    contacts = _contacts(asking, found.case, Q(participant=found) | Q(participant=None))
    if not any(each.participant_id == key for each in contacts):
        raise Http404
    of = Of(agency=asking.agency.id, case=found.case_id, participant=key, contacts=contacts, zone=zone_of(asking))
    return _page(request, asking, of, {"case": found.case, "whose": found.role})


@require_safe
def of_case(request: HttpRequest, key: UUID) -> HttpResponse:
    """All that happened on a case for who supervises; for others, what concerns neither participant."""
    asking = asking_of(request)
    case = CaseReference.objects.filter(id=key, state=asking.agency.state).first()
    whole = bool(SUPERVISING.intersection(asking.roles))
    contacts = _contacts(asking, case, Q() if whole else Q(participant=None)) if case else ()
    if case is None or not contacts:
        raise Http404
    of = Of(agency=asking.agency.id, case=key, participant=None, contacts=contacts, zone=zone_of(asking))
    return _page(request, asking, of, {"case": case, "whole": whole})


def _contacts(asking: Asking, case: CaseReference, which: Q) -> tuple[Contact, ...]:
    """The contacts of a case that the person who asks may see: their office's, or all of those whom they lead."""
    found = Contact.objects.filter(which, agency=asking.agency.id, case=case)
    if (office := scope_of(asking)) is not None:
        found = found.filter(matter__office=office)
    related = ("entered_by", "participant", "matter")
    return tuple(found.select_related(*related).order_by("-received", "-id")[:CONTACTS])


def _page(request: HttpRequest, asking: Asking, of: Of, around: dict[str, Any]) -> HttpResponse:
    zone, aim = of.zone, aim_of(asking.agency.id)
    shown = Paginator(happenings(of), ON_A_PAGE).get_page(request.GET.get("page"))
    whose = {each.id: each.participant.role for each in of.contacts if each.participant}

    def row(each: Happening) -> tuple[Happening, datetime, datetime, Lag, str]:
        at, entered = each.at.astimezone(zone), each.entered.astimezone(zone)
        return (
            each,
            at,
            entered,
            Lag(entered - (each.since or at), aim),
            whose.get(each.contact, "") if each.contact else "",
        )

    rows = [row(each) for each in shown.object_list]
    return render(request, "desk/timeline.html", {**around, "rows": rows, "page_of": shown, "is_cut": _cut(of)})


def _cut(of: Of) -> bool:
    return len(of.contacts) == CONTACTS
