"""The pages of an office's calendar: to see it, to confirm the first one, and to change it after a preview."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from csplan.agencies.actions import confirm_calendar
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.days import today_of
from csplan.agencies.models import CalendarEdition, Office
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.clocks.calendar_actions import Previewed, change_calendar
from csplan.clocks.calendar_forms import (
    EARLY,
    NAMES,
    ChangeForm,
    DayForm,
    EarlyForm,
    HorizonForm,
    HoursForm,
)
from csplan.clocks.calendar_queries import closed_says, days_of, editions_of, open_day_from, preview_of, weeks_of
from csplan.clocks.confirm_forms import ConfirmForm, FirstForm
from csplan.clocks.movers import Movers, movers
from csplan.clocks.proposals import ends_soon, first_calendar, proposed_hours, source_of_days
from csplan.clocks.turning import Overtaken
from csplan.core.errors import BadInstant, CsplanError
from csplan.core.instants import parse_day
from csplan.core.office_calendar import WEEKDAYS, OfficeCalendar, Spans

CHANGES: Final = ("get", "post", "head")
PREFILLED: Final = ("first", "last", "what", "opens", "closes")


@require_safe
def shown(request: HttpRequest) -> HttpResponse:
    """The calendar of the office: a year, the weekly hours, which days it covers, and its editions."""
    asking = asking_of(request)
    office = _office(asking)
    edition = calendar_edition(asking.agency.id, office.id)
    calendar = calendar_of(edition)
    today = wall_time(calendar, timezone.now()).date()
    around: dict[str, Any] = {"office": office, "edition": edition, "calendar": calendar, "today": today}
    around |= _year_of(calendar, _year(request, calendar, today), today)
    around |= {
        "weeks": _weeks(calendar, today),
        "open_from": open_day_from(calendar, today),
        "today_closed": closed_says(calendar, today, today),
        "editions": editions_of(office.agency_id, office.id),
        "ends_soon": ends_soon(calendar, today),
        "proposed": proposed_hours(office, calendar, today),
    }
    return render(request, "clocks/calendar.html", around)


@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """The calendar proposed to an office that has none, to be confirmed before its first clock."""
    asking, now = asking_of(request), timezone.now()
    office = _office(asking)
    if CalendarEdition.objects.filter(agency=asking.agency.id, office=office).exists():
        return redirect("clocks:calendar")
    proposal = first_calendar(office, today_of(asking.agency, timezone.now()))
    calendar = proposal.calendar
    today = wall_time(calendar, now).date()
    form = FirstForm(request.POST or None, initial={"digest": calendar.digest})
    if form.is_valid() and form.cleaned_data["digest"] == calendar.digest:
        confirm_calendar(office, calendar, actor=asking.person.id, why=form.cleaned_data["why"], now=now)
        messages.success(request, "The calendar is confirmed. Clocks are counted on it from now on.")
        return redirect("clocks:calendar")
    if form.is_valid():
        form.add_error(None, "What is proposed has changed since you opened the page. Look at it again.")
        form.data = {**form.data.dict(), "digest": calendar.digest}  # type: ignore[attr-defined]
    around = {"form": form, "office": office, "proposal": proposal, **_proposed(calendar, today)}
    return render(request, "clocks/calendar_first.html", around, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_day(request: HttpRequest) -> HttpResponse:
    """Close some days, give one other hours (a snow day, a half-day), or open one as usual again."""
    sent = request.POST if request.method == "POST" else request.GET
    if sent.get("what") == EARLY:
        return _Change(request, "Close early", EarlyForm).early()
    change = _Change(request, "Change a day", DayForm)
    return change.answer({"opens": change.usual_opening})


@require_http_methods(["GET", "HEAD", "POST"])
def change_hours(request: HttpRequest) -> HttpResponse:
    """Other weekly hours from a day on; those that the plan in force writes are filled in where they are asked for."""
    change = _Change(request, "Change the weekly hours", HoursForm)
    proposed = proposed_hours(change.office, change.calendar, change.today)
    if "plan" not in request.GET or proposed is None:
        return change.answer({"first": change.today})
    hours = {day: ", ".join(map(str, spans)) for day, spans in zip(WEEKDAYS, proposed.week, strict=True)}
    return change.answer({"first": proposed.first, **hours})


@require_http_methods(["GET", "HEAD", "POST"])
def change_horizon(request: HttpRequest) -> HttpResponse:
    """Further years."""
    change = _Change(request, "Add further years", HorizonForm)
    source = source_of_days(change.office)
    last = source.horizon[1] if source and source.horizon else None
    return change.answer({"last": last}, source=source)


class _Change:
    """One change of the calendar on its way from the form over the preview to the confirmation."""

    def __init__(self, request: HttpRequest, title: str, form: type[ChangeForm]) -> None:
        self.request, self.title, self.form_class = request, title, form
        self.asking, self.now = asking_of(request), timezone.now()
        self.office = _office(self.asking)
        self.edition = calendar_edition(self.office.agency_id, self.office.id)
        self.calendar = calendar_of(self.edition)
        self.today = wall_time(self.calendar, self.now).date()
        self.shown: dict[str, Any] = {}

    def early(self) -> HttpResponse:
        """The page of a day that closes early: the one asked for, or the next on which the office opens."""
        asked = _read_day(self.request.GET.get("first", "")) or self.today
        day = open_day_from(self.calendar, asked) or asked
        if day != asked:
            self.shown = {"closed": closed_says(self.calendar, asked, self.today), "instead": day}
        return self.answer({}, over={"first": day})

    @property
    def usual_opening(self) -> str:
        """When the office opens today, where the page is asked to give today other hours; "" otherwise."""
        spans = self.calendar.spans(self.today)
        return str(spans[0])[:5] if spans and self.request.GET.get("first") == self.today.isoformat() else ""

    def answer(self, initial: Mapping[str, Any], *, over: Mapping[str, Any] | None = None, **more: Any) -> HttpResponse:
        """The page of the step that was sent; over what the address asks for stands what is given here."""
        data = self.request.POST if self.request.method == "POST" else None
        asked = {name: self.request.GET[name] for name in PREFILLED if name in self.request.GET}
        known = {"calendar": self.calendar, "today": self.today, **more}
        form = self.form_class(data, initial={**initial, **asked, **(over or {})}, **known)
        if data is not None and self._is_done(data):
            return self._back("The calendar is changed.")
        if data is None or data.get("step") == "edit" or not form.is_valid() or form.after is None:
            wrong = data is not None and data.get("step") != "edit"
            return self._page("clocks/calendar_change.html", form, {}, 422 if wrong else 200)
        try:
            found = movers(self.office.agency_id, self.office.id, form.after)
        except CsplanError as error:
            form.add_error(None, f"{str(error).capitalize()}.")
            return self._page("clocks/calendar_change.html", form, {}, 422)
        return self._previewed(form, form.after, found)

    def _previewed(self, form: ChangeForm, after: OfficeCalendar, found: Movers) -> HttpResponse:
        shown = {"based_on": self.edition.number, "digest": found.digest}
        data = self.request.POST
        confirm = ConfirmForm(data if data.get("step") == "confirm" else None, initial=shown)
        overtaken, status = None, 200
        if confirm.is_bound and confirm.is_valid():
            try:
                return self._confirmed(form, after, confirm)
            except Overtaken as error:
                overtaken, status = str(error).partition(";")[0], 409
                confirm = ConfirmForm({**shown, "why": confirm.cleaned_data["why"]})
        elif confirm.is_bound:
            status = 422
        preview = preview_of(self.office.agency_id, found, after)
        around = {"confirm": confirm, "preview": preview, "overtaken": overtaken, "fields": _typed(form)}
        return self._page("clocks/calendar_preview.html", form, around, status)

    def _confirmed(self, form: ChangeForm, after: OfficeCalendar, confirm: ConfirmForm) -> HttpResponse:
        said = confirm.cleaned_data
        seen = Previewed(calendar=after, says=form.says, based_on=said["based_on"], digest=said["digest"])
        change_calendar(self.office, seen, why=said["why"], by=self.asking.person.id, now=self.now)
        return self._back(f"The calendar is changed. {form.says}.")

    def _is_done(self, data: Mapping[str, str]) -> bool:
        """Whether the same confirmation was sent before: then it is shown as done, and nothing is done twice."""
        based_on, own = data.get("based_on", ""), self.edition.confirmed_by_id == self.asking.person.id
        is_next = based_on.isdigit() and int(based_on) + 1 == self.edition.number
        return data.get("step") == "confirm" and own and is_next and data.get("after") == self.calendar.digest

    def _back(self, says: str) -> HttpResponse:
        messages.success(self.request, says)
        return redirect("clocks:calendar")

    def _page(self, template: str, form: ChangeForm, around: Mapping[str, Any], status: int) -> HttpResponse:
        shown = {
            "form": form,
            "title": self.title,
            "office": self.office,
            "edition": self.edition,
            **self.shown,
            **around,
        }
        return render(self.request, template, shown, status=status)


def _read_day(text: str) -> date | None:
    """The date written in an address, None for none."""
    try:
        return parse_day(text)
    except BadInstant:
        return None


def _year_of(calendar: OfficeCalendar, year: int, today: date) -> dict[str, Any]:
    """A year of a calendar, and those beside it."""
    years = [each for each in (year - 1, year + 1) if _reaches(calendar, each)]
    return {"year": year, "years": years, "days": days_of(calendar, year, today)}


def _proposed(calendar: OfficeCalendar, today: date) -> dict[str, Any]:
    """Two years and the weekly hours of a calendar that is proposed."""
    years = [(year, days_of(calendar, year, today)) for year in (today.year, today.year + 1)]
    return {"years": years, "weeks": [week for _, week in _weeks(calendar, today)]}


def _weeks(calendar: OfficeCalendar, today: date) -> list[tuple[date | None, list[tuple[str, Spans]]]]:
    return [(begins, list(zip(NAMES, week, strict=True))) for begins, week in weeks_of(calendar, today)]


def _typed(form: ChangeForm) -> list[tuple[str, str]]:
    """What was typed, to be sent again with the confirmation."""
    return [(name, form.data.get(name, "")) for name in form.fields if form.data.get(name)]


def _office(asking: Asking) -> Office:
    return Office.objects.select_related("agency").get(agency=asking.agency.id, id=asking.office)


def _year(request: HttpRequest, calendar: OfficeCalendar, today: date) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and len(asked) == 4 else today.year
    return year if _reaches(calendar, year) else today.year


def _reaches(calendar: OfficeCalendar, year: int) -> bool:
    first_day, last_day = calendar.horizon or (date.min, date.max)
    return first_day.year <= year <= last_day.year
