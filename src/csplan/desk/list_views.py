"""The due lists: of somebody, of a team, of an office, and of those who are to be called back."""

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from csplan.absences.queries import away_on
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.queries import workers
from csplan.agencies.queue import queue_key
from csplan.clocks.proposals import ends_soon
from csplan.desk.boards import board, people_of, team_of, teams_of
from csplan.desk.bounded import bounded_counts
from csplan.desk.filters import Filter, filter_of
from csplan.desk.forms import FindCaseForm
from csplan.desk.listing import Asked, listing
from csplan.desk.lists import CALL_BACKS, MY_LIST, OFFICE_LIST, TO_TAKE, DueList, asked_of, list_named
from csplan.desk.meanwhile import meanwhile
from csplan.desk.queries import saved_filters
from csplan.desk.tabs import tab_questions, tabs_of

ROWS: Final = (25, 50, 100, 200)
A_DAY: Final = 12 * 60 * 60
"""Seconds after which it no longer matters when a list was last looked at."""


@require_safe
def my_list(request: HttpRequest) -> HttpResponse:
    """What the person who asks has promised, the most urgent first."""
    return _list(request, MY_LIST)


@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    """What the office has promised, and who is to keep it; the most urgent first."""
    return _list(request, OFFICE_LIST)


@require_safe
def call_backs(request: HttpRequest) -> HttpResponse:
    """Whom the office is to call back, the most urgent first."""
    return _list(request, CALL_BACKS)


@require_safe
def to_take(request: HttpRequest) -> HttpResponse:
    """What was left for the office, to be taken by whoever is there; the most urgent first."""
    return _list(request, TO_TAKE)


@require_safe
def team_board(request: HttpRequest) -> HttpResponse:
    """How much each person of a team has open, and what is due first."""
    asking = asking_of(request)
    asked, edition = asked_of(asking, OFFICE_LIST, timezone.now())
    teams = teams_of(asked.agency, asked.office)
    said, today = request.GET.get("team"), asked.now.date()
    team = team_of(asking.person, today) if said is None else next((t.id for t in teams if str(t.id) == said), None)
    people = people_of(asked.agency, asked.office, team, today)
    around = {
        "tabs": tabs_of(asking, bounded_counts(tab_questions(asking))),
        "teams": teams,
        "team": team,
        "office": edition.office,
        "now": asked.now,
        "windows": asked.windows.values(),
        "parts": board(asked, people),
        "away": away_on(asked.agency, asked.office, asked.now, asked.calendar),
    }
    return render(request, "desk/team_board.html", around)


@require_POST
def find_case(request: HttpRequest) -> HttpResponse:
    """The list narrowed down to one case; the number itself stands in no address."""
    asking = asking_of(request)
    of = list_named(asking, request.POST.get("list", MY_LIST.page))
    form = FindCaseForm(request.POST, agency=asking.agency, office=asking.office)
    if form.is_valid():
        return redirect(f"{reverse(of.page)}?{urlencode({'case': form.cleaned_data['case_number'].id})}")
    return render(request, "desk/find_case.html", {"form": form, "list": of}, status=422)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys by which the pages are used without a mouse."""
    return render(request, "desk/keys.html")


def _list(request: HttpRequest, of: DueList) -> HttpResponse:
    asking, now = asking_of(request), timezone.now()
    asked, edition = asked_of(asking, of, now)
    to, rows = filter_of(request.GET), _rows(request)
    found = listing(asked, to, number=request.GET.get("page", "1"), rows=rows, beside=tab_questions(asking))
    around = {
        "found": found,
        "office": edition.office,
        "now": asked.now,
        "ends_soon": ends_soon(asked.calendar, asked.now.date()),
        "filter": to,
        "chips": _chips(asked, to, found.groups),
        "rows": rows,
        "sizes": ROWS,
        "address": _address(to, rows),
        "meanwhile": meanwhile(asked, asking.person, _looked(request)),
        "tabs": tabs_of(asking, found.beside),
        **_frame(asking, of, asked),
    }
    return _remembering(render(request, "desk/due_list.html", around), request, now)


def _frame(asking: Asking, of: DueList, asked: Asked) -> dict[str, Any]:
    """What stands around the rows of a list, whatever narrows it."""
    saved = saved_filters(asking.person, asked.office, of.page)
    away = {} if of.mine else away_on(asked.agency, asked.office, asked.now, asked.calendar)
    return {
        "list": of,
        "owners": not of.mine,
        "saved": saved,
        "away": away,
        "queue": queue_key(asked.office),
    }


def _rows(request: HttpRequest) -> int:
    said = request.GET.get("rows", "")
    return next((each for each in ROWS if str(each) == said), ROWS[0])


def _address(to: Filter, rows: int) -> str:
    """What pages of the same list have in common in their address."""
    return "&".join(part for part in (to.text, f"rows={rows}" if rows != ROWS[0] else "") if part)


def _chips(asked: Asked, to: Filter, groups: Any) -> list[tuple[str, str]]:
    """What narrows the list, in words, each with the address of the list without it."""
    words = {
        "due": next((group.window.says for group in groups if group.chosen), ""),
        "party": to.party,
        "channel": to.channel,
        "promise": to.promise,
        "language": to.language,
        "person": _name(asked, to.person) if to.person else "",
        "case": "one case" if to.case else "",
    }
    return [(says, to.without(name).text) for name, says in words.items() if says]


def _name(asked: Asked, person: str) -> str:
    found = (each.name for each in workers(asked.agency, asked.office) if str(each.id) == person)
    return next(found, "nobody of this office")


def _looked(request: HttpRequest) -> datetime | None:
    """When this list was last looked at from this browser."""
    said = request.COOKIES.get("looked", "")
    return datetime.fromtimestamp(int(said), UTC) if said.isascii() and said.isdigit() and len(said) < 12 else None


def _remembering(answer: HttpResponse, request: HttpRequest, now: datetime) -> HttpResponse:
    """The answer with a cookie that holds the present second, and goes back to this one page only."""
    secure = bool(settings.SESSION_COOKIE_SECURE)
    said = str(int(now.timestamp()))
    answer.set_cookie("looked", said, max_age=A_DAY, path=request.path, secure=secure, httponly=True, samesite="Lax")
    return answer
