"""The page to log a contact, and the pages that record what was done with one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from csplan.agencies.answering import AnswersNothing, answerers, owners
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.days import today_of
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.agencies.roles import FRONT_DESK
from csplan.agencies.sent_again import SentBefore, ask_again
from csplan.contacts.actions import is_masked, record_attempt, record_contact, record_return
from csplan.contacts.another import RecordedAlready
from csplan.contacts.answer_forms import AnswerForm, AttemptForm, HandlingForm, ReturnForm
from csplan.contacts.answered import AnsweredMeanwhile, recorded_on
from csplan.contacts.fields import EARLIER
from csplan.contacts.forms import LogForm
from csplan.contacts.handling import record_handling
from csplan.contacts.kinds import handlings, kinds
from csplan.contacts.models import Attempt, Contact, Handling, Masked
from csplan.contacts.open_contacts import is_open
from csplan.contacts.queries import attempts_on, contact_of
from csplan.contacts.said import NewAttempt, NewContact, NewHandling
from csplan.contacts.scope import scope_of
from csplan.contacts.sensitive import NOTICE
from csplan.contacts.sent_again import ANOTHER, HAPPENED_TOO, answered_otherwise, says_otherwise
from csplan.contacts.shown import Group, buttons, known_to
from csplan.contacts.stamps import first_moment
from csplan.contacts.told import Done, done_of
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import named_zone

ATTEMPT: Final = "Attempt reached nobody"
RETURN: Final = "Call returned"
MEETS: Final = "Somebody was reached. This meets the clocks of the call."
ANSWERS: Final = "Somebody was reached. The contact is answered, and stands on no list any more."
NOBODY: Final = "Nobody was reached."
RUNS_ON: Final = f"{NOBODY} The clocks run on."
FOLLOWED: Final = "Followed up: reached"
ADDS: Final = "Nothing is owed on this contact: it is added to its record and changes nothing else."
LOOK_UP: Final = "look_up"
UNPROMISED: Final = (
    " No promise in force binds it, so no date runs. An answer is owed all the same: it stands on the list of who"
    ' answers for it, under "Unanswered, without a promise", until that is recorded.'
)


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Log one contact; or look up what is known of its case, and save nothing."""
    asking = asking_of(request)
    form = _log_form(request, asking)
    new = form.new_contact() if form.is_bound and form.is_valid() else None
    contact = _logged(form, new, asking) if new else None
    if new and contact:
        if says_otherwise(contact, new, form.now, timed=bool(form.cleaned_data["earlier"])):
            ask_again(form, ANOTHER)
        else:
            messages.success(request, f"Recorded: {kinds()[contact.kind].says}.{said_of_no_promise(contact)}")
            if is_masked(new):
                messages.warning(request, NOTICE)
            return redirect("desk:contact", key=contact.id)
    form.focus_on_error()
    around = {"form": form, "groups": _buttons(asking, form.now), "known": known_to(asking, request.POST, form.now)}
    return render(request, "contacts/log.html", around, status=422 if form.is_bound else 200)


@require_POST
def known(request: HttpRequest) -> HttpResponse:
    """The part of the log page that says what is known of the case typed, while it is being typed."""
    found = known_to(asking_of(request), request.POST, timezone.now())
    return render(request, "contacts/known.html", {"known": found})


@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record a try that reached nobody; the clock runs on."""
    contact = _called_back(asking_of(request), key)
    form = AttemptForm(_posted(request), **_shown(contact))
    explains = (NOBODY if contact.matter.unpromised else RUNS_ON) if is_open(contact) else f"{NOBODY} {ADDS}"
    around = {"form": form, "contact": contact, "title": ATTEMPT, "explains": explains}
    return _answered(request, around, record_attempt, form.new_attempt)


@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record that somebody was reached; this meets the clocks of the call."""
    contact = _called_back(asking_of(request), key)
    form = ReturnForm(_posted(request), contact=contact, **_shown(contact))
    explains = (ANSWERS if contact.matter.unpromised else MEETS) if is_open(contact) else ADDS
    around = {"form": form, "contact": contact, "title": _reached(contact), "explains": explains}
    return _answered(request, around, record_return, form.new_attempt)


@require_http_methods(["GET", "HEAD", "POST"])
def handled(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Record something done with a letter, an e-mail or a visit; or a note on any contact."""
    contact, handling = _contact(asking_of(request), key), handlings().get(what.replace("-", " "))
    if handling is None or not handling.fits(kinds()[contact.kind]):
        raise Http404
    workers = answerers(contact.agency_id, contact.matter.office_id, today_of(contact.agency, timezone.now()))
    asked: dict[str, Any] = {"handling": handling, "workers": workers, "contact": contact}
    form = HandlingForm(_posted(request), **asked, **_shown(contact))
    around = {"form": form, "contact": contact, "title": handling.offers, "done": handling.says}
    around["explains"] = handling.means
    return _answered(request, around, record_handling, form.new_handling)


def said_of_no_promise(contact: Contact) -> str:
    """Where a contact stands that no promise in force binds; nothing of the others."""
    return UNPROMISED if contact.matter.unpromised else ""


def _answered(
    request: HttpRequest,
    around: dict[str, Any],
    record: Callable[..., Attempt | Handling],
    said: Callable[[], NewAttempt | NewHandling],
) -> HttpResponse:
    """The page of a form about a contact; where all is right, what it says is recorded."""
    form, contact = around["form"], around["contact"]
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            _keep(record, contact, said(), form, asking_of(request).person)
        except AnsweredMeanwhile:
            status, around = 409, {**around, "theirs": _theirs(form, contact)}
        except SentBefore:
            around = {**around, "theirs": _theirs(form, contact), "before": True}
            ask_again(form, HAPPENED_TOO)
        except CsplanError as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, f"Recorded: {around.get('done', around['title'])}.")
            tell_masked(request, contact, form.now)
            return redirect("desk:contact", key=contact.id)
    return render(request, "contacts/answered.html", around, status=status)


def _keep(
    record: Callable[..., Attempt | Handling],
    contact: Contact,
    new: NewAttempt | NewHandling,
    form: AnswerForm,
    by: Person,
) -> None:
    """Something done with a contact, recorded. Raises SentBefore where the form was sent before with other words."""
    said = form.cleaned_data
    done = record(contact, new, by=by, key=said["key"], now=form.now, seen=said["seen"])
    if answered_otherwise(done, new, form.now, timed=said["when"] == EARLIER):
        raise SentBefore


def _reached(contact: Contact) -> str:
    """What it is called to reach somebody: the first time it returns the call, where one was asked for."""
    asked_for = kinds()[contact.kind].returned and not any(each.reached for each in attempts_on(contact))
    return RETURN if asked_for else FOLLOWED


def _theirs(form: AnswerForm, contact: Contact) -> list[Done]:
    """What was recorded since the form was opened; sent again, the form says that its sender has seen it."""
    every, seen = recorded_on(contact), form.cleaned_data["seen"]
    form.data = {**form.data.dict(), "seen": str(len(every))}  # type: ignore[attr-defined]
    told = (done_of(contact, each) for each in every[seen:])
    return [replace(each, at=each.at.astimezone(form.zone)) for each in told]


def tell_masked(request: HttpRequest, contact: Contact, entered: datetime) -> None:
    """Say so where a number was masked in what was just entered."""
    if Masked.objects.filter(agency=contact.agency_id, contact=contact, entered=entered).exists():
        messages.warning(request, NOTICE)


def _contact(asking: Asking, key: UUID) -> Contact:
    try:
        return contact_of(asking.agency.id, scope_of(asking), key)
    except Contact.DoesNotExist:
        raise Http404 from None


def _called_back(asking: Asking, key: UUID) -> Contact:
    """A contact on which tries by telephone are recorded."""
    contact = _contact(asking, key)
    if not kinds()[contact.kind].called_back:
        raise PermissionDenied
    return contact


def _buttons(asking: Asking, now: datetime) -> list[Group]:
    return buttons(asking.agency.id, today_of(asking.agency, now))


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _shown(contact: Contact) -> dict[str, Any]:
    """What a form about a contact goes by: its receipt, what is recorded of it, the office's wall and the present."""
    office = _office(contact)
    return {"received": first_moment(contact, office["zone"]), "seen": len(recorded_on(contact)), **office}


def _office(contact: Contact) -> dict[str, Any]:
    """The wall of the office that answers for a contact, and the present."""
    calendar = calendar_of(calendar_edition(contact.agency_id, contact.matter.office_id))
    return {"zone": named_zone(calendar.zone), "now": timezone.now()}


def _logged(form: LogForm, new: NewContact, asking: Asking) -> Contact | None:
    """The contact recorded, now or by an earlier sending of the form; None where it is refused."""
    key, another = form.cleaned_data["key"], form.cleaned_data["another"]
    try:
        return record_contact(new, office=asking.office, by=asking.person, key=key, now=form.now, another=another)
    except RecordedAlready as error:
        equal = contact_of(asking.agency.id, None, error.contact)
        form.ask_another(equal, equal.entered.astimezone(form.zone))
        return None
    except CsplanError as error:
        form.add_error("owner" if isinstance(error, AnswersNothing) else "day", str(error))
        return None


def _log_form(request: HttpRequest, asking: Asking) -> LogForm:
    """The form as it was sent; where only a look was asked for, as it was typed and not judged."""
    calendar = calendar_of(calendar_edition(asking.agency.id, asking.office))
    looks = LOOK_UP in request.POST
    return LogForm(
        None if looks else _posted(request),
        initial=request.POST.dict() if looks else None,
        zone=named_zone(calendar.zone),
        now=timezone.now(),
        agency=asking.agency,
        workers=owners(asking.agency.id, asking.office, today_of(asking.agency, timezone.now())),
        myself=asking.person,
        for_others=FRONT_DESK in asking.roles,
    )
