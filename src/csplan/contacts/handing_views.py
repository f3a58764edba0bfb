"""The pages that hand a contact, or all of a person's, over, and that take what was left for the office."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from csplan.agencies.answering import answerers
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.days import today_of
from csplan.agencies.sent_again import BEFORE, SentBefore, ask_again
from csplan.clocks.models import Turn
from csplan.clocks.turning import Overtaken, Said
from csplan.contacts.clock_actions import hand_all_over, hand_contact_over, open_set, take_contact
from csplan.contacts.clock_forms import HandAllOverForm, HandOverForm
from csplan.contacts.open_contacts import open_contacts_of, people_with_open_contacts
from csplan.contacts.turn_pages import METHODS, contact_asked, data_of, done, said_of

HAND_ON: Final = BEFORE + "If it is to go to whom you chose now, save it: it is then handed over from {owner}."
HAND_ALL_ON: Final = BEFORE + "If they are to go to whom you chose now, press once more."


@require_http_methods(METHODS)
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody else answers for a contact; its clocks run on as they ran."""
    asking, data = asking_of(request), data_of(request)
    contact = contact_asked(asking, key)
    owner = contact.matter.owner
    offered = _offered(asking, but=None if data else owner.id)
    form = HandOverForm(data, offered=offered, owner=owner.id, matter=contact.matter_id)
    says = f"{owner} answers for it now. Its clocks run on as they ran: the customer notices nothing."
    page = {"title": "Hand over", "says": says, "done": "It is handed over.", "before": HAND_ON.format(owner=owner)}

    def act(said: Said) -> Turn:
        return hand_contact_over(contact, form.cleaned_data["to"], said, seen=form.cleaned_data["seen"])

    return done(request, contact, form, page, act, lambda: {"to_person_id": form.cleaned_data["to"].id})


@require_POST
def take(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whoever presses answers for what was left for the office; who comes second is told who did."""
    asking = asking_of(request)
    contact = contact_asked(asking, key)
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
    asking, data = asking_of(request), data_of(request)
    people = people_with_open_contacts(asking.agency.id, asking.office)
    form = HandAllOverForm(data, offered=_offered(asking), people=people, initial=request.GET.dict())
    around: dict[str, Any] = {"form": form, "seen": ""}
    if data is None or not form.is_valid():
        return render(request, "contacts/hand_over_all.html", around, status=422 if data else 200)
    contacts = open_contacts_of(asking.agency.id, asking.office, form.cleaned_data["whose"].id)
    seen, confirmed = open_set(contacts), data.get("step") == "confirm"
    if confirmed and form.cleaned_data["seen"] == seen and (answer := _all_over(request, contacts, form)):
        return answer
    status = 422 if form.errors else 409 if confirmed else 200
    around |= {"count": len(contacts), "seen": seen, "overtaken": status == 409, "previewed": True}
    return render(request, "contacts/hand_over_all.html", around, status=status)


def _all_over(request: HttpRequest, contacts: Any, form: HandAllOverForm) -> HttpResponse | None:
    """All handed over, and the list of the office; None where the form was sent before and said something else."""
    to, said = form.cleaned_data["to"], Said(**said_of(form), by=asking_of(request).person, now=timezone.now())
    try:
        count = hand_all_over(contacts, to, said)
    except SentBefore:
        ask_again(form, HAND_ALL_ON)
        return None
    messages.success(request, f"{count} handed over to {to}.")
    return redirect("desk:office_list")


def _offered(asking: Asking, but: UUID | None = None) -> dict[str, Any]:
    """Who answers contacts of the office, to hand one over to."""
    agency, office, now = asking.agency.id, asking.office, timezone.now()
    people = answerers(agency, office, today_of(asking.agency, now))
    people = people.exclude(id=but) if but else people
    return {"people": people, "agency": agency, "office": office, "now": now}
