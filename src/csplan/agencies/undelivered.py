"""What could not be delivered, or is held for what it says: an administrator tries again, or lets it go."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csplan.agencies.asking import asking_of
from csplan.outbox import queries
from csplan.outbox.actions import let_go, try_again
from csplan.outbox.models import Parcel

SHOWN = 100
DOING: dict[str, tuple[Callable[..., bool], str]] = {
    "again": (try_again, "It is tried again."),
    "let go": (let_go, "Let go. It is not sent, and what it said is forgotten."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def undelivered(request: HttpRequest) -> HttpResponse:
    """The page, and the two things to do on it."""
    asking = asking_of(request)
    if request.method == "POST":
        do, says = DOING.get(request.POST.get("do", ""), (None, ""))
        if do is None:
            raise Http404
        done = do(_parcel(asking.agency.id, request), actor=asking.person.id, now=timezone.now())
        messages.success(request, says if done else "Somebody was first: look what it says now.")
        return redirect("agencies:undelivered")
    found = queries.undelivered(asking.agency.id)
    around = {"parcels": list(found[:SHOWN]), "all": found.count(), "shown": SHOWN}
    return render(request, "agencies/undelivered.html", around)


def _parcel(agency: UUID, request: HttpRequest) -> Parcel:
    try:
        return queries.parcel_of(agency, UUID(request.POST.get("key", "")))
    except (ValueError, Parcel.DoesNotExist):
        raise Http404 from None
