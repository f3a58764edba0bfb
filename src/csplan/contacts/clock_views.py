"""The pages that pause, resume, extend and take back, and that hand a contact, or all of a person's, over."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from csplan.agencies.answering import answerers
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.days import today_of
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.clocks.models import Clock, Turn
from csplan.clocks.queries import asked_in, last_hand_over
from csplan.clocks.turning import Overtaken, Said
from csplan.contacts.clock_actions import ask_extension as ask
from csplan.contacts.clock_actions import decide_extension as decide
from csplan.contacts.clock_actions import (
    extend,
    hand_all_over,
    hand_contact_over,
    open_set,
    pause,
    resume,
    take_back_turn,
    take_contact,
)
from csplan.contacts.clock_forms import (
    DecideForm,
    ExtendForm,
    HandAllOverForm,
    HandOverForm,
    KeyForm,
    TakeBackForm,
    TurnForm,
)
from csplan.contacts.fields import WhenForm
from csplan.contacts.models import Contact
from csplan.contacts.open_contacts import open_contacts_of, people_with_open_contacts
from csplan.contacts.queries import contact_of, contacts_on
from csplan.core.duration import Duration
from csplan.core.errors import BadInstant, CsplanError
from csplan.core.office_calendar import named_zone

AnyForm = KeyForm | WhenForm
METHODS: Final = ["GET", "HEAD", "POST"]
MOST_ASKS: Final = 100
ASKS: Final = "Your supervisor sees it and decides. Until then the date stays; the time given is counted on from there."


@require_http_methods(METHODS)
def pause_clock(request: HttpRequest, key: UUID, clock: UUID) -> HttpResponse:
    """A clock stands still."""
    contact, found = _clock(request, key, clock)
    form = _when_form(request, contact)
    page = {
        "title": "Pause the clock",
        "says": "While it is paused it has no due date. The date is counted when it runs again.",
        "clock": found,
    }
    return _done(
        request, contact, form, page, "The clock is paused.", lambda said: pause(contact, found, _at(form), said)
    )


@require_http_methods(METHODS)
def resume_clock(request: HttpRequest, key: UUID, clock: UUID) -> HttpResponse:
    """A clock runs again."""
    contact, found = _clock(request, key, clock)
    form = _when_form(request, contact)
    page = {"title": "Let the clock run again", "says": "The paused time is not counted.", "clock": found}
    return _done(request, contact, form, page, "The clock runs.", lambda said: resume(contact, found, _at(form), said))


@require_http_methods(METHODS)
def extend_clock(request: HttpRequest, key: UUID, clock: UUID) -> HttpResponse:
    """A clock has more time."""
    contact, found = _clock(request, key, clock)
    form = ExtendForm(_data(request))
    page = {"title": "Extend the time", "says": "It is counted on from the end of the promised time.", "clock": found}
    return _done(request, contact, form, page, "The time is extended.", partial(_extended, contact, found, form))


@require_http_methods(METHODS)
def ask_extension(request: HttpRequest, key: UUID, clock: UUID) -> HttpResponse:
    """Whoever may not extend a clock asks for it."""
    contact, found = _clock(request, key, clock)
    form = ExtendForm(_data(request))
    page = {"title": "Ask for an extension", "says": ASKS, "clock": found}
    act = partial(_asked, contact, found, form)
    return _done(request, contact, form, page, "The extension is asked for. The date stays until it is decided.", act)


@require_http_methods(METHODS)
def decide_extension(request: HttpRequest, key: UUID, turn: UUID) -> HttpResponse:
    """Give an extension that was asked for, or say why not."""
    contact = _contact(asking_of(request), key)
    turns = Turn.objects.select_related("clock", "by").filter(agency=contact.agency_id, matter=contact.matter_id)
    found = turns.filter(id=turn, what=Turn.ASK).first()
    if found is None:
        raise Http404
    form = DecideForm(_data(request))
    says = f"Asked for: {Duration(found.n or 1, found.unit)} more, counted on from the end of the promised time."
    page = {"title": "Decide on an extension", "says": says, "clock": found.clock, "turn": found}

    def act(said: Said) -> object:
        return decide(contact, found, said, given=form.cleaned_data["given"] == "yes")

    return _done(request, contact, form, page, "It is decided.", act)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The extensions that are asked for in the office and wait for a decision, the oldest first."""
    asking = asking_of(request)
    asks = list(asked_in(asking.agency.id, asking.office)[:MOST_ASKS])
    contacts = contacts_on(asking.agency.id, [each.matter_id for each in asks])
    zone = named_zone(calendar_of(calendar_edition(asking.agency.id, asking.office)).zone)
    rows = [(each, contacts[each.matter_id], Duration(each.n or 1, each.unit), _wall(each, zone)) for each in asks]
    return render(request, "contacts/asked.html", {"rows": rows})


@require_http_methods(METHODS)
def take_back(request: HttpRequest, key: UUID, turn: UUID) -> HttpResponse:
    """A pause or an extension as if it had never been."""
    contact = _contact(asking_of(request), key)
    turns = Turn.objects.select_related("clock").filter(agency=contact.agency_id, matter=contact.matter_id)
    found = turns.filter(id=turn, what__in=(Turn.PAUSE, Turn.EXTEND)).first()
    if found is None:
        raise Http404
    says = f"The date is counted as if there had been no {'pause' if found.what == Turn.PAUSE else 'extension'}."
    page = {"title": "Take it back", "says": says, "clock": found.clock, "turn": found}
    act = partial(take_back_turn, contact, found)
    return _done(request, contact, TakeBackForm(_data(request)), page, "It is taken back.", act)


@require_http_methods(METHODS)
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody else answers for a contact; its clocks run on as they ran."""
    asking = asking_of(request)
    contact = _contact(asking, key)
    owner = contact.matter.owner_id
    form = HandOverForm(_data(request), offered=_offered(asking, but=owner), owner=owner)
    says = f"{contact.matter.owner} answers for it now. Its clocks run on as they ran: the customer notices nothing."
    page = {"title": "Hand over", "says": says}

    def act(said: Said) -> object:
        to, seen = form.cleaned_data["to"], form.cleaned_data["seen"]
        return hand_contact_over(contact, to, said, seen=seen)

    return _done(request, contact, form, page, "It is handed over.", act)


@require_POST
def take(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whoever presses answers for what was left for the office; who comes second is told who did."""
    asking = asking_of(request)
    contact = _contact(asking, key)
    try:
        take_contact(contact, asking.person, timezone.now())
    except Overtaken:
        messages.warning(request, f"{contact.matter.owner} answers for it already.")
    else:
        messages.success(request, "You answer for it now. Its clocks run on as they ran.")
    return redirect("desk:contact", key=contact.id)


@require_http_methods(METHODS)
def hand_over_all(request: HttpRequest) -> HttpResponse:
    """Somebody else answers for everything open of one person, after a look at how much that is."""
    asking, data = asking_of(request), _data(request)
    agency, office = asking.agency.id, asking.office
    people = people_with_open_contacts(agency, office)
    form = HandAllOverForm(data, offered=_offered(asking), people=people, initial=request.GET.dict())
    around: dict[str, Any] = {"form": form, "seen": ""}
    if data is None or not form.is_valid():
        return render(request, "contacts/hand_over_all.html", around, status=422 if data else 200)
    contacts = open_contacts_of(agency, office, form.cleaned_data["whose"].id)
    seen = open_set(contacts)
    if data.get("step") == "confirm" and form.cleaned_data["seen"] == seen:
        said = Said(**_said(form), by=asking.person, now=timezone.now())
        count = hand_all_over(contacts, form.cleaned_data["to"], said)
        messages.success(request, f"{count} handed over to {form.cleaned_data['to']}.")
        return redirect("desk:office_list")
    overtaken = data.get("step") == "confirm"
    around |= {"count": len(contacts), "seen": seen, "overtaken": overtaken, "previewed": True}
    return render(request, "contacts/hand_over_all.html", around, status=409 if overtaken else 200)


def _offered(asking: Asking, but: UUID | None = None) -> dict[str, Any]:
    """Who answers contacts of the office, to hand one over to."""
    agency, office, now = asking.agency.id, asking.office, timezone.now()
    people = answerers(agency, office, today_of(asking.agency, now))
    people = people.exclude(id=but) if but else people
    return {"people": people, "agency": agency, "office": office, "now": now}


def _done(
    request: HttpRequest,
    contact: Contact,
    form: AnyForm,
    page: Mapping[str, Any],
    done: str,
    act: Callable[[Said], object],
) -> HttpResponse:
    """The act done and the contact shown, or the form with what is wrong."""
    status, overtaken = (422 if form.is_bound else 200), None
    if form.is_valid():
        try:
            act(Said(**_said(form), by=asking_of(request).person, now=timezone.now()))
        except Overtaken as error:
            status, overtaken = 409, str(error)
        except CsplanError as error:
            field = "day" if isinstance(error, BadInstant) and "day" in form.fields else None
            form.add_error(field, f"{str(error)[:1].upper()}{str(error)[1:]}.")
        else:
            messages.success(request, done)
            return redirect("desk:contact", key=contact.id)
    around = {"form": form, "contact": contact, "overtaken": overtaken, **page}
    if overtaken:
        around |= _as_it_now_is(contact, form)
    return render(request, "contacts/turn.html", around, status=status)


def _as_it_now_is(contact: Contact, form: AnyForm) -> dict[str, Any]:
    """What somebody else has done in between, and the form as it may be sent again over it."""
    contact.matter.refresh_from_db()
    owner = contact.matter.owner
    form.data = {**form.data.dict(), "seen": str(owner.id)}  # type: ignore[attr-defined]
    return {"last": last_hand_over(contact.agency_id, contact.matter_id), "owner": owner}


def _said(form: AnyForm) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "key": form.cleaned_data["key"]}


def _extended(contact: Contact, clock: Clock, form: ExtendForm, said: Said) -> Turn:
    return extend(contact, clock, form.duration(), said)


def _asked(contact: Contact, clock: Clock, form: ExtendForm, said: Said) -> Turn:
    return ask(contact, clock, form.duration(), said)


def _wall(asked: Turn, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """When it was asked, and when its clock is due, on the wall of the office."""
    due = asked.clock.due if asked.clock else None
    return asked.entered.astimezone(zone), due.astimezone(zone) if due else None


def _at(form: WhenForm) -> Any:
    return form.cleaned_data["at"]


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _when_form(request: HttpRequest, contact: Contact) -> TurnForm:
    calendar = calendar_of(calendar_edition(contact.agency_id, contact.matter.office_id))
    return TurnForm(_data(request), zone=named_zone(calendar.zone), now=timezone.now())


def _contact(asking: Asking, key: UUID) -> Contact:
    try:
        return contact_of(asking.agency.id, asking.office, key)
    except Contact.DoesNotExist:
        raise Http404 from None


def _clock(request: HttpRequest, key: UUID, clock: UUID) -> tuple[Contact, Clock]:
    contact = _contact(asking_of(request), key)
    found = Clock.objects.filter(agency=contact.agency_id, matter=contact.matter_id, id=clock).first()
    if found is None:
        raise Http404
    return contact, found
