"""The page of what an agency promises: each promise of its plan in force, with its time and its sentence."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from csplan.agencies.asking import asking_of
from csplan.agencies.days import today_of
from csplan.agencies.models import Agency
from csplan.agencies.queries import agencies_named
from csplan.standards.queries import promises_on


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """What one's own agency promises today, or one of those in which one holds a role; no contact is shown."""
    known = agencies_named(asking_of(request).agencies)
    shown = _chosen(known, request.GET.get("agency", ""))
    found = promises_on(shown.id, today_of(shown, timezone.now())) if shown else ()
    return render(request, "standards/promises.html", {"agencies": known, "shown": shown, "promises": found})


def _chosen(known: list[Agency], typed: str) -> Agency | None:
    """The agency asked for, or the only one; None where one is still to be chosen."""
    if not typed:
        return known[0] if len(known) == 1 else None
    try:
        key = UUID(typed)
    except ValueError:
        raise Http404 from None
    found = next((each for each in known if each.id == key), None)
    if found is None:
        raise Http404
    return found
