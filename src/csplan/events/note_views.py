"""The pages of restricted notes: a worker asks, the supervisor's queue, the decision."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.choices import chosen
from csplan.agencies.roles import SUPERVISING
from csplan.agencies.sent_again import BEFORE, ask_again, holds_otherwise
from csplan.contacts.sensitive import masked
from csplan.core.errors import CsplanError
from csplan.events.forms import AskForm, DecisionForm
from csplan.events.models import DECISIONS, RestrictedNote
from csplan.events.notes import ask_about, decide_on
from csplan.events.queries import restricted_note, restricted_queue
from csplan.events.views import LISTED, ON_A_PAGE, contact_asked, zone_of

ASKS_TOO: Final = BEFORE + "If you ask about this too, press the button once more. If not, go back without saving."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the supervisor whether something highly sensitive is entered in the case system."""
    asking = asking_of(request)
    contact = contact_asked(asking, key)
    with_text = bool(chosen(asking.agency.id, "events.restricted_text"))
    form = AskForm(request.POST or None, with_text=with_text)
    if request.method == "POST" and form.is_valid():
        said = {"kept_at": form.cleaned_data["kept_at"], "text": form.cleaned_data.get("text", "")}
        now = timezone.now()
        note = ask_about(contact, **said, by=asking.person, key=form.cleaned_data["key"], now=now)
        if not holds_otherwise(note, said, now):
            messages.success(request, "Your supervisor is asked. Until there is a decision, enter nothing of it.")
            return redirect("events:restricted", key=note.id)
        ask_again(form, ASKS_TOO)
    around = {"form": form, "contact": contact, "procedure": _procedure(asking), "system": asking.agency.case_system}
    return render(request, "events/ask.html", around, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, key: UUID) -> HttpResponse:
    """A restricted note, for its writer and supervisors; a supervisor decides on it."""
    asking = asking_of(request)
    found, decides = _note(asking, key), bool(SUPERVISING.intersection(asking.roles))
    if not decides and found.entered_by_id != asking.person.id:
        return render(request, "events/closed_note.html", {"contact": found.contact})
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and not decides:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            decided, words = request.POST.get("decision", ""), form.cleaned_data["words"]
            decide_on(found, decided, words, by=asking.person, now=timezone.now())
        except CsplanError as error:
            form.add_error(None, f"{str(error)[:1].upper()}{str(error)[1:]}.")
            found = _note(asking, key)
        else:
            messages.success(request, "Your decision is on record; the worker sees it.")
            return redirect("events:restricted_queue")
    return render(request, "events/note.html", _around(asking, found, form), status=422 if form.is_bound else 200)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The restricted notes on which nobody has decided yet, the oldest first; without their texts."""
    asking, zone = asking_of(request), zone_of(asking_of(request))
    page = Paginator(restricted_queue(asking.agency.id, asking.office)[:LISTED], ON_A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    rows = [(each, each.entered.astimezone(zone)) for each in shown.object_list]
    return render(request, "events/queue.html", {"rows": rows, "page_of": shown})


def _around(asking: Asking, found: RestrictedNote, form: DecisionForm) -> dict[str, object]:
    zone = zone_of(asking)
    return {
        "form": form,
        "note": found,
        "text": masked(found.text).text,
        "contact": found.contact,
        "entered": found.entered.astimezone(zone),
        "decided": found.decided.astimezone(zone) if found.decided else None,
        "decisions": DECISIONS,
        "decides": bool(SUPERVISING.intersection(asking.roles)) and not found.decision,
        "procedure": _procedure(asking),
        "system": asking.agency.case_system,
    }


def _procedure(asking: Asking) -> str:
    return str(chosen(asking.agency.id, "events.sensitive_procedure"))


def _note(asking: Asking, key: UUID) -> RestrictedNote:
    try:
        return restricted_note(asking.agency.id, asking.office, key)
    except RestrictedNote.DoesNotExist:
        raise Http404 from None
