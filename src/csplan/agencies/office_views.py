"""The pages of an agency's offices and teams, and of what it chooses."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csplan.agencies.actions import add_office, add_team, choose
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.both import ChangedMeanwhile, check_seen
from csplan.agencies.choices import all_chosen
from csplan.agencies.days import today_of
from csplan.agencies.models import Agency, Team, TeamMember
from csplan.agencies.people_actions import add_member, end_member, rename_office, rename_team
from csplan.agencies.people_forms import (
    ChoicesForm,
    LastDayForm,
    MemberForm,
    NameForm,
    NewNameForm,
    NewTeamForm,
    choices_held,
)
from csplan.agencies.people_queries import choice_changes, teams_of
from csplan.agencies.queries import office_held, offices_of, team_held

FORM = ["GET", "HEAD", "POST"]
TAKEN = "There is one of this name already. Choose another name."


@require_http_methods(FORM)
def offices(request: HttpRequest) -> HttpResponse:
    """The offices of the agency, and a form to add one."""
    asking = asking_of(request)
    form = NewNameForm(request.POST or None)
    if form.is_valid() and _is_free(offices_of(asking.agency.id).filter(name=form.cleaned_data["name"]), form):
        add_office(asking.agency.id, form.cleaned_data["name"], actor=asking.person.id, now=timezone.now())
        messages.success(request, f"Added: {form.cleaned_data['name']}. Confirm its calendar before its first clock.")
        return redirect("agencies:offices")
    return _form(request, "agencies/offices.html", form, {"offices": offices_of(asking.agency.id)})


@require_http_methods(FORM)
def office(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another name for an office."""
    asking = asking_of(request)
    found = offices_of(asking.agency.id).filter(id=key).first()
    if found is None:
        raise Http404
    form = NameForm(request.POST or None, held=office_held(found))
    others = offices_of(asking.agency.id).exclude(id=key)
    if form.is_valid() and _is_free(others.filter(name=form.cleaned_data["name"]), form):
        try:
            rename_office(found, form.cleaned_data["name"], **_told(form, asking))
        except ChangedMeanwhile as changed:
            form.show_both(changed)
        else:
            return redirect("agencies:offices")
    return _form(request, "agencies/office.html", form, {"office": found})


@require_http_methods(FORM)
def teams(request: HttpRequest) -> HttpResponse:
    """The teams of the agency with their people, and a form to add one."""
    asking, now = asking_of(request), timezone.now()
    form = NewTeamForm(request.POST or None, agency=asking.agency.id)
    if form.is_valid():
        said = form.cleaned_data
        added = add_team(said["office"], said["name"], [], actor=asking.person.id, now=now)
        return redirect("agencies:team", key=added.id)
    return _form(
        request, "agencies/teams.html", form, {"teams": teams_of(asking.agency.id, today_of(asking.agency, now))}
    )


@require_http_methods(FORM)
def team(request: HttpRequest, key: UUID) -> HttpResponse:
    """One team: its name to change, and who is in it."""
    asking, found = asking_of(request), _team(request, key)
    form = NameForm(request.POST or None, held=team_held(found))
    others = Team.objects.filter(agency=asking.agency.id, office=found.office).exclude(id=key)
    if form.is_valid() and _is_free(others.filter(name=form.cleaned_data["name"]), form):
        try:
            rename_team(found, form.cleaned_data["name"], **_told(form, asking))
        except ChangedMeanwhile as changed:
            form.show_both(changed)
        else:
            return redirect("agencies:teams")
    return _form(request, "agencies/team.html", form, {"team": found})


@require_http_methods(FORM)
def join_team(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a person to a team."""
    asking, found = asking_of(request), _team(request, key)
    form = MemberForm(request.POST or None, team=found, initial={"first_day": today_of(asking.agency, timezone.now())})
    if form.is_valid():
        said = form.cleaned_data
        add_member(found, said["person"], said["first_day"], actor=asking.person.id, now=timezone.now())
        messages.success(request, f"{said['person']} is in {found.name} from {said['first_day']:%-d %B %Y}.")
        return redirect("agencies:team", key=key)
    return _form(request, "agencies/join_team.html", form, {"team": found})


@require_http_methods(FORM)
def leave_team(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say until when a person is in a team."""
    asking = asking_of(request)
    found = TeamMember.objects.filter(agency=asking.agency.id, id=key).select_related("team", "person").first()
    if found is None:
        raise Http404
    form = LastDayForm(request.POST or None, initial={"last_day": today_of(asking.agency, timezone.now())})
    if form.is_valid():
        end_member(found, form.cleaned_data["last_day"], actor=asking.person.id, now=timezone.now())
        return redirect("agencies:team", key=found.team_id)
    return _form(request, "agencies/leave_team.html", form, {"member": found})


@require_http_methods(FORM)
def choices(request: HttpRequest) -> HttpResponse:
    """What the agency chooses of what the sources permit and do not demand."""
    asking = asking_of(request)
    form = ChoicesForm(request.POST or None, held=choices_held(all_chosen(asking.agency.id)))
    if form.is_valid():
        try:
            saved = _chosen(form, asking, timezone.now())
        except ChangedMeanwhile as changed:
            form.show_both(changed)
        else:
            messages.success(request, f"Saved: {saved} changed." if saved else "Nothing was changed.")
            return redirect("agencies:choices")
    changes = choice_changes(asking.agency.id)
    rows = [(form[field], changes.get(each.id)) for field, each in form.by_field.items()]
    return _form(request, "agencies/choices.html", form, {"rows": rows})


def _chosen(form: ChoicesForm, asking: Asking, now: datetime) -> int:
    """How many choices were changed; each is an act of its own, all in one transaction. Raises ChangedMeanwhile."""
    with transaction.atomic():
        Agency.objects.select_for_update().get(id=asking.agency.id)  # who saves second waits, and then sees the first
        held = all_chosen(asking.agency.id)
        check_seen(choices_held(held), form.cleaned_data["seen"])
        new = {name: value for name, value in form.chosen().items() if value != held[name]}
        for name, value in new.items():
            choose(asking.agency.id, name, value, actor=asking.person.id, now=now)
    return len(new)


def _team(request: HttpRequest, key: UUID) -> Team:
    agency = asking_of(request).agency
    found = teams_of(agency.id, today_of(agency, timezone.now())).filter(id=key).first()
    if found is None:
        raise Http404
    return found


def _is_free(found: QuerySet[Any], form: forms.Form) -> bool:
    """Whether nothing of that name was found; otherwise the form says so."""
    if found.exists():
        form.add_error("name", TAKEN)
    return form.is_valid()


def _told(form: forms.Form, asking: Asking) -> dict[str, Any]:
    return {"seen": form.cleaned_data["seen"], "actor": asking.person.id, "now": timezone.now()}


def _form(request: HttpRequest, template: str, form: forms.Form, around: dict[str, object]) -> HttpResponse:
    return render(request, template, {"form": form, **around}, status=422 if form.is_bound else 200)
