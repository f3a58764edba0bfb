"""A closure that moves a return to work into a further absence: the calls left in leave count from behind that one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from absent import leave
from cast import CENTRAL, FRI_20_NOV, County, call, dane
from csplan.absences.models import Absence
from csplan.agencies.keys import new_key
from csplan.clocks.models import OPEN, Clock, Move, Turn
from csplan.clocks.turning import Said
from csplan.contacts.clock_actions import extend
from csplan.contacts.models import Contact
from csplan.core.duration import Duration
from ledgers import found
from pages import as_role, text
from test_calendar_pages import changed, preview

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 17, 0, tzinfo=CENTRAL)
CLOSED = {"what": "closed", "first": "2026-11-23", "last": "2026-11-23", "name": "Water damage"}


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, 1, hour, tzinfo=CENTRAL) + timedelta(days=number - 1)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    """A worker is on leave on Friday, back on Monday for a day, and on leave again on Tuesday and Wednesday."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    of = dane()
    speaking(of.id)
    leave(of.worker, day(20), day(21))
    leave(of.worker, day(24), day(26), now=day(20, 8))
    return of


def clock_of(contact: Contact) -> Clock:
    return Clock.objects.get(OPEN, matter=contact.matter_id)


def due(contact: Contact) -> str:
    found_clock = clock_of(contact)
    return f"{found_clock.due.astimezone(CENTRAL):%a %-d %b}" if found_clock.due else "waits"


def closed(client: Client) -> Any:
    return changed(client, CLOSED)


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_closure_that_moves_the_return_into_a_further_leave_counts_from_behind_it(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home, "supervisor")
    assert due(contact) == "Wed 25 Nov"  # back on Monday, two working days
    assert "1 call left with people on leave counts from a later return" in text(preview(client, CLOSED))
    closed(client)
    assert due(contact) == "Wed 2 Dec"  # back on Monday 30: Thanksgiving and the day after are closed
    shown = text(as_role(home).get(reverse("desk:contact", args=[contact.id])))
    assert "Water damage" in shown and "Wed 2 Dec 2026" in shown
    assert found(home.id) == []


def test_other_calls_move_with_the_calendar_as_ever_and_are_previewed(home: County) -> None:
    contact = call(home, FRI_20_NOV - timedelta(days=1), party="employer")  # two days, before the leave began
    left = call(home, FRI_20_NOV)
    client = as_role(home, "supervisor")
    assert "1 open promise would move" in text(preview(client, CLOSED))
    closed(client)
    (move,) = Move.objects.all()
    assert (move.clock_id, due(contact), due(left)) == (clock_of(contact).id, "Tue 24 Nov", "Wed 2 Dec")


def test_where_nobody_knows_the_second_return_the_call_waits(home: County) -> None:
    leave(home.worker, day(24), None, kind="sick", now=day(20, 9))
    contact = call(home, FRI_20_NOV)
    closed(as_role(home, "supervisor"))
    assert due(contact) == "waits" and found(home.id) == []


def test_an_extension_given_before_is_counted_on_from_the_new_end(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    said = Said(reason="the customer asked", by=home.worker, key=new_key(), now=NOW)
    extend(contact, clock_of(contact), Duration(1, "business days"), said)
    closed(as_role(home, "supervisor"))
    assert due(contact) == "Thu 3 Dec" and Turn.objects.filter(what=Turn.LEAVE, clock=clock_of(contact)).count() == 1
    assert found(home.id) == []


def test_an_absence_that_relieves_nothing_moves_no_return(home: County) -> None:
    leave(home.worker, day(23, 0), day(24), kind="other", now=day(20, 9))
    contact = call(home, FRI_20_NOV)
    Absence.objects.filter(begins=day(24)).update(kind="other")
    closed(as_role(home, "supervisor"))
    assert due(contact) == "Mon 30 Nov"
