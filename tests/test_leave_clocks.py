"""Calls left with somebody on leave count from the return, and follow it; redirected ones keep their ordinary clock."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from absent import leave
from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.absences.actions import Plan, cancel_absence, change_absence
from csplan.absences.models import Absence
from csplan.absences.returning import next_opening
from csplan.agencies.keys import new_key
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.clocks.models import Clock, Turn
from csplan.clocks.queries import clocks_of, leads_of, told
from csplan.contacts.actions import NewAttempt, NewContact, record_contact, record_return
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from ledgers import found

pytestmark = pytest.mark.django_db
Speak = Callable[..., None]
Shown = dict[str, tuple[str, str]]
MIDNIGHT = datetime(2026, 11, 20, tzinfo=CENTRAL)
DEC = datetime(2026, 12, 1, tzinfo=CENTRAL)


@pytest.fixture
def home(speaking: Speak) -> County:
    found = dane()
    speaking(found.id)
    return found


def day(number: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of November 2026 on the office's wall; the 31st is the first of December."""
    return datetime(2026, 11, 1, hour, minute, tzinfo=CENTRAL) + timedelta(days=number - 1)


def shown(contact: Contact, now: datetime = MON_23_NOV) -> Shown:
    """Of each clock of a contact by standard when it is due, and what became of it; a star where it leads."""
    every = told(clocks_of(contact.agency_id, [contact.matter_id]), contact.agency_id, now)
    return {
        each.clock.standard.removeprefix("phone."): (
            f"{each.due:%a %-d %b %H:%M}" if each.due else "",
            f"{each.verdict}{'*' if each.leads else ''}",
        )
        for each in every
    }


def change(absence: Absence, ends: datetime | None, by: County, now: datetime) -> None:
    absence.refresh_from_db()
    plan = Plan(kind=absence.kind, begins=absence.begins, ends=ends, cover=None, redirected=False)
    change_absence(absence, plan, version=absence.version, why="test", by=by.worker, now=now)


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_call_on_wednesday_of_a_weeks_leave_is_due_two_working_days_after_the_return(home: County) -> None:
    leave(home.worker, day(9), day(14))  # Monday to Friday
    contact = call(home, day(11, 10))
    assert shown(contact) == {
        "customer_return": ("Thu 12 Nov 16:30", "stopped"),
        "after_leave_return": ("Wed 18 Nov 16:30", "open past due*"),
    }
    (clock,) = leads_of(home.id, office=home.office.id)
    assert clock.started == day(16, 8)


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_leave_that_ends_mid_week_counts_from_the_hour_of_the_return(home: County) -> None:
    leave(home.worker, day(19), day(25, 13))
    contact = call(home, FRI_20_NOV, party="employer")
    assert shown(contact)["after_leave_return"] == ("Tue 1 Dec 16:30", "open*")  # Thanksgiving and the day after
    assert shown(contact)["employer_return"] == ("Tue 24 Nov 16:30", "stopped")


@pytest.mark.requirement("WI-CSP-VM-03")
def test_a_voice_mail_left_in_the_leave_is_relieved_of_both_its_clocks(home: County) -> None:
    leave(home.worker, day(19), day(25))
    contact = call(home, FRI_20_NOV, kind="voice mail")
    assert shown(contact) == {
        "customer_return": ("Mon 23 Nov 16:30", "stopped"),
        "vm.response": ("Mon 23 Nov 16:30", "stopped"),
        "after_leave_return": ("Tue 1 Dec 16:30", "open*"),
    }


def redirected(home: County, received: datetime, party: str = "employer") -> Contact:
    """A call for the worker that went on to the agency attorney."""
    new = NewContact(
        kind=kinds()["call back"],
        party=party,
        case_number="",
        reason="",
        owner=home.people["agency attorney"].id,
        happened=received,
        received=received,
        redirected_from=home.worker.id,
    )
    return record_contact(new, office=home.office.id, by=home.worker, key=new_key(), now=received)


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_redirected_call_keeps_its_ordinary_clock_on_the_cover_whatever_becomes_of_the_leave(home: County) -> None:
    absence = leave(home.worker, day(19), day(25), cover=home.people["agency attorney"], redirected=True)
    contact = redirected(home, FRI_20_NOV)
    assert shown(contact) == {"employer_return": ("Tue 24 Nov 16:30", "open*")}
    change(absence, None, home, MON_23_NOV)
    assert shown(contact) == {"employer_return": ("Tue 24 Nov 16:30", "open*")}
    assert contact.matter.owner_id == home.people["agency attorney"].id


@pytest.mark.parametrize(
    ("kind", "received", "channel"),
    [("other", day(20, 10), "call back"), ("sick", day(18, 10), "call back"), ("sick", day(25, 8), "call back")],
)
def test_no_relief_in_other_absences_before_the_leave_or_after_the_return(
    home: County, kind: str, received: datetime, channel: str
) -> None:
    leave(home.worker, day(19), day(25), kind=kind, now=day(18, 9))
    assert set(shown(call(home, received, kind=channel))) == {"customer_return"}


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_letters_and_e_mail_get_no_relief(home: County) -> None:
    leave(home.worker, day(19), day(25))
    for kind in ("letter", "e-mail to a worker"):
        clocks = Clock.objects.filter(agency=home.id, matter=call(home, FRI_20_NOV, kind=kind).matter)
        assert clocks.exists() and not clocks.exclude(stopped=None).exists()


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_sudden_sickness_entered_after_the_call_rebases_its_open_clock_and_keeps_both_dates(home: County) -> None:
    contact = call(home, day(23, 8, 30))
    assert shown(contact) == {"customer_return": ("Tue 24 Nov 16:30", "open*")}
    leave(home.worker, day(23), day(24), kind="sick", by=home.people["supervisor"], now=MON_23_NOV)
    assert shown(contact) == {
        "customer_return": ("Tue 24 Nov 16:30", "stopped"),
        "after_leave_return": ("Mon 30 Nov 16:30", "open*"),
    }
    turns = Turn.objects.filter(agency=home.id, matter=contact.matter).order_by("id")
    assert {(turn.reason, turn.by_id) for turn in turns} == {("an absence was entered", home.people["supervisor"].id)}
    assert [turn.due_before for turn in turns if turn.due_before] == [datetime(2026, 11, 24, 16, 30, tzinfo=CENTRAL)]


def test_a_call_answered_before_the_sickness_is_entered_stays_as_it_was(home: County) -> None:
    contact = call(home, day(23, 8, 30))
    new = NewAttempt(happened=day(23, 9), note="")
    record_return(contact, new, by=home.worker, key=new_key(), now=day(23, 9))
    leave(home.worker, day(23), day(24), kind="sick", now=MON_23_NOV)
    assert shown(contact) == {"customer_return": ("Tue 24 Nov 16:30", "met*")}


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_open_clocks_follow_the_return_earlier_later_and_away(home: County) -> None:
    absence = leave(home.worker, day(19), day(25))
    contact = call(home, FRI_20_NOV)
    seen = [shown(contact)["after_leave_return"][0]]
    for ends in (day(24), None, day(32)):
        change(absence, ends, home, MON_23_NOV)
        seen.append(shown(contact)["after_leave_return"][0])
    assert seen == ["Tue 1 Dec 16:30", "Mon 30 Nov 16:30", "", "Fri 4 Dec 16:30"]
    absence.refresh_from_db()
    cancel_absence(absence, version=absence.version, why="test", by=home.worker, now=MON_23_NOV)
    assert shown(contact) == {
        "customer_return": ("Mon 23 Nov 16:30", "open*"),
        "after_leave_return": ("Fri 4 Dec 16:30", "stopped"),
    }
    assert found(home.id) == []


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_call_waits_without_an_invented_date_while_nobody_knows_the_return_and_stands_on_the_lists(
    home: County,
) -> None:
    leave(home.worker, day(19), None)
    contact = call(home, FRI_20_NOV)
    assert shown(contact)["after_leave_return"] == ("", "open*")
    (clock,) = leads_of(home.id, office=home.office.id, owner=home.worker.id).filter(due=None)
    assert (clock.started, clock.due, clock.due_date) == (None, None, None)
    new = NewAttempt(happened=MON_23_NOV, note="by a colleague")
    record_return(contact, new, by=home.people["supervisor"], key=new_key(), now=MON_23_NOV)
    assert shown(contact)["after_leave_return"] == ("", "met*")
    assert found(home.id) == []


def test_a_call_returned_before_the_worker_is_back_is_met(home: County) -> None:
    leave(home.worker, day(19), day(25))
    contact = call(home, FRI_20_NOV)
    new = NewAttempt(happened=MON_23_NOV, note="by a colleague")
    record_return(contact, new, by=home.people["supervisor"], key=new_key(), now=MON_23_NOV)
    assert shown(contact)["after_leave_return"] == ("Tue 1 Dec 16:30", "met*")


def test_sickness_that_follows_a_vacation_moves_the_return_behind_both(home: County) -> None:
    leave(home.worker, day(9), day(14))
    contact = call(home, day(11, 10))
    leave(home.worker, day(16), day(18), kind="sick", now=day(16, 8))
    assert shown(contact)["after_leave_return"][0] == "Fri 20 Nov 16:30"


def counted(home: County, back: datetime) -> datetime:
    """Two working days after a return, by the core alone."""
    calendar = calendar_of(calendar_edition(home.id, home.office.id))
    return deadline(next_opening(back, calendar), Duration(2, "working days"), Counting(), calendar).at


def test_for_random_leave_and_calls_in_any_order_of_entry_the_due_instant_is_the_cores_from_the_return(
    home: County,
) -> None:
    chance = random.Random(20261122)
    for _ in range(25):
        begins = day(chance.randrange(1, 20), chance.randrange(24))
        ends = begins + timedelta(hours=chance.randrange(1, 300))
        received = begins + timedelta(minutes=chance.randrange(-3000, 20000))
        worker, late = home.worker, max(received, begins)
        absence: Absence | None = None
        if chance.random() < 0.5:
            absence = leave(worker, begins, ends, now=begins)
        contact = call(home, received, now=late)
        absence = absence or leave(worker, begins, ends, now=late)
        clocks = {each.standard: each for each in clocks_of(home.id, [contact.matter_id]) if each.is_open}
        if begins <= received < ends:
            assert {name: clock.due for name, clock in clocks.items()} == {
                "phone.after_leave_return": counted(home, ends)
            }
        else:
            assert set(clocks) == {"phone.customer_return"}
        cancel_absence(absence, version=1, why="test", by=worker, now=late)
        assert _open(contact.matter_id) == {"phone.customer_return"}
    assert found(home.id) == []


def _open(matter: UUID) -> set[str]:
    return {each.standard for each in Clock.objects.filter(matter=matter) if each.is_open}
