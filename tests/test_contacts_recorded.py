"""A contact starts the clocks of the promises that bind it; a return meets them, an attempt does not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from cast import FRI_20_NOV, MON_23_NOV, MON_23_NOV_CLOSE, TUE_24_NOV_CLOSE, County, call, county, dane, prairie, rock
from csplan.agencies.keys import new_key
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.agencies.stored_calendar import stored_calendar
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.clocks.models import Clock, Matter
from csplan.clocks.queries import clocks_of, told
from csplan.contacts.actions import NewAttempt, record_attempt, record_return
from csplan.contacts.models import Attempt, CaseReference, Contact
from csplan.core.errors import BadCalendar, BadInstant
from csplan.core.explanation_text import explanation_text
from csplan.core.instants import parse_instant
from csplan.ledger.models import Entry
from csplan.policy.plans.read import read_plan, written_standards
from csplan.site.demo.roster import HOME
from csplan.standards.compiled import compiled_plan
from csplan.standards.models import PlanInForce

pytestmark = pytest.mark.django_db
Speak = Callable[..., None]


@pytest.fixture
def home(speaking: Speak) -> County:
    found = dane()
    speaking(found.id)
    return found


def clocks(contact: Contact, now: datetime = MON_23_NOV) -> list[tuple[str, datetime | None, str, bool]]:
    """Standard, due, verdict and whether it leads, of each clock of a contact."""
    every = told(clocks_of(contact.agency_id, [contact.matter_id]), contact.agency_id, now)
    return [(each.clock.standard, each.due, each.verdict, each.leads) for each in every]


def reached(contact: Contact, at: datetime, by: County, *, now: datetime | None = None) -> Attempt:
    new = NewAttempt(happened=at, note="")
    return record_return(contact, new, by=by.worker, key=new_key(), now=now or at)


@pytest.mark.requirement("WI-CSP-PHONE-01")
def test_a_customer_call_on_friday_is_due_by_the_next_open_days_close(home: County) -> None:
    assert clocks(call(home, FRI_20_NOV)) == [("phone.customer_return", MON_23_NOV_CLOSE, "open", True)]


@pytest.mark.requirement("WI-CSP-PHONE-02")
def test_an_employer_has_the_promise_to_employers(home: County) -> None:
    contact = call(home, FRI_20_NOV, party="employer")
    assert clocks(contact) == [("phone.employer_return", TUE_24_NOV_CLOSE, "open", True)]


@pytest.mark.requirement("WI-CSP-VM-03")
def test_a_voice_mail_is_under_both_promises_and_the_stricter_one_leads(speaking: Speak) -> None:
    looser_by_phone = rock()
    speaking(looser_by_phone.id)
    assert clocks(call(looser_by_phone, FRI_20_NOV, kind="voice mail")) == [
        ("vm.response", MON_23_NOV_CLOSE, "open", True),
        ("phone.customer_return", TUE_24_NOV_CLOSE, "open", False),
    ]


def test_a_call_answered_live_and_one_of_ours_that_reached_nobody_owe_nothing(home: County) -> None:
    assert clocks(call(home, FRI_20_NOV, kind="answered live")) == []
    assert clocks(call(home, FRI_20_NOV, kind="reached nobody")) == []


def test_where_no_plan_is_in_force_a_contact_is_recorded_without_a_clock(speaking: Speak, home: County) -> None:
    without_plan = prairie()
    speaking(without_plan.id)
    assert clocks(call(without_plan, FRI_20_NOV)) == []


def test_a_day_before_the_plan_was_in_force_starts_no_clock(home: County) -> None:
    PlanInForce.objects.filter(agency=home.id).update(first_day=date(2026, 11, 21))
    assert clocks(call(home, FRI_20_NOV)) == []
    assert len(clocks(call(home, MON_23_NOV))) == 1


def test_an_attempt_does_not_meet_the_clock_and_a_return_does(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    new = NewAttempt(happened=MON_23_NOV, note="")
    record_attempt(contact, new, by=home.worker, key=new_key(), now=MON_23_NOV)
    assert [verdict for _, _, verdict, _ in clocks(contact)] == ["open"]
    reached(contact, MON_23_NOV_CLOSE, home)
    assert [verdict for _, _, verdict, _ in clocks(contact, TUE_24_NOV_CLOSE)] == ["met"]


def test_a_return_one_second_late_is_missed_and_an_open_clock_past_due_says_so(home: County) -> None:
    contact, late = call(home, FRI_20_NOV), MON_23_NOV_CLOSE + timedelta(seconds=1)
    assert [verdict for _, _, verdict, _ in clocks(contact, late)] == ["open past due"]
    reached(contact, late, home)
    assert [verdict for _, _, verdict, _ in clocks(contact, late)] == ["missed"]


def test_a_second_return_is_recorded_and_leaves_the_first_one_standing(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    reached(contact, MON_23_NOV, home)
    reached(contact, TUE_24_NOV_CLOSE, home)
    assert Clock.objects.get(matter=contact.matter_id).met == MON_23_NOV
    assert Attempt.objects.filter(contact=contact).count() == 2


def test_the_same_key_five_times_makes_one_contact_and_one_entry(home: County) -> None:
    key, entries = new_key(), Entry.objects.filter(agency=home.id)
    before = entries.count()
    assert len({call(home, FRI_20_NOV, key=key).id for _ in range(5)}) == 1
    assert Contact.objects.filter(agency=home.id).count() == Matter.objects.filter(agency=home.id).count() == 1
    assert entries.count() == before + 1


def test_two_contacts_of_a_case_share_its_reference(home: County) -> None:
    call(home, FRI_20_NOV)
    call(home, MON_23_NOV)
    assert CaseReference.objects.filter(number="1234567").count() == 1


def test_what_is_in_the_future_or_before_its_call_is_refused_and_nothing_is_saved(home: County) -> None:
    with pytest.raises(BadInstant, match="future"):
        call(home, MON_23_NOV, now=FRI_20_NOV)
    contact = call(home, FRI_20_NOV)
    with pytest.raises(BadInstant, match="before the call"):
        reached(contact, FRI_20_NOV - timedelta(seconds=1), home)
    with pytest.raises(BadInstant, match="future"):
        reached(contact, MON_23_NOV, home, now=FRI_20_NOV)
    assert (Contact.objects.count(), Attempt.objects.count()) == (1, 0)


def test_an_office_without_a_confirmed_calendar_starts_no_clock_and_records_nothing(speaking: Speak) -> None:
    bare = county("bare")
    speaking(bare.id)
    CalendarEdition.objects.filter(agency=bare.id).delete()
    with pytest.raises(BadCalendar, match="confirm one before"):
        call(bare, FRI_20_NOV)
    assert not Contact.objects.filter(agency=bare.id).exists()


def test_a_stored_calendar_gives_the_same_dates_and_one_that_was_changed_is_refused(home: County) -> None:
    edition = calendar_edition(home.id, home.office.id)
    assert calendar_of(edition).digest == edition.digest
    with pytest.raises(BadCalendar, match="was changed"):
        stored_calendar(edition.text.replace("2026-11-26", "2026-11-25"), edition.digest)


def test_a_stored_plan_compiles_to_the_standards_of_its_file(home: County) -> None:
    stored = PlanInForce.objects.get(agency=home.id)
    plan = compiled_plan(stored.text, stored.model_text.text, "stored")
    assert written_standards(plan) == written_standards(read_plan(HOME / "policies/us-wi/examples/complete.toml"))


def test_the_date_and_its_reasons_are_those_of_the_command_line(
    home: County, capsys: pytest.CaptureFixture[str]
) -> None:
    eve = parse_instant("2026-11-25T16:45", FRI_20_NOV.tzinfo)  # type: ignore[arg-type]  # of Thanksgiving
    contact = call(home, eve)
    main(["due", "--at", "2026-11-25T16:45", "--within", "1 business day", "--calendar", "us-wi-example", "--explain"])
    (one,) = told(clocks_of(home.id, [contact.matter_id]), home.id, eve)
    assert one.why is not None
    said = [line for line in explanation_text(one.why).splitlines() if not line.startswith(("Start", "Promise"))]
    assert said == capsys.readouterr().out.splitlines()[1:]
    assert one.due == one.why.due.at


def test_a_plan_that_changes_later_moves_no_deadline_given(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    PlanInForce.objects.filter(agency=home.id).update(last_day=date(2026, 11, 20))
    assert clocks(contact) == [("phone.customer_return", MON_23_NOV_CLOSE, "open", True)]


def test_each_act_of_a_contact_is_one_entry_in_its_agencys_chain(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    reached(contact, MON_23_NOV, home)
    found = Entry.objects.filter(agency=home.id, subject=f"contact:{contact.id}").order_by("number")
    assert [entry.act for entry in found] == ["record contact", "record return"]
    assert found[1].before != found[1].after


def test_no_row_of_another_agency_is_found_by_a_query(home: County) -> None:
    other = rock()
    with speaking_for([other.id]):
        theirs = call(other, FRI_20_NOV)
    assert clocks_of(home.id, [theirs.matter_id]) == []
