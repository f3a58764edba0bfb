"""The pages of calls out that wait until a person says what they were. They read the time of day."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from csplan.adapters.imports.actions import Decided, decide
from csplan.adapters.imports.models import ATTEMPT, NEITHER, REACHED, Proposal
from csplan.adapters.imports.queries import proposal_of, proposals_for
from csplan.adapters.imports.views import ON_A_PAGE, sentence
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.agencies.roles import LEADING
from csplan.core.errors import CsplanError

DECISIONS: Final = {
    REACHED: "It reached them: the return is recorded.",
    ATTEMPT: "It reached nobody: the attempt is recorded. The clock runs on.",
    NEITHER: "It was about something else: nothing is recorded.",
}


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The calls out that may have answered open contacts: of one's own contacts, or, for who leads, of the office's."""
    asking = asking_of(request)
    owner = None if LEADING.intersection(asking.roles) else asking.person.id
    found = proposals_for(asking.agency.id, asking.office, owner)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "imports/proposals.html", {"page_of": page, "rows": _walled(page.object_list, asking)})


@require_http_methods(["GET", "HEAD", "POST"])
def decided(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what a call out was."""
    asking = asking_of(request)
    try:
        found = proposal_of(asking.agency.id, asking.office, key)
    except Proposal.DoesNotExist:
        raise Http404 from None
    told = _decided(request, found, asking) if request.method == "POST" else ""
    if told is None:
        return redirect("imports:proposals")
    around = {"rows": _walled([found], asking), "told": told}
    return render(request, "imports/decide.html", around, status=422 if request.method == "POST" else 200)


def _decided(request: HttpRequest, proposal: Proposal, asking: Asking) -> str | None:
    """What is wrong with the decision that was sent; None for nothing."""
    decision = request.POST.get("decision", "")
    if decision not in DECISIONS:
        return "Press one of the buttons that say what it was."
    try:
        decide(proposal, decision, by=asking.person, now=timezone.now())
    except Decided as error:
        messages.info(request, sentence(error))
    except CsplanError as error:
        return sentence(error)
    else:
        messages.success(request, DECISIONS[decision])
    return None


def _walled(found: Iterable[Proposal], asking: Asking) -> list[tuple[datetime, Proposal]]:
    calendar = calendar_of(calendar_edition(asking.agency.id, asking.office))
    return [(wall_time(calendar, each.happened), each) for each in found]
