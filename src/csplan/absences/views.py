"""One's own absences, and who is away in the office."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from csplan.absences.actions import ChangedMeanwhile, cancel_absence, change_absence, enter_absence
from csplan.absences.forms import AbsenceForm, WhyForm
from csplan.absences.greetings import tasks_late, tasks_of, told_tasks
from csplan.absences.listing import absence_of, absences_between, absences_of, changes_of, covers_in
from csplan.absences.models import Absence
from csplan.absences.queries import away, standing_covers, with_extension
from csplan.absences.telling import told_absences, told_changes
from csplan.absences.trained import rosters
from csplan.agencies.answering import AnswersNothing, answerers, answering
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.days import today_of
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time, workers_of
from csplan.agencies.roles import SUPERVISING
from csplan.agencies.sent_again import BEFORE, SentBefore, ask_again, holds_otherwise
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import OfficeCalendar

WEEK = timedelta(days=7)
AWAY_TOO: Final = BEFORE + (
    "If it is another absence, save it. If the first one was wrong, go back without saving, open it and change it."
)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The absences of the person who asks, and the greetings to change."""
    asking, now = asking_of(request), timezone.now()
    agency, person, calendar = asking.agency.id, asking.person, office_calendar(asking)
    around = {
        "rows": told_absences(list(absences_of(agency, person.id)), calendar, now, me=person.id, supervising=False),
        "tasks": told_tasks(tasks_of(agency, person.id), calendar, now),
        "covers": [with_extension(each) for each in _proposed(asking, person.id)],
    }
    return render(request, "absences/mine.html", around)


@require_safe
def away_now(request: HttpRequest) -> HttpResponse:
    """Who of the office is away now and in the next seven days, without the kind but for the supervisor."""
    asking, now = asking_of(request), timezone.now()
    agency, office, calendar = asking.agency.id, asking.office, office_calendar(asking)
    today = wall_time(calendar, now).replace(hour=0, minute=0, second=0)
    found = list(absences_between(agency, office, today, today + WEEK))
    rows = told_absences(found, calendar, now, me=asking.person.id, supervising=is_supervising(asking))
    protected = [each for each in away(agency, office, now).items() if each[1].protected_until]
    names = {person.id: person for person in workers_of(agency, office)} if protected else {}
    around = {
        "now": wall_time(calendar, now),
        "today": [row for row in rows if row.absence.begins <= now and not row.is_over],
        "later": [row for row in rows if row.absence.begins > now],
        "protected": [(names[person], told) for person, told in protected if person in names],
        "rosters": rosters(agency, found, calendar, today),
        "late": tasks_late(agency, office, now).count() if is_supervising(asking) else 0,
    }
    return render(request, "absences/away.html", around)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter an absence: one's own, or as a supervisor anybody's of the office."""
    asking = asking_of(request)
    form = _form(request, asking)
    if request.method == "POST" and form.is_valid():
        try:
            moved = _entered(form, asking)
        except SentBefore:
            ask_again(form, AWAY_TOO)
        except CsplanError as error:
            form.add_error("cover" if isinstance(error, AnswersNothing) else "last_day", str(error))
        else:
            messages.success(request, f"The absence is entered.{_moved(moved)}")
            return _back(asking, form.cleaned_data["person"].id)
    around = {"form": form, "title": "Enter an absence", "covers": _cover_lines(asking, form)}
    return render(request, "absences/enter.html", around, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Shorten, extend or otherwise change an absence; who comes second is shown both."""
    asking = asking_of(request)
    absence = _absence(asking, key)
    form, newer = _form(request, asking, absence), None
    if request.method == "POST" and form.is_valid():
        version, why = form.cleaned_data["version"] or 0, form.cleaned_data["why"]
        try:
            _, moved = change_absence(
                absence, form.plan(), version=version, why=why, by=asking.person, now=timezone.now()
            )
        except ChangedMeanwhile as error:
            newer = error.absence
        except CsplanError as error:
            form.add_error("cover" if isinstance(error, AnswersNothing) else "last_day", str(error))
        else:
            messages.success(request, f"The absence is changed.{_moved(moved)}")
            return _back(asking, absence.person_id)
    return _change_page(request, asking, absence, form, newer)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Cancel an absence, with the reason."""
    asking = asking_of(request)
    absence = _absence(asking, key)
    form = WhyForm(request.POST if request.method == "POST" else None, initial={"version": absence.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            _, moved = cancel_absence(
                absence, version=said["version"] or 0, why=said["why"], by=asking.person, now=timezone.now()
            )
        except ChangedMeanwhile:
            form.add_error(None, "Somebody else has changed this absence meanwhile. Below is what it is now.")
            form.data = {**request.POST.dict(), "version": str(absence.version)}
        else:
            messages.success(request, f"The absence is cancelled.{_moved(moved)}")
            return _back(asking, absence.person_id)
    around = {"form": form, **_told(asking, absence)}
    return render(request, "absences/cancel.html", around, status=422 if form.is_bound else 200)


def office_calendar(asking: Asking) -> OfficeCalendar:
    """The calendar of the office of the person who asks."""
    return calendar_of(calendar_edition(asking.agency.id, asking.office))


def is_supervising(asking: Asking) -> bool:
    """Whether the person who asks arranges for others."""
    return bool(SUPERVISING.intersection(asking.roles))


def _entered(form: AbsenceForm, asking: Asking) -> int:
    """The absence entered: how many contacts it moved. Raises SentBefore where the form said something else before."""
    person, key, now = form.cleaned_data["person"], form.cleaned_data["key"], timezone.now()
    if key is None:
        raise CsplanError("Open the page again.")
    plan = form.plan()
    absence, moved = enter_absence(plan, person=person, by=asking.person, key=key, now=now)
    if holds_otherwise(absence, {**plan.columns(), "person_id": person.id, "cancelled": None}, now):
        raise SentBefore
    return moved


def _form(request: HttpRequest, asking: Asking, absence: Absence | None = None) -> AbsenceForm:
    agency, office, now = asking.agency.id, asking.office, timezone.now()
    covers = answerers(agency, office, today_of(asking.agency, now))
    return AbsenceForm(
        request.POST if request.method == "POST" else None,
        calendar=office_calendar(asking),
        people=workers_of(agency, office),
        covers={"people": covers, "agency": agency, "office": office, "now": now},
        myself=None if is_supervising(asking) else asking.person,
        absence=absence,
    )


def _absence(asking: Asking, key: UUID) -> Absence:
    """An absence that the person who asks may change: one's own, or as a supervisor anybody's of the office."""
    try:
        found = absence_of(asking.agency.id, asking.office, key)
    except Absence.DoesNotExist:
        raise Http404 from None
    if found.person_id != asking.person.id and not is_supervising(asking):
        raise PermissionDenied
    return found


def _change_page(
    request: HttpRequest, asking: Asking, absence: Absence, form: AbsenceForm, newer: Absence | None
) -> HttpResponse:
    if newer is not None:  # the next one who saves has seen both
        form.data = {**request.POST.dict(), "version": str(newer.version)}
    around = {"form": form, "newer": newer, "is_cancelled": bool((newer or absence).cancelled)}
    around |= _told(asking, newer or absence)
    return render(request, "absences/change.html", around, status=422 if form.is_bound else 200)


def _told(asking: Asking, absence: Absence) -> dict[str, Any]:
    calendar = office_calendar(asking)
    (row,) = told_absences([absence], calendar, timezone.now(), me=asking.person.id, supervising=True)
    return {"row": row, "changes": told_changes(changes_of(absence), calendar)}


def _proposed(asking: Asking, person: UUID) -> list[Any]:
    agency, office, now = asking.agency.id, asking.office, timezone.now()
    day = today_of(asking.agency, now)
    able = {each.id for each in answering(agency, office, day)} - set(away(agency, office, now))
    return standing_covers(agency, [person], among=able, day=day).get(person, [])


def _cover_lines(asking: Asking, form: AbsenceForm) -> list[str]:
    """Who covers by standing arrangement, to choose from: of those who are there, or of everybody in the office."""
    if form.whose is None:
        rows = covers_in(asking.agency.id, asking.office)
        return [f"for {row.person or row.team}: {with_extension(row.cover)}" for row in rows]
    return [with_extension(each) for each in _proposed(asking, form.whose.id)]


def _moved(moved: int) -> str:
    contacts = "contact" if moved == 1 else "contacts"
    return f" The clocks of {moved} open {contacts} were counted anew; each says why." if moved else ""


def _back(asking: Asking, person: UUID) -> HttpResponse:
    return redirect("absences:mine" if person == asking.person.id else "absences:away")
