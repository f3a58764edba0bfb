"""What is owed to the case system, and the pages on which an event is written, copied, posted and corrected."""

from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.choices import chosen
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.agencies.roles import SUPERVISING
from csplan.agencies.sent_again import BEFORE, SentBefore, ask_again, holds_otherwise
from csplan.contacts.models import Contact, Masked
from csplan.contacts.queries import contact_of
from csplan.contacts.sensitive import WHO_MAY_LOOK
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import named_zone
from csplan.events.actions import (
    NewEvent,
    Posting,
    post_event,
    post_told,
    record_reveal,
    reword_event,
    text_digest,
    write_event,
)
from csplan.events.blocks import told_block
from csplan.events.demands import demands
from csplan.events.forms import EventForm
from csplan.events.models import COPIED, TYPED, Event
from csplan.events.queries import Lag, aim_of, entry_of, event_of, events_of, lag_of, note_of, owed_by, writers_of

ON_A_PAGE: Final = 25
LISTED: Final = 1000
CHANGED: Final = "You changed the wording. This is how it is entered: copy it above, and press Posted."
REWORDS: Final = BEFORE + "Save or post it below, and these words take the place of the first ones."
CORRECTS: Final = BEFORE + "What was posted stays as it is: say below what is right, as a correction."
CORRECTS_TOO: Final = BEFORE + "If this corrects it too, save it. If not, go back without saving."


class EventBefore(SentBefore):
    """The form wrote an event before, in other words."""

    def __init__(self, event: Event) -> None:
        super().__init__("this form wrote an event before")
        self.event = event


@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """What the person who asks owes to the case system, the oldest first."""
    asking = asking_of(request)
    return _list(request, asking, f"Events you owe to {asking.agency.case_system}", asking.person.id)


@require_safe
def owed_office(request: HttpRequest) -> HttpResponse:
    """What the office owes to the case system, the oldest first."""
    asking = asking_of(request)
    return _list(request, asking, f"Events the office owes to {asking.agency.case_system}", None)


@require_http_methods(["GET", "HEAD", "POST"])
def of_contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """The event of a contact: its text to copy, and that it was posted."""
    asking, now = asking_of(request), timezone.now()
    contact = contact_asked(asking, key)
    block = told_block(asking.agency, contact, zone_of(asking), now, request.POST or None)
    form: EventForm = block["form"]
    if request.method == "POST" and form.is_valid():
        try:
            if event := _done(request, form, contact, asking):
                return _onward(request, event)
        except EventBefore as before:
            return _shown_again(request, before.event, form, asking)
    return render(request, "events/of_contact.html", {**block, "contact": contact}, status=_status(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, key: UUID) -> HttpResponse:
    """One event: its text to copy and post, or what was posted, with corrections."""
    asking, now = asking_of(request), timezone.now()
    found = _event(asking, key)
    form = EventForm(
        request.POST or None,
        zone=zone_of(asking),
        now=now,
        judges=bool(chosen(asking.agency.id, "events.judging")),
        initial={"text": "" if found.posted else entry_of(asking.agency, found.text, found.contact).whole},
    )
    if request.method == "POST" and form.is_valid():
        try:
            if changed := _done_to_event(request, form, found, asking):
                return _onward(request, changed)
        except EventBefore:
            ask_again(form, CORRECTS_TOO)
    return render(request, "events/event.html", _around(request, asking, found, form), status=_status(request, form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is masked of a contact, shown to its writers and to supervisors; that they looked is on record."""
    asking = asking_of(request)
    contact = contact_asked(asking, key)
    may = bool(SUPERVISING.intersection(asking.roles)) or asking.person.id in writers_of(contact)
    around: dict[str, Any] = {"contact": contact, "may": may, "shown": request.method == "POST", "who": WHO_MAY_LOOK}
    if around["shown"]:
        if not may:
            raise PermissionDenied
        record_reveal(f"contact:{contact.id}", agency=asking.agency.id, by=asking.person, now=timezone.now())
        around["texts"] = list(
            Masked.objects.filter(agency=asking.agency.id, contact=contact).order_by("entered", "id")
        )
        around["events"] = [each for each in events_of(asking.agency.id, contact.id) if each.text]
    return render(request, "events/reveal.html", around)


def zone_of(asking: Asking) -> ZoneInfo:
    """The zone of the office of the person who asks."""
    return named_zone(calendar_of(calendar_edition(asking.agency.id, asking.office)).zone)


def _done(request: HttpRequest, form: EventForm, contact: Contact, asking: Asking) -> Event | None:
    """The event of what was pressed; None where something is to be shown first. Raises EventBefore."""
    does, key, by = request.POST.get("do", ""), form.cleaned_data["key"], asking.person
    text = "" if does == "typed" else _words(form, contact, asking, does)
    posted = form.posted() if does in ("typed", "post") else None
    if text is None or form.errors or does not in ("typed", "post", "save"):
        return None
    new = NewEvent(contact=contact, tells=form.keys_told, text=text, quoted=form.confirmed_words)
    try:
        if posted is None:
            return _as_said(write_event(new, by=by, key=key, now=form.now), form, new)
        posting = Posting(at=posted, how=TYPED if does == "typed" else COPIED, reference=form.cleaned_data["reference"])
        return _as_said(post_told(new, posting, by=by, key=key, now=form.now), form, new, posting)
    except CsplanError as error:
        form.add_error(None, _sentence(error))
        return None


def _done_to_event(request: HttpRequest, form: EventForm, found: Event, asking: Asking) -> Event | None:
    """The event after what was pressed; None where something is to be shown first. Raises EventBefore."""
    does, by = request.POST.get("do", ""), asking.person
    typed = does == "typed" and not found.text  # csplan never held it
    text = "" if typed else _words(form, found.contact, asking, does)
    posted = form.posted() if does == "post" or typed else None
    if text is None or form.errors or not (typed or does in ("post", "save", "correct")):
        return None
    try:
        if does == "correct":
            return _corrected(form, found, text, by)
        if text != found.text:
            found = reword_event(found, text, form.confirmed_words, by=by, now=form.now)
        how, reference = TYPED if typed else COPIED, form.cleaned_data["reference"]
        posting = Posting(at=posted, how=how, reference=reference) if posted else None
        return post_event(found, posting, by=by, now=form.now) if posting else found
    except CsplanError as error:
        form.add_error(None, _sentence(error))
        return None


def _corrected(form: EventForm, found: Event, text: str, by: Person) -> Event:
    """A correction of an event. Raises EventBefore."""
    new = NewEvent(contact=found.contact, tells=(), text=text, quoted=form.confirmed_words, corrects=found)
    return _as_said(write_event(new, by=by, key=form.cleaned_data["key"], now=form.now), form, new)


def _as_said(event: Event, form: EventForm, new: NewEvent, posting: Posting | None = None) -> Event:
    """The event that was written; EventBefore where an earlier sending of the form wrote it, in other words."""
    said: dict[str, Any] = {"digest": text_digest(event.id, new.text)}
    if posting:
        said |= {"how": posting.how, "reference": posting.reference}
        said |= {"posted": posting.at} if form.cleaned_data["day"] else {}
    if holds_otherwise(event, said, form.now):
        raise EventBefore(event)
    return event


def _shown_again(request: HttpRequest, event: Event, form: EventForm, asking: Asking) -> HttpResponse:
    """The page of an event with what was typed since it was written: to reword it, or to correct what is posted."""
    ask_again(form, CORRECTS if event.posted else REWORDS)
    found = _event(asking, event.id)
    around = _around(request, asking, found, form) | {"action": reverse("events:event", args=[found.id])}
    return render(request, "events/event.html", around, status=422)


def _words(form: EventForm, contact: Contact, asking: Asking, does: str) -> str | None:
    """The wording that was sent, None with an error at its field."""
    text: str = form.cleaned_data["text"].strip()
    if not text:
        form.add_error("text", "Write what happened.")
    elif (
        form.quoted() is not None and does == "post" and entry_of(asking.agency, text, contact).whole != form.shown_text
    ):
        form.add_error("text", CHANGED)
    return None if form.errors else text


def _onward(request: HttpRequest, event: Event) -> HttpResponse:
    if event.posted is None:
        messages.success(request, "Saved. It is owed until it is posted.")
        return redirect("events:event", key=event.id)
    messages.success(request, "The event is on record as posted.")
    if request.GET.get("from") == "owed":
        return redirect("events:owed")
    return redirect("desk:contact", key=event.contact_id)


def _status(request: HttpRequest, form: EventForm) -> int:
    return 422 if request.method == "POST" and form.errors else 200


def _around(request: HttpRequest, asking: Asking, found: Event, form: EventForm) -> dict[str, Any]:
    text = form.data.get("text", "") if form.is_bound and not found.posted else found.text
    agency, zone = asking.agency, form.zone
    return {
        "form": form,
        "event": found,
        "contact": found.contact,
        "entry": entry_of(agency, text, found.contact),
        "lag": lag_of(found, aim_of(agency.id)),
        "posted": found.posted.astimezone(zone) if found.posted else None,
        "entered": found.entered.astimezone(zone),
        "happened": found.happened.astimezone(zone),
        "corrections": [each for each in events_of(agency.id, found.contact_id) if each.corrects_id == found.id],
        "says": demands(agency.state).says,
        "system": agency.case_system,
        "decided": note_of(found),
    }


def _list(request: HttpRequest, asking: Asking, title: str, person: UUID | None) -> HttpResponse:
    agency, now, zone = asking.agency.id, timezone.now(), zone_of(asking)
    page = Paginator(owed_by(agency, office=asking.office, person=person)[:LISTED], ON_A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    aim = aim_of(agency)
    around = {
        "title": title,
        "rows": [(each, each.since.astimezone(zone), Lag(now - each.since, aim)) for each in shown.object_list],
        "page_of": shown,
        "is_cut": page.count == LISTED,
        "now": wall_time(calendar_of(calendar_edition(agency, asking.office)), now),
        "people": person is None,
        "aim": int(aim.total_seconds()) // 60,
        "system": asking.agency.case_system,
    }
    return render(request, "events/owed.html", around)


def contact_asked(asking: Asking, key: UUID) -> Contact:
    """The contact of a page, of the office of the person who asks. Raises Http404."""
    try:
        return contact_of(asking.agency.id, asking.office, key)
    except Contact.DoesNotExist:
        raise Http404 from None


def _event(asking: Asking, key: UUID) -> Event:
    try:
        return event_of(asking.agency.id, asking.office, key)
    except Event.DoesNotExist:
        raise Http404 from None


def _sentence(error: CsplanError) -> str:
    said = str(error)
    return f"{said[:1].upper()}{said[1:]}."
