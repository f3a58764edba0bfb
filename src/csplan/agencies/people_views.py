"""The pages of an agency's people: add, change, let go, reset their sign-in, give and end roles, name delegates."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from csplan.agencies.actions import add_person, grant_role
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.both import ChangedMeanwhile
from csplan.agencies.days import today_of
from csplan.agencies.models import Grant, Person
from csplan.agencies.people_actions import (
    BadGrant,
    change_person,
    check_grant,
    end_grant,
    reset_sign_in,
    set_active,
)
from csplan.agencies.people_forms import (
    DelegateForm,
    GrantForm,
    LastDayForm,
    NewPersonForm,
    OutsideForm,
    PersonForm,
)
from csplan.agencies.people_queries import (
    delegations_of,
    grant_of,
    grants_from_outside,
    grants_of,
    people_of,
    person_of,
)
from csplan.agencies.queries import person_held
from csplan.agencies.roles import DELEGATE, SAYS
from csplan.agencies.signing_in import first_link

ON_A_PAGE: Final = 50
FORM: Final = ["GET", "HEAD", "POST"]


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people of the agency."""
    asking = asking_of(request)
    found = people_of(asking.agency.id, today_of(asking.agency, timezone.now()))
    return render(
        request, "agencies/people.html", {"page_of": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))}
    )


@require_http_methods(FORM)
def new_person(request: HttpRequest) -> HttpResponse:
    """Add a person, with a first role and a one-time link to set a password."""
    asking = asking_of(request)
    today = today_of(asking.agency, timezone.now())
    form = NewPersonForm(request.POST or None, agency=asking.agency.id, initial={"first_day": today})
    if form.is_valid():
        return _link_shown(request, _added(form, asking), "is added")
    return _form(request, "agencies/new_person.html", form, {})


def _added(form: NewPersonForm, asking: Asking) -> Person:
    said = form.cleaned_data
    told: dict[str, Any] = {"actor": asking.person.id, "now": timezone.now()}
    with transaction.atomic():
        person = add_person(
            username=said["username"],
            name=said["name"],
            office=said["office"],
            password=None,
            email=said["email"],
            extension=said["extension"],
            **told,
        )
        grant_role(person, said["role"], agency=asking.agency.id, first_day=said["first_day"], **told)
    return person


@require_http_methods(FORM)
def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """One person: details to change, roles, sign-in."""
    asking, found = asking_of(request), _person(request, key)
    form = PersonForm(request.POST or None, agency=asking.agency.id, held=person_held(found))
    if form.is_valid():
        told = {"seen": form.cleaned_data["seen"], "actor": asking.person.id, "now": timezone.now()}
        try:
            change_person(found, form.details(), **told)
        except ChangedMeanwhile as changed:
            form.show_both(changed)
        else:
            messages.success(request, f"Saved: {form.cleaned_data['name']}.")
            return redirect("agencies:person", key=key)
    today = today_of(asking.agency, timezone.now())
    around = {"person": found, "grants": grants_of(asking.agency.id, found, today), "today": today}
    return _form(request, "agencies/person.html", form, around)


@require_http_methods(FORM)
def person_active(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask, then let a person sign in no more, or again."""
    found = _other(request, key)
    if request.method == "POST":
        told: dict[str, Any] = {"actor": asking_of(request).person.id, "now": timezone.now()}
        set_active(found, request.POST.get("active") == "yes", **told)
        messages.success(
            request, f"{found} {'may sign in again' if request.POST.get('active') == 'yes' else 'may sign in no more'}."
        )
        return redirect("agencies:person", key=key)
    return render(request, "agencies/person_active.html", {"person": found})


@never_cache
@require_http_methods(FORM)
def reset(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask, then take a person's password and second factors away and show a one-time link to begin anew."""
    found = _other(request, key)
    if request.method == "POST":
        reset_sign_in(found, actor=asking_of(request).person.id, now=timezone.now())
        return _link_shown(request, found, "begins anew")
    return render(request, "agencies/reset.html", {"person": found})


@require_http_methods(FORM)
def give_role(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a person of the agency a role."""
    found = _other(request, key)
    today = today_of(asking_of(request).agency, timezone.now())
    form = GrantForm(request.POST or None, initial={"first_day": today})
    if form.is_valid() and _given(request, form, found, form.cleaned_data["role"]):
        return redirect("agencies:person", key=key)
    return _form(request, "agencies/give_role.html", form, {"person": found, "said": SAYS.items()})


@require_http_methods(FORM)
def end_role(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say on which day a role ends."""
    asking = asking_of(request)
    try:
        grant = grant_of(asking.agency.id, key)
    except Grant.DoesNotExist:
        raise Http404 from None
    if grant.person_id == asking.person.id:
        raise PermissionDenied
    back = _page_of(grant, asking)
    return _ended(request, grant, back)


@require_http_methods(FORM)
def outside(request: HttpRequest) -> HttpResponse:
    """The roles that people of other agencies hold here, and a form to give one."""
    asking = asking_of(request)
    today = today_of(asking.agency, timezone.now())
    form = OutsideForm(request.POST or None, agency=asking.agency.id, initial={"first_day": today})
    if form.is_valid() and _given(request, form, form.cleaned_data["username"], form.cleaned_data["role"]):
        return redirect("agencies:outside")
    return _form(request, "agencies/outside.html", form, {"grants": grants_from_outside(asking.agency.id, today)})


@require_http_methods(FORM)
def delegates(request: HttpRequest) -> HttpResponse:
    """Whom the manager who asks has named as delegate, and a form to name one."""
    asking = asking_of(request)
    today = today_of(asking.agency, timezone.now())
    form = DelegateForm(request.POST or None, manager=asking.person, initial={"first_day": today})
    if form.is_valid() and _given(request, form, form.cleaned_data["person"], DELEGATE, asking.person):
        return redirect("agencies:delegates")
    return _form(request, "agencies/delegates.html", form, {"grants": delegations_of(asking.person, today)})


@require_http_methods(FORM)
def end_delegate(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say on which day a delegation of one's own ends."""
    asking = asking_of(request)
    found = next((each for each in delegations_of(asking.person, date.min) if each.id == key), None)
    if found is None:
        raise Http404
    return _ended(request, found, reverse("agencies:delegates"))


def _ended(request: HttpRequest, grant: Grant, back: str) -> HttpResponse:
    today = today_of(asking_of(request).agency, timezone.now())
    form = LastDayForm(request.POST or None, initial={"last_day": today})
    if form.is_valid():
        told: dict[str, Any] = {"actor": asking_of(request).person.id, "now": timezone.now()}
        end_grant(grant, form.cleaned_data["last_day"], **told)
        messages.success(request, f"{grant.person} is {grant.role} until {form.cleaned_data['last_day']:%-d %B %Y}.")
        return redirect(back)
    return _form(request, "agencies/end_role.html", form, {"grant": grant, "back": back})


def _page_of(grant: Grant, asking: Asking) -> str:
    if grant.person.agency_id == asking.agency.id:
        return reverse("agencies:person", kwargs={"key": grant.person_id})
    return reverse("agencies:outside")


def _given(request: HttpRequest, form: forms.Form, to: Person, role: str, manager: Person | None = None) -> bool:
    """Whether a role could be given; otherwise the reason stands in the form."""
    asking, said = asking_of(request), form.cleaned_data
    days = {"first_day": said["first_day"], "last_day": said["last_day"]}
    try:
        check_grant(to, role, agency=asking.agency.id, **days)
    except BadGrant as error:
        form.add_error("last_day" if "before" in error.what else "first_day", str(error))
        return False
    told: dict[str, Any] = {"manager": manager, "actor": asking.person.id, "now": timezone.now()}
    grant_role(to, role, agency=asking.agency.id, **days, **told)
    messages.success(request, f"{to} is {role} from {said['first_day']:%-d %B %Y}.")
    return True


def _person(request: HttpRequest, key: UUID) -> Person:
    try:
        return person_of(asking_of(request).agency.id, key)
    except Person.DoesNotExist:
        raise Http404 from None


def _other(request: HttpRequest, key: UUID) -> Person:
    """A person of the agency other than who asks: nobody lets themselves in or out, or gives themselves a role."""
    found = _person(request, key)
    if found.id == asking_of(request).person.id:
        raise PermissionDenied
    return found


def _link_shown(request: HttpRequest, person: Person, says: str) -> HttpResponse:
    around = {"person": person, "says": says, "link": request.build_absolute_uri(first_link(person))}
    return render(request, "agencies/link.html", around)


def _form(request: HttpRequest, template: str, form: forms.Form, around: dict[str, object]) -> HttpResponse:
    return render(request, template, {"form": form, **around}, status=422 if form.is_bound else 200)
