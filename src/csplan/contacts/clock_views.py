"""The pages that pause, resume, extend and take back, and that ask for an extension and decide on it."""

from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from csplan.agencies.asking import asking_of
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.agencies.sent_again import BEFORE
from csplan.clocks.models import Clock, Turn
from csplan.clocks.queries import asked_in
from csplan.clocks.turning import Said
from csplan.contacts.clock_actions import ask_extension as ask
from csplan.contacts.clock_actions import decide_extension as decide
from csplan.contacts.clock_actions import extend, pause, resume, take_back_turn
from csplan.contacts.clock_forms import DecideForm, ExtendForm, TakeBackForm, TurnForm
from csplan.contacts.fields import EARLIER
from csplan.contacts.models import Contact
from csplan.contacts.queries import contacts_on
from csplan.contacts.turn_pages import METHODS, contact_asked, data_of, done
from csplan.core.duration import Duration
from csplan.core.office_calendar import named_zone

MOST_ASKS: Final = 100
ASKS: Final = "Your supervisor sees it and decides. Until then the date stays; the time given is counted on from there."
ASKED: Final = "The extension is asked for. The date stays until it is decided."
PAUSED_ONCE: Final = BEFORE + (
    "If the first was wrong, take that pause back on the page of the contact; then save this."
)
MORE_STILL: Final = BEFORE + (
    "If this much more time is given on top, save it. If the first was wrong, take it back on the page of the contact."
)
ASKED_ONCE: Final = BEFORE + "It waits for a decision. Once that is made, save this to ask again."
DECIDED_ONCE: Final = (
    BEFORE + "What was decided stands; time that was given can be taken back on the page of the contact."
)
TAKEN_BACK_ONCE: Final = BEFORE + "It is taken back, with the reason given first."


@require_http_methods(METHODS)
def pause_clock(request: HttpRequest, key: UUID, clock: UUID) -> HttpResponse:
    """A clock stands still."""
    contact, found = _clock(request, key, clock)
    form = _when_form(request, contact)
    says = "While it is paused it has no due date. The date is counted when it runs again."
    page = {"title": "Pause the clock", "says": says, "clock": found, "done": "The clock is paused."}
    page["before"] = PAUSED_ONCE
    return done(request, contact, form, page, lambda said: pause(contact, found, _at(form), said), partial(_when, form))


@require_http_methods(METHODS)
def resume_clock(request: HttpRequest, key: UUID, clock: UUID) -> HttpResponse:
    """A clock runs again."""
    contact, found = _clock(request, key, clock)
    form = _when_form(request, contact)
    says = "The paused time is not counted."
    page = {"title": "Let the clock run again", "says": says, "clock": found, "done": "The clock runs."}
    page["before"] = PAUSED_ONCE
    return done(
        request, contact, form, page, lambda said: resume(contact, found, _at(form), said), partial(_when, form)
    )


@require_http_methods(METHODS)
def extend_clock(request: HttpRequest, key: UUID, clock: UUID) -> HttpResponse:
    """A clock has more time."""
    contact, found = _clock(request, key, clock)
    form, says = ExtendForm(data_of(request)), "It is counted on from the end of the promised time."
    page = {"title": "Extend the time", "says": says, "clock": found, "done": "The time is extended."}
    page["before"] = MORE_STILL
    return done(request, contact, form, page, partial(_extended, contact, found, form), partial(_more, form))


@require_http_methods(METHODS)
def ask_extension(request: HttpRequest, key: UUID, clock: UUID) -> HttpResponse:
    """Whoever may not extend a clock asks for it."""
    contact, found = _clock(request, key, clock)
    form = ExtendForm(data_of(request))
    page = {"title": "Ask for an extension", "says": ASKS, "clock": found, "done": ASKED, "before": ASKED_ONCE}
    return done(request, contact, form, page, partial(_asked, contact, found, form), partial(_more, form))


@require_http_methods(METHODS)
def decide_extension(request: HttpRequest, key: UUID, turn: UUID) -> HttpResponse:
    """Give an extension that was asked for, or say why not."""
    contact = contact_asked(asking_of(request), key)
    turns = Turn.objects.select_related("clock", "by").filter(agency=contact.agency_id, matter=contact.matter_id)
    found = turns.filter(id=turn, what=Turn.ASK).first()
    if found is None:
        raise Http404
    form = DecideForm(data_of(request))
    says = f"Asked for: {Duration(found.n or 1, found.unit)} more, counted on from the end of the promised time."
    page = {"title": "Decide on an extension", "says": says, "clock": found.clock, "turn": found}
    page |= {"done": "It is decided.", "before": DECIDED_ONCE}

    def act(said: Said) -> Turn:
        return decide(contact, found, said, given=form.cleaned_data["given"] == "yes")

    return done(request, contact, form, page, act, partial(_decided, form))


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The extensions that are asked for in the office and wait for a decision, the oldest first."""
    asking = asking_of(request)
    asks = list(asked_in(asking.agency.id, asking.office)[:MOST_ASKS])
    zone = named_zone(calendar_of(calendar_edition(asking.agency.id, asking.office)).zone)
    today = timezone.now().astimezone(zone).date()
    contacts = contacts_on(asking.agency.id, [each.matter_id for each in asks], today)
    rows = [(each, contacts[each.matter_id], Duration(each.n or 1, each.unit), _wall(each, zone)) for each in asks]
    return render(request, "contacts/asked.html", {"rows": rows})


@require_http_methods(METHODS)
def take_back(request: HttpRequest, key: UUID, turn: UUID) -> HttpResponse:
    """A pause or an extension as if it had never been."""
    contact = contact_asked(asking_of(request), key)
    turns = Turn.objects.select_related("clock").filter(agency=contact.agency_id, matter=contact.matter_id)
    found = turns.filter(id=turn, what__in=(Turn.PAUSE, Turn.EXTEND)).first()
    if found is None:
        raise Http404
    says = f"The date is counted as if there had been no {'pause' if found.what == Turn.PAUSE else 'extension'}."
    page = {"title": "Take it back", "says": says, "clock": found.clock, "turn": found}
    page |= {"done": "It is taken back.", "before": TAKEN_BACK_ONCE}
    return done(request, contact, TakeBackForm(data_of(request)), page, partial(take_back_turn, contact, found))


def _extended(contact: Contact, clock: Clock, form: ExtendForm, said: Said) -> Turn:
    return extend(contact, clock, form.duration(), said)


def _asked(contact: Contact, clock: Clock, form: ExtendForm, said: Said) -> Turn:
    return ask(contact, clock, form.duration(), said)


def _wall(asked: Turn, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """When it was asked, and when its clock is due, on the wall of the office."""
    due = asked.clock.due if asked.clock else None
    return asked.entered.astimezone(zone), due.astimezone(zone) if due else None


def _at(form: TurnForm) -> Any:
    return form.cleaned_data["at"]


def _when(form: TurnForm) -> dict[str, Any]:
    """The instant of a turn, where the form gives one: of just now it gives none."""
    return {"at": _at(form)} if form.cleaned_data["when"] == EARLIER else {}


def _more(form: ExtendForm) -> dict[str, Any]:
    return {"n": form.cleaned_data["n"], "unit": form.cleaned_data["unit"]}


def _decided(form: DecideForm) -> dict[str, Any]:
    return {"what": Turn.EXTEND if form.cleaned_data["given"] == "yes" else Turn.REFUSE}


def _when_form(request: HttpRequest, contact: Contact) -> TurnForm:
    calendar = calendar_of(calendar_edition(contact.agency_id, contact.matter.office_id))
    return TurnForm(data_of(request), zone=named_zone(calendar.zone), now=timezone.now())


def _clock(request: HttpRequest, key: UUID, clock: UUID) -> tuple[Contact, Clock]:
    contact = contact_asked(asking_of(request), key)
    found = Clock.objects.filter(agency=contact.agency_id, matter=contact.matter_id, id=clock).first()
    if found is None:
        raise Http404
    return contact, found
