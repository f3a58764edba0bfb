"""What happened in an evening is shown on the day that the office had, while in UTC it is tomorrow."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from call_logs import uploaded
from cast import CENTRAL, County, dane
from csplan.adapters.feed.actions import make_feed
from csplan.adapters.webhooks.actions import pause_webhook
from csplan.agencies.actions import choose
from csplan.agencies.templatetags.wall import at, day
from pages import as_role, text
from receivers import hook

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=CENTRAL).astimezone(UTC)
SHOWN = "Mon 23 Nov 2026 20:30 CST"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    county = dane()
    speaking(county.id)
    return county


def _import(home: County) -> str:
    uploaded(home, now=EVENING)
    return reverse("imports:list")


def _feed(home: County) -> str:
    make_feed(by=home.people["supervisor"], now=EVENING)
    return reverse("feed:mine")


def _webhooks(home: County) -> str:
    pause_webhook(hook(home), actor=home.people["agency director"].id, now=EVENING)
    return reverse("webhooks:list")


def _webhook(home: County) -> str:
    found = hook(home)
    pause_webhook(found, actor=home.people["agency director"].id, now=EVENING)
    return reverse("webhooks:one", args=[found.id])


def _choice(home: County) -> str:
    choose(home.id, "absences.greetings", True, actor=home.people["agency director"].id, now=EVENING)
    return reverse("agencies:choices")


def _sign_in(home: County) -> str:
    as_role(home)
    return reverse("agencies:person", args=[home.worker.id])


def _factor(home: County) -> str:
    person = home.people["supervisor"]
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={}, created_at=EVENING)
    return reverse("mfa_index")


@pytest.mark.parametrize(
    ("role", "page_after"),
    [
        ("supervisor", _import),
        ("supervisor", _feed),
        ("supervisor", _factor),
        ("agency director", _choice),
        ("system administrator", _webhooks),
        ("system administrator", _webhook),
        ("system administrator", _sign_in),
    ],
)
def test_an_evening_is_shown_as_the_evening_of_its_own_day(home: County, role: str, page_after: Any) -> None:
    shown = text(as_role(home, role).get(page_after(home)))
    assert SHOWN in shown and "24 Nov 2026" not in shown


def test_an_instant_in_utc_is_never_taken_for_a_day(home: County) -> None:
    assert at(EVENING, home.office.agency) == SHOWN
    assert day(EVENING.astimezone(CENTRAL)) == "Mon 23 Nov 2026" and day(None) == ""
    with pytest.raises(TypeError, match="no office's wall"):
        day(EVENING)
