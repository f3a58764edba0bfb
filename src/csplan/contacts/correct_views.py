"""Correcting a contact: both what stood there and what stands now are kept; two who correct it both see both."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.sent_again import ask_again
from csplan.contacts.correcting import correct_contact
from csplan.contacts.happened import happened_initial
from csplan.contacts.kinds import kinds, party_kinds
from csplan.contacts.models import Contact, Correction
from csplan.contacts.participant_views import posted, wall_of
from csplan.contacts.participants import ChangedMeanwhile
from csplan.contacts.people_forms import CorrectForm
from csplan.contacts.queries import contact_of, corrections_on
from csplan.contacts.scope import scope_of
from csplan.contacts.sent_again import CORRECTS_ONCE_MORE, corrected_otherwise
from csplan.contacts.views import tell_masked
from csplan.core.errors import CsplanError


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: UUID) -> HttpResponse:
    """Correct a contact; what stood there first stays readable."""
    asking = asking_of(request)
    contact = _contact(asking, key)
    wall, corrections = wall_of(asking, contact.matter.office_id), corrections_on(contact)
    initial = _initial(contact, wall["zone"]) | {"seen": len(corrections)}
    about: dict[str, Any] = {"kind": kinds()[contact.kind], "entered": contact.entered}
    form = CorrectForm(posted(request), initial=initial, agency=asking.agency, **about, **wall)
    if form.is_valid() and _corrected(form, contact, asking, corrections):
        messages.success(request, "Corrected. What stood there first is kept below.")
        tell_masked(request, contact, form.now)
        return redirect("desk:contact", key=key)
    around = {"form": form, "contact": contact, "theirs": form.theirs}
    return render(request, "contacts/correct.html", around, status=422 if form.is_bound else 200)


def _corrected(form: CorrectForm, contact: Contact, asking: Asking, corrections: list[Correction]) -> bool:
    """Whether it is corrected now; otherwise the form tells why not."""
    said = form.cleaned_data
    seen, around = said["seen"], {"by": asking.person, "key": said["key"], "now": form.now}
    try:
        done = correct_contact(contact, form.corrected(), said["why"], seen=seen, **around)
        if corrected_otherwise(done, form.corrected(), said["why"], form.now):
            form.theirs = corrections[seen:]
            ask_again(form, CORRECTS_ONCE_MORE, seen=len(corrections))
    except ChangedMeanwhile as error:
        form.theirs = corrections[seen:]
        form.meanwhile(str(error), len(corrections))
    except CsplanError as error:
        form.add_error("day", str(error))
    return not form.errors


def _contact(asking: Asking, key: UUID) -> Contact:
    try:
        return contact_of(asking.agency.id, scope_of(asking), key)
    except Contact.DoesNotExist:
        raise Http404 from None


def _initial(contact: Contact, zone: Any) -> dict[str, Any]:
    received = contact.received.astimezone(zone)
    party = party_kinds().get(contact.party)
    role = contact.participant.role if contact.participant and not (party and party.participant) else ""
    columns = ("party", "case_kind", "name", "reason")
    said = {name: getattr(contact, name) for name in columns}
    number = contact.case.number if contact.case else ""
    said |= {"case_number": number, "concerns": role, **happened_initial(contact, zone)}
    return {**said, "day": f"{received:%Y-%m-%d}", "time": "" if contact.precision else f"{received:%H:%M}"}
