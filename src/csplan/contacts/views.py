"""The page to log a call, and the pages that record a try to answer one."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.queries import calendar_edition, calendar_of, workers_of
from csplan.agencies.roles import FRONT_DESK
from csplan.contacts.actions import record_attempt, record_contact, record_return
from csplan.contacts.forms import AttemptForm, LogForm
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.contacts.queries import contact_of
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import named_zone

ATTEMPT = ("attempt", "Attempt reached nobody", "The attempt is recorded. The clock runs on.")
RETURN = ("returned", "Call returned", "The return is recorded.")


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Log one call or voice mail."""
    asking = asking_of(request)
    form = _log_form(request, asking)
    if request.method == "POST" and form.is_valid():
        try:
            contact = record_contact(
                form.new_contact(),
                office=asking.office,
                by=asking.person,
                key=form.cleaned_data["key"],
                now=form.now,
            )
        except CsplanError as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, f"Recorded: {kinds()[contact.kind].says}.")
            return redirect("desk:contact", key=contact.id)
    status = 422 if form.is_bound else 200
    return render(request, "contacts/log.html", {"form": form, "kinds": kinds().values()}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record a try that reached nobody; the clock runs on."""
    return _answered(request, key, ATTEMPT)


@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record that somebody was reached; this meets the clocks of the call."""
    return _answered(request, key, RETURN)


def _answered(request: HttpRequest, key: UUID, what: tuple[str, str, str]) -> HttpResponse:
    asking = asking_of(request)
    contact = _contact(asking, key)
    calendar = calendar_of(calendar_edition(asking.agency.id, asking.office))
    data = request.POST if request.method == "POST" else None
    form = AttemptForm(data, zone=named_zone(calendar.zone), now=timezone.now(), received=contact.received)
    if form.is_valid():
        record = record_return if what is RETURN else record_attempt
        try:
            record(contact, form.new_attempt(), by=asking.person, key=form.cleaned_data["key"], now=form.now)
        except CsplanError as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, what[2])
            return redirect("desk:contact", key=contact.id)
    around = {"form": form, "contact": contact, "title": what[1], "meets": what is RETURN}
    return render(request, "contacts/answered.html", around, status=422 if form.is_bound else 200)


def _contact(asking: Asking, key: UUID) -> Contact:
    try:
        contact = contact_of(asking.agency.id, asking.office, key)
    except Contact.DoesNotExist:
        raise Http404 from None
    if not kinds()[contact.kind].owes:
        raise PermissionDenied
    return contact


def _log_form(request: HttpRequest, asking: Asking) -> LogForm:
    calendar = calendar_of(calendar_edition(asking.agency.id, asking.office))
    return LogForm(
        request.POST if request.method == "POST" else None,
        zone=named_zone(calendar.zone),
        now=timezone.now(),
        agency=asking.agency,
        workers=workers_of(asking.agency.id, asking.office),
        myself=asking.person,
        owner=None if FRONT_DESK in asking.roles else asking.person,
    )
