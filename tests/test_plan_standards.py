"""A plan in force compiles down to standards with the county's numbers, counted on the county's calendar."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from csplan.core.deadline import deadline
from csplan.core.duration import Duration
from csplan.core.edition import Standard
from csplan.core.plans.plan import Plan, plan_calendar
from csplan.core.plans.standards import authority, sentence_of
from csplan.policy.plans.read import plan_standards, read_plan
from plan_files import COMPLETE, changed

IN_FORCE = date(2026, 3, 2)
HOURS = 'open = { from = "08:00", to = "16:30" }'
DAY = '[["08:00", "16:30"]]'
OPEN_TO_THURSDAY = f"week = {{ mon = {DAY}, tue = {DAY}, wed = {DAY}, thu = {DAY} }}"
mon_mar_2, tue_mar_3, wed_mar_4, thu_mar_5, fri_mar_6 = (f"2026-03-0{day}" for day in range(2, 7))
sat_mar_7, mon_mar_9, tue_mar_10, wed_mar_11 = "2026-03-07", "2026-03-09", "2026-03-10", "2026-03-11"


def standards(plan: Plan, on: date = IN_FORCE) -> dict[str, Standard]:
    return {standard.id: standard for standard in plan_standards(plan, on=on)}


def due(plan: Plan, standard: str, day: str, clock: str) -> str:
    """The due instant of a standard of the plan, on the wall, for a start at a time of a day."""
    within, calendar = standards(plan)[standard].within, plan_calendar(plan)
    assert within and within.duration and calendar
    start = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(calendar.zone))
    return f"{deadline(start, within.duration, within.counting, calendar).at:%Y-%m-%d %H:%M}"


def test_each_blank_that_promises_a_time_becomes_a_standard_with_its_number() -> None:
    found = standards(read_plan(COMPLETE))
    assert all(standard.blank is None and standard.within for standard in found.values())
    promised = {name: str(each.within.duration) for name, each in found.items() if each.within and each.within.duration}
    assert promised["phone.customer_return"] == "1 business day"
    assert promised["corr.respond"] == "10 days"
    assert promised["email.respond"] == "2 working days"
    assert promised["walk-in.greeted"] == "10 minutes"


def test_a_plan_sets_standards_only_while_it_is_in_force(tmp_path: Path) -> None:
    plan = read_plan(changed(tmp_path, ("{ from = 2026-01-01 }", "{ from = 2026-01-01, to = 2026-06-30 }")))
    assert standards(plan, date(2025, 12, 31)) == {} == standards(plan, date(2026, 7, 1))
    assert standards(plan, date(2026, 1, 1)) == standards(plan, date(2026, 6, 30)) != {}
    assert standards(read_plan(changed(tmp_path, ("in_force = { from = 2026-01-01 }", "")))) == {}


def test_a_standard_carries_the_sentence_with_its_number_and_cites_the_plan() -> None:
    plan = read_plan(COMPLETE)
    found = standards(plan)["phone.customer_return"]
    assert sentence_of(plan, found) == "Customer phone calls are returned within 1 business day of the call."
    assert found.within and found.within.says == "1 business day"
    assert found.within.cite.startswith("Example County Child Support Agency customer service plan, version 2")


@pytest.mark.requirement("WI-BUL-POLICY-04")
def test_two_counties_run_on_their_own_numbers(tmp_path: Path) -> None:
    first, second = read_plan(COMPLETE), read_plan(changed(tmp_path, ("customer_return = 1", "customer_return = 3")))
    assert due(first, "phone.customer_return", mon_mar_2, "10:00") == f"{tue_mar_3} 16:30"
    assert due(second, "phone.customer_return", mon_mar_2, "10:00") == f"{thu_mar_5} 16:30"


@pytest.mark.requirement("WI-CSP-PHONE-02")
def test_an_employers_call_has_its_own_number() -> None:
    plan = read_plan(COMPLETE)
    assert standards(plan)["phone.employer_return"].parties == ("employer",)
    assert due(plan, "phone.employer_return", mon_mar_2, "10:00") == f"{wed_mar_4} 16:30"


@pytest.mark.requirement("WI-CSP-HOURS-01")
def test_a_call_after_closing_is_due_at_the_close_of_the_next_day() -> None:
    assert due(read_plan(COMPLETE), "phone.customer_return", mon_mar_2, "17:10") == f"{tue_mar_3} 16:30"


def test_the_hours_of_the_plan_are_those_counted_on(tmp_path: Path) -> None:
    plan = read_plan(changed(tmp_path, (HOURS, 'open = { from = "07:30", to = "17:00" }')))
    assert due(plan, "phone.customer_return", mon_mar_2, "10:00") == f"{tue_mar_3} 17:00"


@pytest.mark.requirement("WI-CSP-HOURS-02")
def test_where_the_office_is_closed_on_fridays_thursdays_call_is_due_on_monday(tmp_path: Path) -> None:
    plan = read_plan(changed(tmp_path, (HOURS, OPEN_TO_THURSDAY)))
    assert due(plan, "phone.customer_return", thu_mar_5, "10:00") == f"{mon_mar_9} 16:30"


def test_a_day_closed_by_the_plan_does_not_count(tmp_path: Path) -> None:
    closed_monday = OPEN_TO_THURSDAY.replace("}", ", closed = [2026-03-09] }")
    plan = read_plan(changed(tmp_path, (HOURS, closed_monday)))
    assert due(plan, "phone.customer_return", thu_mar_5, "10:00") == f"{tue_mar_10} 16:30"


@pytest.mark.requirement("WI-CSP-VM-02")
def test_a_voice_mail_left_on_saturday_is_due_on_monday() -> None:
    assert due(read_plan(COMPLETE), "vm.response", sat_mar_7, "20:00") == f"{mon_mar_9} 16:30"


@pytest.mark.requirement("WI-CSP-VM-03")
def test_a_customers_voice_mail_is_under_both_standards_and_the_stricter_is_due_first(tmp_path: Path) -> None:
    plan = read_plan(changed(tmp_path, ("customer_return = 1", "customer_return = 2")))
    both = [due(plan, name, mon_mar_2, "10:00") for name in ("phone.customer_return", "vm.response")]
    assert both == [f"{wed_mar_4} 16:30", f"{tue_mar_3} 16:30"]
    assert min(both) == f"{tue_mar_3} 16:30"


def test_without_voice_mail_there_is_no_voice_mail_standard(tmp_path: Path) -> None:
    none = ('voice_mail = "yes"\nvoice_mail_after_hours = "yes"', 'voice_mail = "no"\nvoice_mail_after_hours = "na"')
    assert "vm.response" not in standards(read_plan(changed(tmp_path, none)))


@pytest.mark.requirement("WI-CSP-EMAIL-06")
def test_two_working_days_for_an_e_mail_of_friday_evening_end_on_tuesday() -> None:
    assert due(read_plan(COMPLETE), "email.respond", fri_mar_6, "18:00") == f"{tue_mar_10} 16:30"


@pytest.mark.requirement("WI-CSP-EMAIL-01")
def test_e_mail_is_passed_on_and_acknowledged_within_the_letters_numbers() -> None:
    found = standards(read_plan(COMPLETE))
    assert found["email.pass_on"].within and found["corr.pass_on"].within
    assert (
        found["email.pass_on"].within.duration == found["corr.pass_on"].within.duration == Duration(1, "working days")
    )
    assert found["email.acknowledge"].within == found["corr.acknowledge"].within
    assert found["email.pass_on"].starts == "e-mail received at the office address"


def test_without_an_office_address_no_e_mail_is_passed_on(tmp_path: Path) -> None:
    none = ('office = "yes"\naddress = "childsupport@example.gov"', 'office = "no"')
    found = standards(read_plan(changed(tmp_path, none)))
    assert "email.pass_on" not in found and "email.respond" in found


@pytest.mark.requirement("WI-CSP-ABUSE-04")
def test_an_event_of_an_abusive_call_is_due_in_the_unit_that_the_county_chose(tmp_path: Path) -> None:
    assert due(read_plan(COMPLETE), "abuse.event", tue_mar_3, "14:00") == f"{wed_mar_4} 16:30"
    plan = read_plan(changed(tmp_path, ('event = "1 working day"', 'event = "30 minutes"')))
    assert due(plan, "abuse.event", tue_mar_3, "14:00") == f"{tue_mar_3} 14:30"


@pytest.mark.requirement("WI-CSP-APP-04", "WI-CSP-APP-10", "WI-CSP-APP-11")
def test_the_federal_limits_stand_in_each_plan_and_are_marked_so() -> None:
    plan = read_plan(COMPLETE)
    found = standards(plan)
    federal = {
        name: each.within.duration for name, each in found.items() if authority(each) == "federal" and each.within
    }
    assert federal == {
        "app.in_person": Duration(0, "days"),
        "app.remote": Duration(5, "working days"),
        "app.filed": Duration(0, "days"),
        "app.case_open": Duration(20, "days"),
    }
    assert due(plan, "app.in_person", mon_mar_2, "15:50").startswith(mon_mar_2)
    assert due(plan, "app.case_open", "2026-03-01", "09:00") == "2026-03-21 23:59"


@pytest.mark.requirement("WI-CSP-APP-05")
def test_a_telephone_request_of_monday_is_due_next_monday_and_sooner_where_the_county_says_so(tmp_path: Path) -> None:
    plan = read_plan(COMPLETE)
    assert due(plan, "app.remote", mon_mar_2, "10:00") == f"{mon_mar_9} 16:30"
    assert due(plan, "app.remote_promise", mon_mar_2, "10:00") == f"{thu_mar_5} 16:30"
    assert authority(standards(plan)["app.remote_promise"]) == "county"
    assert "app.remote_promise" not in standards(read_plan(changed(tmp_path, ("remote = 3", ""))))


@pytest.mark.requirement("WI-CSP-CORR-04", "WI-CSP-APP-12")
def test_bare_days_are_calendar_days_by_default_and_the_other_reading_is_kept(tmp_path: Path) -> None:
    plan = read_plan(changed(tmp_path, ('days_mean = "calendar"', "")))
    within = standards(plan)["corr.respond"].within
    assert due(plan, "corr.respond", "2026-03-01", "09:00") == "2026-03-11 23:59"
    assert within and [each.name for each in within.readings] == ["working days instead of calendar days"]
    declared = standards(read_plan(COMPLETE))["corr.respond"].within
    assert declared and declared.readings == ()


def test_a_county_may_declare_that_its_days_are_working_days(tmp_path: Path) -> None:
    plan = read_plan(changed(tmp_path, ('days_mean = "calendar"', 'days_mean = "working"'), ("mail = 3", "mail = 2")))
    assert due(plan, "materials.mail", fri_mar_6, "09:00") == f"{tue_mar_10} 16:30"


def test_half_a_day_is_written_in_business_hours(tmp_path: Path) -> None:
    plan = read_plan(changed(tmp_path, ("customer_return = 1", 'customer_return = "4 business hours"')))
    assert due(plan, "phone.customer_return", mon_mar_2, "15:30") == f"{tue_mar_3} 11:00"


def test_a_plan_may_say_how_its_days_are_counted(tmp_path: Path) -> None:
    rolled = 'customer_return = { n = 1, counting = { closed_start = "roll-after-hours" } }'
    plan = read_plan(changed(tmp_path, ("customer_return = 1", rolled)))
    assert due(plan, "phone.customer_return", mon_mar_2, "17:10") == f"{wed_mar_4} 16:30"


@pytest.mark.requirement("WI-CSP-KIDS-06", "WI-CSP-KIDS-07", "WI-CSP-KIDS-09", "WI-CSP-ABUSE-06", "WI-CSP-APPT-04")
def test_words_without_a_number_stay_words_and_our_aims_stay_apart() -> None:
    found = standards(read_plan(COMPLETE))
    words = {name: each.within.says for name, each in found.items() if each.within and each.within.duration is None}
    assert words == {
        "appt.delay_notice": "in advance",
        "kids.prompt": "promptly",
        "kids.immediate": "during or immediately after",
        "kids.call_event": "immediately after the call",
        "threat.inform": "immediately",
    }
    immediate = found["kids.immediate"].within
    assert immediate and immediate.aim == Duration(15, "minutes")


@pytest.mark.requirement("WI-BUL-POLICY-09")
def test_a_standard_added_by_the_county_is_one_like_the_others() -> None:
    plan = read_plan(COMPLETE)
    local = standards(plan)["walk-in.greeted"]
    assert due(plan, "walk-in.greeted", mon_mar_2, "09:00") == f"{mon_mar_2} 09:10"
    assert (local.force, local.starts, local.met_by) == ("agency promise", "walk-in arrived", ("walk-in greeted",))
    assert sentence_of(plan, local) == "Walk-ins are greeted within 10 minutes."


def test_an_element_without_a_procedure_sets_no_standard(tmp_path: Path) -> None:
    mark = '[[no_procedure]]\nelement = "applications.materials"\nanswer = "None needed"\n'
    plan = read_plan(changed(tmp_path, ("[answers.materials]\nmail = 3\n", mark)))
    assert "materials.mail" not in standards(plan)


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_calls_after_leave_count_from_the_return_of_the_worker() -> None:
    plan = read_plan(COMPLETE)
    assert standards(plan)["phone.after_leave_return"].starts == "worker returned from leave"
    assert due(plan, "phone.after_leave_return", mon_mar_9, "08:00") == f"{wed_mar_11} 16:30"


@pytest.mark.requirement("WI-CSP-APPT-02")
def test_an_appointment_is_held_and_not_only_scheduled_within_the_days_from_the_request() -> None:
    plan = read_plan(COMPLETE)
    held = standards(plan)["appt.scheduled_and_held"]
    assert (held.starts, held.met_by) == ("appointment requested", ("appointment held",))
    assert "appointment scheduled" in held.not_met_by
    assert due(plan, held.id, "2026-03-01", "09:00") == "2026-03-11 23:59"


@pytest.mark.requirement("WI-CSP-CORR-05")
def test_an_acknowledgement_has_its_own_limit_and_does_not_stand_for_the_response() -> None:
    plan = read_plan(COMPLETE)
    found = standards(plan)
    assert "acknowledgement sent" in found["corr.acknowledge"].met_by
    assert "acknowledgement sent" in found["corr.respond"].not_met_by
    assert due(plan, "corr.acknowledge", "2026-03-01", "09:00") == "2026-03-06 23:59"
    assert due(plan, "corr.respond", "2026-03-01", "09:00") == "2026-03-11 23:59"
