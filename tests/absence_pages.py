"""The pages of absences as tests use them: a county whose supervisor is known by name, and a form of a week's leave."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import CENTRAL, MON_23_NOV, County, dane
from csplan.agencies.models import Person

NEXT_MONDAY = datetime(2026, 11, 30, tzinfo=CENTRAL)
BACK = datetime(2026, 12, 7, tzinfo=CENTRAL)


def led_by_sam(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    """A county on a Monday morning, whose supervisor has a name and an extension."""
    at(monkeypatch, MON_23_NOV)
    found = dane()
    speaking(found.id)
    Person.objects.filter(agency=found.id, username="supervisor.dane").update(name="Sam Lead", extension="12")
    return found


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The site reads this time of day from now on."""
    monkeypatch.setattr(timezone, "now", lambda: now)


def typed(**fields: str) -> dict[str, str]:
    """A whole form of a week's vacation without cover."""
    whole = {"key": str(uuid4()), "kind": "vacation", "first_day": "2026-11-30", "until": "last"}
    return {**whole, "last_day": "2026-12-04", "redirected": "stay", **fields}


def entered(client: Client, **fields: str) -> Any:
    return client.post(reverse("absences:enter"), typed(**fields))
