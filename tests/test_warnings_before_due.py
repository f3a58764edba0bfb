"""Warnings before due: on working time, once for each rung, to somebody who is there, without personal data."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from absent import leave
from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.agencies.actions import choose
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.clocks.models import Warned
from csplan.clocks.queries import clocks_of, told
from csplan.clocks.rungs import SOON, reaches
from csplan.clocks.warning import warn
from csplan.contacts.clock_actions import pause
from csplan.ledger.models import Entry
from csplan.outbox.models import Parcel
from ledgers import found as faults_of
from turned import clock_of, said

pytestmark = pytest.mark.django_db


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CENTRAL)


@pytest.fixture
def home(speaking: Callable[..., None]) -> County:
    found = dane()
    speaking(found.id)
    return found


def warned(home: County) -> list[tuple[str, str]]:
    return [(each.rung, each.to.name) for each in Warned.objects.select_related("to").order_by("given", "id")]


def test_a_warning_is_given_four_business_hours_before_due_and_once(home: County) -> None:
    """Pitfalls B31 and B32."""
    call(home, FRI_20_NOV)  # due on Monday at 16:30
    for now in (at(21, 3), at(22, 12), at(23, 7, 59), at(23, 12, 29)):
        assert warn(home.id, now) == 0
    assert [warn(home.id, at(23, 12, minute)) for minute in (30, 35, 40)] == [1, 0, 0]
    assert warned(home) == [("4 business hours", "Case Worker")]
    assert Entry.objects.filter(act="warn before due").count() == 1 and faults_of(home.id) == []


def test_hours_before_due_run_over_the_weekend_only_while_the_office_is_open(home: County) -> None:
    """Pitfall B32: what is due on Monday morning is warned of on Friday while the office is open, never at night."""
    calendar = calendar_of(calendar_edition(home.id, home.office.id))
    assert reaches(SOON, at(20, 14, 30), calendar) == at(23, 10)


def test_the_same_rung_cannot_warn_twice_even_where_two_workers_race(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    warn(home.id, at(23, 13))
    (first,) = Warned.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        Warned.objects.create(
            agency_id=home.id,
            clock=clock_of(contact),
            rung=first.rung,
            due=first.due,
            to=home.worker,
            round=first.round,
            given=first.given,
        )


@pytest.mark.parametrize(("cover", "whom"), [("", "Supervisor"), ("agency attorney", "Agency Attorney")])
def test_for_one_who_is_absent_the_cover_is_warned_else_a_supervisor(home: County, cover: str, whom: str) -> None:
    call(home, FRI_20_NOV)
    leave(home.worker, at(21, 8), at(30, 8), cover=home.people[cover] if cover else None)
    warn(home.id, at(23, 13))
    assert [name for _, name in warned(home)] == [whom]


def test_where_the_cover_is_absent_too_a_supervisor_is_warned(home: County) -> None:
    call(home, FRI_20_NOV)
    leave(home.people["agency attorney"], at(21, 8), at(30, 8))
    leave(home.worker, at(21, 8), at(30, 8), cover=home.people["agency attorney"])
    warn(home.id, at(23, 13))
    assert [name for _, name in warned(home)] == ["Supervisor"]


def test_nobody_is_warned_of_a_paused_a_met_or_a_past_due_clock(home: County) -> None:
    paused, met, _past = (call(home, FRI_20_NOV + timedelta(seconds=number)) for number in range(3))
    pause(paused, clock_of(paused), at(23, 9), said(home))
    clock = clock_of(met)
    clock.met, clock.met_fact = MON_23_NOV, "call.returned"
    clock.save()
    assert warn(home.id, at(24, 9)) == 0 and warn(home.id, at(23, 13)) == 1


def test_the_agency_chooses_the_rungs_or_none(home: County) -> None:
    call(home, FRI_20_NOV)
    choose(home.id, "clocks.warnings", "none", actor=None, now=MON_23_NOV)
    assert warn(home.id, at(23, 13)) == 0
    choose(home.id, "clocks.warnings", "8 business hours, 2 business hours", actor=None, now=MON_23_NOV)
    assert warn(home.id, at(23, 13)) == 1 and warn(home.id, at(23, 15)) == 1
    assert [rung for rung, _ in warned(home)] == ["8 business hours", "2 business hours"]


@pytest.mark.parametrize("chosen", [True, False])
def test_mails_hold_counts_and_a_link_and_nothing_of_the_customer_where_they_are_chosen(
    home: County, chosen: bool
) -> None:
    for number in range(3):
        call(home, FRI_20_NOV + timedelta(seconds=number))
    Person.objects.filter(id=home.worker.id).update(email="worker@example.org")
    choose(home.id, "clocks.warning_mails", chosen, actor=None, now=MON_23_NOV)
    warn(home.id, at(23, 13))
    mails = list(Parcel.objects.filter(agency=home.id, kind="mail"))
    assert len(mails) == chosen
    for mail in mails:
        text = f"{mail.payload['subject']} {mail.payload['text']}"
        assert "Due within 4 business hours: 3" in text and "/due/" in text and mail.to == "worker@example.org"
        assert "1234567" not in text and "payment" not in text and "custodial" not in text


def test_the_list_says_what_falls_due_within_four_business_hours(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    clocks = clocks_of(home.id, [contact.matter_id])
    assert [told(clocks, home.id, now)[0].soon for now in (at(23, 12, 29), at(23, 12, 30), at(23, 16, 31))] == [
        "",
        SOON,
        "",
    ]
