"""Imported calls for people who were away: where they went is asked before they are recorded, once for each absence."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from absent import leave
from call_logs import LIVE, MISSED, VOICE, a_log, the_meaning, uploaded
from cast import FRI_20_NOV, MON_23_NOV, MON_23_NOV_CLOSE, County, dane
from csplan.absences.models import Absence
from csplan.adapters.imports.actions import say_meaning
from csplan.adapters.imports.models import Import
from csplan.clocks.models import OPEN, Clock
from csplan.contacts.models import Contact
from ledgers import found
from pages import as_role, text

pytestmark = pytest.mark.django_db
FROM_FRIDAY = (FRI_20_NOV.replace(hour=9, minute=0), MON_23_NOV.replace(day=25))
EARLIER = MISSED.replace("2026-11-20 16:50", "2026-11-19 16:00")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    return county


def previewed(home: County, *rows: str) -> tuple[Import, str]:
    """An import whose columns are explained, and the page on which it is confirmed."""
    taken = uploaded(home, a_log(*rows))
    say_meaning(taken, the_meaning(home), by=home.people["supervisor"], now=MON_23_NOV)
    return taken, reverse("imports:preview", args=[taken.id])


def away(home: County) -> Absence:
    """The worker is on vacation when the missed call and the voice mail come, and the supervisor covers."""
    return leave(home.worker, *FROM_FRIDAY, cover=home.people["supervisor"])


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_before_calls_for_somebody_away_are_recorded_the_page_asks_where_they_went(home: County) -> None:
    absence, client = away(home), as_role(home, "supervisor")
    taken, page = previewed(home, MISSED, VOICE, LIVE, EARLIER)
    shown = client.get(page)
    assert "Case Worker is away until Wed 25 Nov 2026 10:00 CST; cover: Supervisor." in text(shown)
    assert "Where do the 2 calls go?" in text(shown) and "checked" not in shown.content.decode()
    refused = client.post(page)
    assert refused.status_code == 422 and "Say where the call goes" in text(refused) and _of(taken).started is None
    assert client.post(page, {str(absence.id): str(home.worker.id)}).status_code == 422  # no cover of theirs


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_calls_that_went_on_to_the_cover_are_the_covers_with_the_ordinary_time(home: County) -> None:
    absence, client, covers = away(home), as_role(home, "supervisor"), home.people["supervisor"]
    _, page = previewed(home, MISSED, VOICE, LIVE, EARLIER)
    client.get(client.post(page, {str(absence.id): str(covers.id)})["Location"])
    owners = Contact.objects.order_by("received").values_list("matter__owner", "matter__redirected")
    assert list(owners) == [
        (home.worker.id, False),
        (covers.id, True),
        (home.worker.id, False),
        (covers.id, True),
    ]
    assert Clock.objects.get(matter__contact__received=FRI_20_NOV).due == MON_23_NOV_CLOSE
    assert found(home.id) == []


def test_calls_that_were_left_count_from_the_return(home: County) -> None:
    absence, client = away(home), as_role(home, "supervisor")
    _, page = previewed(home, MISSED)
    client.get(client.post(page, {str(absence.id): "stays"})["Location"])
    (clock,) = Clock.objects.filter(OPEN)
    assert clock.standard == "phone.after_leave_return" and clock.owner == home.worker


def test_where_nobody_was_away_nothing_is_asked(home: County) -> None:
    client: Any = as_role(home, "supervisor")
    _, page = previewed(home, MISSED)
    assert "Where" not in text(client.get(page))
    assert client.post(page).status_code == 302


def _of(taken: Import) -> Import:
    return Import.objects.get(id=taken.id)
