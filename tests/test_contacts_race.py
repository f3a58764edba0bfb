"""Requests that race: the same form at once makes one record, and two returns at once meet a clock once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.agencies.keys import new_key
from csplan.agencies.walls import speaking_for
from csplan.clocks.models import Clock
from csplan.contacts.actions import NewAttempt, record_return
from csplan.contacts.models import Attempt, Contact
from csplan.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 5
Found = TypeVar("Found")


def at_once(home: County, act: Callable[[int], Found]) -> list[Found]:
    """What an act gives to each of several that do it at the same time, each on a connection of its own."""

    def one(number: int) -> Found:
        try:
            with speaking_for([home.id]):
                return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_the_same_form_five_times_at_once_makes_one_contact() -> None:
    home, key = dane(), new_key()
    assert len({contact.id for contact in at_once(home, lambda _: call(home, FRI_20_NOV, key=key))}) == 1
    with speaking_for([home.id]):
        assert Contact.objects.count() == Clock.objects.count() == 1
        assert Entry.objects.filter(agency=home.id, act="record contact").count() == 1


def test_five_returns_at_once_are_all_recorded_and_the_clock_is_met_once() -> None:
    home, new = dane(), NewAttempt(happened=MON_23_NOV, note="")
    with speaking_for([home.id]):
        contact = call(home, FRI_20_NOV)
    at_once(home, lambda _: record_return(contact, new, by=home.worker, key=new_key(), now=MON_23_NOV))
    with speaking_for([home.id]):
        assert Attempt.objects.filter(contact=contact).count() == AT_ONCE
        assert Clock.objects.get(matter=contact.matter_id).met == MON_23_NOV
        numbers = Entry.objects.filter(agency=home.id).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, len(numbers) + 1))
