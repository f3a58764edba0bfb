"""Entering several contacts after an outage, and the sheet to write on meanwhile."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from csplan.agencies.answering import choosable
from csplan.agencies.asking import asking_of
from csplan.agencies.days import today_of
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.contacts.batch import ORDER, Batch, RowForm
from csplan.contacts.kinds import party_kinds
from csplan.contacts.offered import offered_kinds
from csplan.core.office_calendar import named_zone

LINES = 14


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Enter several contacts with the times at which they came in."""
    asking = asking_of(request)
    calendar = calendar_of(calendar_edition(asking.agency.id, asking.office))
    around = {
        "zone": named_zone(calendar.zone),
        "workers": choosable(asking.agency.id, asking.office, today_of(asking.agency, timezone.now())),
    }
    data = request.POST if request.method == "POST" else None
    found = Batch(data, asking, now=timezone.now(), **around)
    if data is not None and not found.adds and found.is_valid():
        saved = found.save()
        if saved:
            messages.success(request, f"Recorded: {len(saved)} contacts." if len(saved) > 1 else "Recorded: 1 contact.")
            return redirect("contacts:batch")
    wrong = data is not None and not found.adds
    return render(request, "contacts/batch.html", {"batch": found, "wrong": wrong}, status=422 if wrong else 200)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """A sheet to print and write on, with the fields of the batch page in their order."""
    fields = [field.label for name, field in RowForm.base_fields.items() if name in ORDER]
    agency = asking_of(request).agency
    offered = offered_kinds(agency.id, today_of(agency, timezone.now())).values()
    around = {"fields": fields, "lines": range(LINES), "kinds": offered, "parties": party_kinds()}
    return render(request, "contacts/sheet.html", {**around, "agency": agency})
