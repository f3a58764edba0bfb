"""What the pages share that turn a clock of a contact or hand it over: the act done, or the form with why not."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.sent_again import BEFORE, ask_again, holds_otherwise
from csplan.clocks.models import Turn
from csplan.clocks.queries import last_hand_over
from csplan.clocks.turning import Overtaken, Said
from csplan.contacts.clock_forms import KeyForm
from csplan.contacts.fields import WhenForm
from csplan.contacts.models import Contact
from csplan.contacts.queries import contact_of
from csplan.core.errors import BadInstant, CsplanError

AnyForm = KeyForm | WhenForm
Act = Callable[[Said], Turn]
METHODS: Final = ["GET", "HEAD", "POST"]
PRESS_AGAIN: Final = BEFORE + "If this is to be done as well, save it. If not, go back without saving."


def done(
    request: HttpRequest,
    contact: Contact,
    form: AnyForm,
    page: Mapping[str, Any],
    act: Act,
    meant: Callable[[], Mapping[str, Any]] = dict,
) -> HttpResponse:
    """The act done and the contact shown, or the form with what is wrong.

    page: what the page shows; done says that it is done, before what to do where the form was sent with other words.
    meant: what the turn is to hold beside the reason.
    """
    around: dict[str, Any] = {"form": form, "contact": contact, **page}
    try:
        if form.is_valid() and _is_kept(request, contact, form, page, act, meant):
            messages.success(request, page["done"])
            return redirect("desk:contact", key=contact.id)
    except Overtaken as error:
        around |= {"overtaken": str(error), **_as_it_now_is(contact, form)}
        return render(request, "contacts/turn.html", around, status=409)
    return render(request, "contacts/turn.html", around, status=422 if form.is_bound else 200)


def said_of(form: AnyForm) -> dict[str, Any]:
    """The reason that a form gives, and its key."""
    return {"reason": form.cleaned_data["reason"], "key": form.cleaned_data["key"]}


def data_of(request: HttpRequest) -> Any:
    """What a form sent, None where a page is only looked at."""
    return request.POST if request.method == "POST" else None


def contact_asked(asking: Asking, key: UUID) -> Contact:
    """A contact of the office of the person who asks. Raises Http404."""
    try:
        return contact_of(asking.agency.id, asking.office, key)
    except Contact.DoesNotExist:
        raise Http404 from None


def _is_kept(
    request: HttpRequest,
    contact: Contact,
    form: AnyForm,
    page: Mapping[str, Any],
    act: Act,
    meant: Callable[[], Mapping[str, Any]],
) -> bool:
    """Whether the act is done; otherwise the form tells why not. Raises Overtaken."""
    said = Said(**said_of(form), by=asking_of(request).person, now=timezone.now())
    try:
        turn = act(said)
    except Overtaken:
        raise
    except CsplanError as error:
        _tell(form, error)
    else:
        if holds_otherwise(turn, {"reason": said.reason, **meant()}, said.now):
            ask_again(form, page.get("before", PRESS_AGAIN), **_owner(contact, form))
    return not form.errors


def _tell(form: AnyForm, error: CsplanError) -> None:
    """What is wrong, at the field of the day where it is of that."""
    field = "day" if isinstance(error, BadInstant) and "day" in form.fields else None
    form.add_error(field, f"{str(error)[:1].upper()}{str(error)[1:]}.")


def _owner(contact: Contact, form: AnyForm) -> dict[str, Any]:
    """Who answers for the contact now, where the form says who did when it was opened."""
    if "seen" not in form.fields:
        return {}
    contact.matter.refresh_from_db(fields=["owner"])
    return {"seen": contact.matter.owner_id}


def _as_it_now_is(contact: Contact, form: AnyForm) -> dict[str, Any]:
    """What somebody else has done in between, and the form as it may be sent again over it."""
    contact.matter.refresh_from_db()
    owner = contact.matter.owner
    form.data = {**form.data.dict(), "seen": str(owner.id)}  # type: ignore[attr-defined]
    return {"last": last_hand_over(contact.agency_id, contact.matter_id), "owner": owner}
