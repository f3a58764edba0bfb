"""Greetings to change, who covers whom, and protected time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from csplan.absences.arrangements import add_cover, protect, remove_cover, unprotect
from csplan.absences.arranging_forms import CoverForm, ProtectedForm, proposed_whens, when_says
from csplan.absences.from_above import planned_protected
from csplan.absences.greeting_tasks import task_of, tick_greeting
from csplan.absences.greetings import greetings_for, tasks_late, told_tasks
from csplan.absences.listing import covers_in, protected_in
from csplan.absences.models import CHANGE, GreetingTask
from csplan.absences.views import is_supervising, office_calendar
from csplan.agencies.answering import answerers
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.days import today_of
from csplan.agencies.models import Team
from csplan.agencies.queries import wall_time, workers_of
from csplan.core.errors import CsplanError


@require_safe
def greetings(request: HttpRequest) -> HttpResponse:
    """The greetings of the office that were not changed or restored in time."""
    asking, now = asking_of(request), timezone.now()
    late = tasks_late(asking.agency.id, asking.office, now)
    return render(request, "absences/greetings.html", {"tasks": told_tasks(late, office_calendar(asking), now)})


@require_http_methods(["GET", "HEAD", "POST"])
def greeting(request: HttpRequest, key: UUID) -> HttpResponse:
    """One greeting to change or to restore: what to say, and the button that ticks it off."""
    asking, now = asking_of(request), timezone.now()
    task = _task(asking, key)
    if request.method == "POST":
        tick_greeting(task, by=asking.person, now=now)
        messages.success(request, "The greeting is ticked off.")
        own = task.absence.person_id == asking.person.id
        return redirect("absences:mine" if own else "absences:greetings")
    calendar = office_calendar(asking)
    (told,) = told_tasks([task], calendar, now)
    texts = greetings_for(task.absence, calendar) if task.what == CHANGE else ()
    return render(request, "absences/greeting.html", {"told": told, "texts": texts, "person": task.absence.person})


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest) -> HttpResponse:
    """Who covers whom, in the order in which they are asked."""
    asking = asking_of(request)
    agency, office, now = asking.agency.id, asking.office, timezone.now()
    covers = answerers(agency, office, today_of(asking.agency, now))
    form = CoverForm(request.POST if request.method == "POST" else None, covers=covers, **_office(asking))
    if request.method == "POST" and form.is_valid():
        add_cover(agency, form.said_whose(), form.cleaned_data["cover"], by=asking.person, now=now)
        messages.success(request, "The cover is arranged.")
        return redirect("absences:cover")
    rows = covers_in(agency, office)
    return render(request, "absences/cover.html", {"form": form, "rows": rows}, status=422 if form.is_bound else 200)


@require_POST
def cover_removed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody covers no more."""
    asking = asking_of(request)
    row = covers_in(asking.agency.id, asking.office).filter(id=key).first()
    if row is None:
        raise Http404
    remove_cover(row, by=asking.person, now=timezone.now())
    messages.success(request, "The cover is removed.")
    return redirect("absences:cover")


@require_http_methods(["GET", "HEAD", "POST"])
def protected(request: HttpRequest) -> HttpResponse:
    """The protected time of the office, and what the plan in force names beside it."""
    asking = asking_of(request)
    form = ProtectedForm(request.POST if request.method == "POST" else None, **_office(asking))
    if request.method == "POST" and form.is_valid():
        try:
            protect(asking.agency.id, form.said_whose(), form.said_when(), by=asking.person, now=timezone.now())
        except CsplanError as error:
            form.add_error("closes", str(error))
        else:
            messages.success(request, "The time is protected. Clocks run on in it.")
            return redirect("absences:protected")
    held = protected_in(asking.agency.id, asking.office)
    rows = [(row, when_says(row.weekday, row.day, row.opens, row.closes)) for row in held]
    around = {"form": form, "rows": rows, "planned": _planned(asking)}
    return render(request, "absences/protected.html", around, status=422 if form.is_bound else 200)


@require_POST
def protected_ended(request: HttpRequest, key: UUID) -> HttpResponse:
    """The time is protected no more."""
    asking = asking_of(request)
    row = protected_in(asking.agency.id, asking.office).filter(id=key).first()
    if row is None:
        raise Http404
    unprotect(row, by=asking.person, now=timezone.now())
    messages.success(request, "The time is protected no more.")
    return redirect("absences:protected")


def _office(asking: Asking) -> dict[str, Any]:
    """The people and teams to choose from."""
    teams = Team.objects.filter(agency=asking.agency.id, office=asking.office).order_by("name")
    return {"people": workers_of(asking.agency.id, asking.office), "teams": teams}


def _planned(asking: Asking) -> list[dict[str, Any]]:
    """The protected times that the plan names, each with what the form would be filled with."""
    day = wall_time(office_calendar(asking), timezone.now()).date()
    office = _office(asking)
    known = {each.name.casefold(): f"person:{each.id}" for each in office["people"]}
    known |= {each.name.casefold(): f"team:{each.id}" for each in office["teams"]}
    return [
        {
            "who": planned.who,
            "says": when_says(when.weekday, when.day, when.opens, when.closes),
            "whose": known.get(planned.who.casefold(), known.get(planned.who.casefold().removesuffix(" team"), "")),
            "when": when,
        }
        for planned in planned_protected(asking.agency.id, day)
        for when in proposed_whens(planned)
    ]


def _task(asking: Asking, key: UUID) -> GreetingTask:
    """A task of one's own, or as a supervisor of anybody in the office."""
    try:
        task = task_of(asking.agency.id, key)
    except GreetingTask.DoesNotExist:
        raise Http404 from None
    if task.absence.person.office_id != asking.office:
        raise Http404
    if task.absence.person_id != asking.person.id and not is_supervising(asking):
        raise PermissionDenied
    return task
