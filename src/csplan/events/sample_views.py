"""A random sample of posted events for a supervisor, drawn with a seed so that it can be drawn again, and marked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from secrets import randbelow
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.text_field import TextField
from csplan.events.marks import mark_event, marks_on, share_of
from csplan.events.models import SENTENCE, Event, Mark
from csplan.events.queries import entry_of, posted_between
from csplan.events.views import zone_of

YES, NO = "yes", "no"
DAYS: Final = 30
MOST: Final = 50
SEEDS: Final = 1_000_000


class MarkForm(PlainForm):
    """Whether an event is factual; the button that is pressed says it."""

    factual = forms.ChoiceField(
        choices=[(YES, "Factual"), (NO, "Not factual")], error_messages={"required": "Choose one."}
    )
    note = TextField(required=False, max_length=SENTENCE, strip=True, widget=forms.TextInput)


@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: HttpRequest) -> HttpResponse:
    """So many percent of the events of the last days, and each one with a confirmed quotation; each to be marked."""
    asking, now = asking_of(request), timezone.now()
    every = posted_between(asking.agency.id, asking.office, now - timedelta(days=DAYS), now)
    percent = _number(request, "percent", least=1, most=100, unsaid=5)
    seed = _number(request, "seed", least=0, most=SEEDS, unsaid=randbelow(SEEDS))
    form = MarkForm(request.POST or None)
    if request.method == "POST":
        event = _asked(every, request.POST.get("event", ""))
        if form.is_valid():
            _mark(event, form, asking, now)
            messages.success(request, f"Marked: case {event.case.number}.")
            return redirect(f"{reverse('events:sample')}?{urlencode({'percent': percent, 'seed': seed})}#e{event.id}")
    around = {"seed": seed, "percent": percent, **_shown(every, seed, percent, asking), "form": form}
    return render(request, "events/sample.html", around, status=422 if form.is_bound else 200)


def _shown(every: QuerySet[Event], seed: int, percent: int, asking: Asking) -> dict[str, Any]:
    keys = list(every.values_list("id", flat=True))
    drawn = Random(seed).sample(keys, min(MOST, -(-len(keys) * percent // 100)))
    rows, quoted = list(every.filter(id__in=drawn)), list(every.exclude(quoted=[])[:MOST])
    marks, zone = marks_on(asking.agency.id, {each.id for each in (*rows, *quoted)}), zone_of(asking)
    return {
        "rows": [_row(each, asking, zone, marks) for each in rows],
        "quoted": [_row(each, asking, zone, marks) | {"above": each.id in drawn} for each in quoted],
        "share": share_of(asking.agency.id, every),
        "count": len(keys),
        "days": DAYS,
        "most": MOST,
        "system": asking.agency.case_system,
    }


def _mark(event: Event, form: MarkForm, asking: Asking, now: datetime) -> None:
    said = form.cleaned_data
    mark_event(event, factual=said["factual"] == YES, note=said["note"], by=asking.person, now=now)


def _asked(every: QuerySet[Event], key: str) -> Event:
    """The event that a form names. Raises Http404 for one that is not of the sample's days and office."""
    try:
        return every.get(id=UUID(key))
    except (ValueError, Event.DoesNotExist):
        raise Http404 from None


def _row(event: Event, asking: Asking, zone: ZoneInfo, marks: Mapping[UUID, Mark]) -> dict[str, Any]:
    posted = event.posted.astimezone(zone) if event.posted else None
    text = entry_of(asking.agency, event.text, event.contact).whole if event.text else ""
    return {"event": event, "posted": posted, "text": text, "mark": marks.get(event.id)}


def _number(request: HttpRequest, name: str, *, least: int, most: int, unsaid: int) -> int:
    """The number of a parameter; what was unsaid where it is none."""
    text = request.GET.get(name, "")
    given = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else unsaid
    return min(max(given, least), most)
