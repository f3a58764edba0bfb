"""The page that takes a report of the case system: upload, columns, proposals, and what a person confirms of them."""

from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.roles import SUPERVISING
from csplan.core.errors import CsplanError
from csplan.events.models import ReportColumns
from csplan.events.proposals import confirmed, post_confirmed, proposals, remember_columns
from csplan.events.queries import owed_by
from csplan.events.report import BYTES, COLUMNS, NEEDED, header_of, read_report, report_text
from csplan.events.views import zone_of

PROPOSED: Final = 500
"""The most owed events that one report is held to; the oldest first."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """A report is read, held to what is owed, and forgotten; nothing is saved before it is confirmed."""
    asking = asking_of(request)
    does = request.POST.get("do", "")
    try:
        if does == "confirm":
            return _confirmed(request, asking)
        if does in ("upload", "map"):
            return _read(request, asking, does)
    except (CsplanError, ValueError) as error:
        told = str(error) if isinstance(error, CsplanError) else "open the page again"
        return _page(request, asking, {"trouble": f"{told[:1].upper()}{told[1:]}."}, status=422)
    return _page(request, asking, {})


def _read(request: HttpRequest, asking: Asking, does: str) -> HttpResponse:
    text = _sent_text(request, does)
    header = header_of(text)
    columns = _columns(request, asking, does)
    if not set(columns.values()) <= set(header) or not set(NEEDED) <= set(columns) or request.POST.get("anew"):
        wrong = does == "map"
        around = {"content": text, "mapping": [(name, name in NEEDED, columns.get(name, "")) for name in COLUMNS]}
        trouble = "Choose the columns of the case number and of the date." if wrong else ""
        return _page(request, asking, {**around, "header": header, "trouble": trouble}, status=422 if wrong else 200)
    lines, troubles = read_report(text, columns)
    if does == "map":
        remember_columns(columns, by=asking.person, now=timezone.now())
    found = proposals(lines, _owed(asking), zone_of(asking), timezone.now())
    read: dict[str, Any] = {"proposals": found, "troubles": troubles, "lines": len(lines), "key": uuid4(), "read": True}
    return _page(request, asking, read)


def _confirmed(request: HttpRequest, asking: Asking) -> HttpResponse:
    chosen = [confirmed(value) for value in request.POST.getlist("post")]
    key = UUID(request.POST.get("key", ""))
    count = post_confirmed(chosen, office=asking.office, by=asking.person, key=key, now=timezone.now())
    messages.success(request, f"{count} event{'' if count == 1 else 's'} recorded as posted. The report is not kept.")
    return redirect("events:owed")


def _sent_text(request: HttpRequest, does: str) -> str:
    if does == "map":
        return report_text(request.POST.get("content", "").encode())
    file = request.FILES.get("file")
    return report_text(file.read(BYTES + 1) if file else b"")


def _columns(request: HttpRequest, asking: Asking, does: str) -> dict[str, str]:
    if does == "map":
        return {name: value for name in COLUMNS if (value := request.POST.get(f"column_{name}", ""))}
    known = ReportColumns.objects.filter(agency=asking.agency.id).first()
    return dict(known.columns) if known else {}


def _owed(asking: Asking) -> Any:
    """What a supervisor may confirm for the office, and anybody for themselves."""
    person = None if SUPERVISING.intersection(asking.roles) else asking.person.id
    return owed_by(asking.agency.id, office=asking.office, person=person)[:PROPOSED]


def _page(request: HttpRequest, asking: Asking, around: dict[str, Any], status: int = 200) -> HttpResponse:
    known = ReportColumns.objects.filter(agency=asking.agency.id).first()
    held = {"system": asking.agency.case_system, "known": known.columns if known else {}}
    return render(request, "events/report.html", {**held, **around}, status=status)
