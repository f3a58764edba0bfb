"""Finding a case, and the page of one participant."""

from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.agencies.roles import LEADING
from csplan.agencies.sent_again import BEFORE, ask_again, holds_otherwise
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact, Participant, Restriction
from csplan.contacts.participants import ChangedMeanwhile, change_needs, end_restriction, restrict
from csplan.contacts.people_forms import EndForm, FindForm, NeedsForm, RestrictForm
from csplan.contacts.queries import (
    all_restrictions,
    case_of,
    contacts_of,
    participant_of,
    participants_on,
    restrictions_on,
)
from csplan.contacts.scope import scope_of
from csplan.contacts.shown import LANGUAGE_LINE, TTY, needs_of, restriction_says
from csplan.contacts.stamps import received_words
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import named_zone
from csplan.standards.answers import answers_in_force

ON_A_PAGE: Final = 25
RESTRICTS_TOO: Final = BEFORE + (
    "If this restriction holds too, save it. If the first one was wrong, end that one on the page of the participant."
)
NEEDS: Final = ("language", "needs_interpreter", "tty", "tty_number")


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a case by its number; its participants are shown apart, each with a page of their own."""
    asking = asking_of(request)
    form = FindForm(posted(request), agency=asking.agency, **wall_of(asking, asking.office))
    around: dict[str, Any] = {"form": form}
    if form.is_valid():
        case = case_of(asking.agency, form.cleaned_data["case_number"])
        around |= {"case": case, "number": form.cleaned_data["case_number"], "looked": True}
        if case:
            around["participants"] = participants_on(asking.agency.id, scope_of(asking), case)
            others = contacts_of(asking.agency.id, scope_of(asking), case=case, participant=None)
            around["others"] = _lines(others[:ON_A_PAGE], form.zone)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contacts/find.html", around, status=status)


@require_safe
def participant(request: HttpRequest, key: UUID) -> HttpResponse:
    """One participant: how they are spoken with, what restricts, and their contacts; nothing of the other's."""
    asking = asking_of(request)
    found, wall = _participant(asking, key), wall_of(asking, asking.office)
    day = wall["now"].astimezone(wall["zone"]).date()
    said = answers_in_force(asking.agency.id, day, (LANGUAGE_LINE, TTY))
    rows = contacts_of(asking.agency.id, scope_of(asking), participant=found)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    around = {
        "participant": found,
        "needs": needs_of(found, said),
        "in_force": [restriction_says(each) for each in restrictions_on(found, day)],
        "restrictions": [(each, restriction_says(each)) for each in all_restrictions(found)],
        "page_of": page,
        "rows": _lines(page.object_list, wall["zone"]),
    }
    return render(request, "contacts/participant.html", around)


@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say how a participant is spoken with."""
    asking = asking_of(request)
    found = _participant(asking, key)
    initial = {name: getattr(found, name) for name in NEEDS} | {"seen": found.edits}
    form = NeedsForm(posted(request), initial=initial, **wall_of(asking, asking.office))
    around = {"form": form, "participant": found, "title": "How this participant is spoken with"}
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            change_needs(found, form.needs(), seen=seen, by=asking.person, now=form.now)
        except ChangedMeanwhile as error:
            around["theirs"] = needs_of(found, {}) or ["Nothing is said any more."]
            form.meanwhile(str(error), found.edits)
        else:
            messages.success(request, "Recorded.")
            return redirect("contacts:participant", key=key)
    return render(request, "contacts/needs.html", around, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def restricted(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record how a participant may be contacted, as somebody decided."""
    asking = asking_of(request)
    found = _participant(asking, key)
    deciders = Person.objects.filter(agency=asking.agency, is_active=True, grants__role__in=LEADING).distinct()
    form = RestrictForm(posted(request), deciders=deciders.order_by("name"), **wall_of(asking, asking.office))
    if form.is_valid():
        new, said = form.restriction(), {"by": asking.person, "key": form.cleaned_data["key"], "now": form.now}
        if not holds_otherwise(restrict(found, new, **said), new.columns(), form.now):
            messages.success(request, "The restriction is recorded.")
            return redirect("contacts:participant", key=key)
        ask_again(form, RESTRICTS_TOO)
    around = {"form": form, "participant": found, "title": "Restrict contact"}
    return render(request, "contacts/needs.html", around, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def restriction_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say on which day a restriction ends."""
    asking = asking_of(request)
    held = Restriction.objects.filter(agency=asking.agency, id=key).select_related("participant__case").first()
    if held is None:
        raise Http404
    form = EndForm(posted(request), **wall_of(asking, asking.office))
    if form.is_valid():
        try:
            end_restriction(held, form.cleaned_data["last_day"], by=asking.person, now=form.now)
        except CsplanError as error:
            form.add_error("last_day", str(error))
        else:
            messages.success(request, "The last day is recorded.")
            return redirect("contacts:participant", key=held.participant_id)
    around = {"form": form, "participant": held.participant, "title": "End a restriction"}
    return render(request, "contacts/needs.html", around, status=422 if form.is_bound else 200)


def _lines(contacts: Any, zone: ZoneInfo) -> list[tuple[Contact, str, str]]:
    """Contacts, each with what it was and when it was received on the wall."""
    return [(each, kinds()[each.kind].says, received_words(each, zone)) for each in contacts]


def _participant(asking: Asking, key: UUID) -> Participant:
    try:
        return participant_of(asking.agency.id, scope_of(asking), key)
    except Participant.DoesNotExist:
        raise Http404 from None


def wall_of(asking: Asking, office: UUID) -> dict[str, Any]:
    """The wall of an office, and the present."""
    calendar = calendar_of(calendar_edition(asking.agency.id, office))
    return {"zone": named_zone(calendar.zone), "now": timezone.now()}


def posted(request: HttpRequest) -> Any:
    """What a form sent, None where a page is only looked at."""
    return request.POST if request.method == "POST" else None
