"""What the tests of the desk share: a county at an instant, its people signed in, the text of a page."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import MON_23_NOV, PASSWORD, County, dane
from csplan.agencies.keys import new_key
from csplan.agencies.models import Person
from csplan.clocks.models import Clock
from csplan.clocks.turning import hand_matter
from csplan.contacts.actions import NewAttempt, record_return
from csplan.contacts.models import Contact


def county_at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> County:
    """A county whose site reads this time of day."""
    monkeypatch.setattr(timezone, "now", lambda: now)
    return dane(PASSWORD)


def signed_in(person: Person) -> Client:
    """Somebody at a browser."""
    client = Client()
    client.force_login(person)
    return client


def address_of(answer: Any) -> str:
    """Where an answer leads to."""
    return str(answer.url)


def given_to(contact: Contact, person: Person) -> Contact:
    """A contact that somebody answers for."""
    hand_matter(contact.matter, person.id)
    return contact


def returned(contact: Contact, by: Person, at: datetime = MON_23_NOV) -> None:
    """Somebody was reached back."""
    record_return(contact, NewAttempt(happened=at, note=""), by=by, key=new_key(), now=at)


def without_date(contact: Contact, *, started: bool) -> None:
    """The contact's clocks are paused, or wait for their start."""
    clocks = Clock.objects.filter(matter=contact.matter)
    clocks.update(due=None, due_date=None, **({} if started else {"started": None}))
