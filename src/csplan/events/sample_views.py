"""A random sample of posted events for a supervisor, drawn with a seed so that it can be drawn again."""

from datetime import timedelta
from random import Random
from secrets import randbelow
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from csplan.agencies.asking import Asking, asking_of
from csplan.events.models import Event
from csplan.events.queries import entry_of, posted_between
from csplan.events.views import zone_of

DAYS: Final = 30
MOST: Final = 50
SEEDS: Final = 1_000_000


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """So many percent of the events of the last days, and each one with a confirmed quotation."""
    asking, now = asking_of(request), timezone.now()
    percent = _number(request, "percent", least=1, most=100, unsaid=5)
    seed = _number(request, "seed", least=0, most=SEEDS, unsaid=randbelow(SEEDS))
    every = posted_between(asking.agency.id, asking.office, now - timedelta(days=DAYS), now)
    keys = list(every.values_list("id", flat=True))
    drawn = Random(seed).sample(keys, min(MOST, -(-len(keys) * percent // 100)))
    around = {
        "rows": [_row(each, asking) for each in every.filter(id__in=drawn)],
        "quoted": [_row(each, asking) for each in every.exclude(quoted=[])[:MOST]],
        "seed": seed,
        "percent": percent,
        "count": len(keys),
        "days": DAYS,
        "most": MOST,
        "system": asking.agency.case_system,
    }
    return render(request, "events/sample.html", around)


def _row(event: Event, asking: Asking) -> dict[str, Any]:
    posted = event.posted.astimezone(zone_of(asking)) if event.posted else None
    text = entry_of(asking.agency, event.text, event.contact).whole if event.text else ""
    return {"event": event, "posted": posted, "text": text}


def _number(request: HttpRequest, name: str, *, least: int, most: int, unsaid: int) -> int:
    """The number of a parameter; what was unsaid where it is none."""
    text = request.GET.get(name, "")
    given = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else unsaid
    return min(max(given, least), most)
