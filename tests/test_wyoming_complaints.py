"""Wyoming's formal complaints by both texts: which one governs, and what they have in common."""

from datetime import date

import pytest

from csplan.core.errors import CsplanError
from csplan.core.procedures.matter import Matter
from csplan.policy.catalogue import packaged_catalogue
from matters import Story, edition_on
from wyoming import (
    DELEGATE,
    MANAGER,
    NOTE,
    POLICY,
    SPECIALIST,
    STATE,
    assigned,
    assigned_2019,
    assigned_2024,
    drafted,
    formal,
    received,
)


@pytest.mark.requirement("WY-2023-META-03", "WY-2023-META-04", "WY-2017-META-03")
def test_the_day_of_revision_parts_the_two_texts_whatever_the_effective_date() -> None:
    assert edition_on(POLICY, "2018-05-01").in_force_from == date(2017, 3, 14)
    assert edition_on(POLICY, "2023-03-28").number == "not stated"
    assert edition_on(POLICY, "2023-03-29").number == "4"
    assert edition_on(POLICY, "2024-01-01").effective == date(2010, 10, 1)


@pytest.mark.requirement("WY-2017-META-03")
def test_no_text_is_held_for_a_complaint_of_2016() -> None:
    with pytest.raises(CsplanError, match="2017-03-14"):
        packaged_catalogue().edition_on(POLICY, date(2016, 1, 10))


@pytest.mark.requirement("WY-2023-META-02", "WY-2023-META-05", "WY-2017-META-02", "WY-2017-META-04")
def test_none_and_not_stated_are_two_things() -> None:
    old, new = edition_on(POLICY, "2019-01-01"), edition_on(POLICY, "2024-01-01")
    assert (new.federal_authority, new.state_authority, new.cross_references) == ("none", "none", "none")
    assert (old.federal_authority, old.state_authority, old.cross_references) == ("not stated",) * 3


@pytest.mark.requirement("WY-2023-META-01", "WY-2017-META-01")
def test_both_titles_stand_as_printed() -> None:
    assert edition_on(POLICY, "2024-01-01").title == "4.3 - Customer Service - Complaint Handling"
    assert edition_on(POLICY, "2019-01-01").title == "4.3 Customer Service/Complaint Handling"


@pytest.mark.parametrize("day", ["2019-01-01", "2024-01-01"])
@pytest.mark.requirement("WY-2023-OVER-01", "WY-2017-OVER-01")
def test_there_are_two_types_of_complaints(day: str) -> None:
    assert [each.id for each in edition_on(POLICY, day).procedures] == ["informal", "formal"]


def test_a_complaint_received_before_midnight_in_denver_stays_on_the_old_text() -> None:
    case = assigned(received("Tue 28 Mar 2023 23:30", "2023-03-28"), "Wed 29 Mar 2023 09:00", "2023-04-05")
    assert case.due("draft", "Wed 29 Mar 2023 10:00") == "Wed 05 Apr 2023 17:00"


@pytest.mark.parametrize("channel", ["phone", "e-mail", "letter"])
@pytest.mark.requirement("WY-2023-FORMAL-01", "WY-2023-FORMAL-02", "WY-2017-FORMAL-01", "WY-2017-FORMAL-02")
def test_the_process_is_the_same_for_every_channel(channel: str) -> None:
    for day, when in (("2024-02-05", "Mon 05 Feb 2024 09:00"), ("2019-02-04", "Mon 04 Feb 2019 09:00")):
        case = formal(day).then("formal complaint received", when, channel=channel)
        by_phone = received(when, day)
        assert channel in case.procedure.channels
        assert [(each.state, each.due) for each in case.at(when).steps] == [
            (each.state, each.due) for each in by_phone.at(when).steps
        ]


@pytest.mark.parametrize("day", ["2019-01-01", "2024-01-01"])
@pytest.mark.requirement("WY-2023-FORMAL-03", "WY-2017-FORMAL-03")
def test_only_the_customer_service_specialist_takes_a_formal_complaint_further(day: str) -> None:
    case = formal(day)
    refusal = case.refused(
        "triage", "district office identified", "Mon 05 Feb 2024 09:00", MANAGER, district_office="x"
    )
    assert "district-manager may not do this; it is for customer-service-specialist" in refusal


@pytest.mark.requirement("WY-2023-FORMAL-04")
def test_two_days_are_calendar_days_and_end_with_the_day() -> None:
    case = received("Mon 05 Feb 2024 09:00", "2024-02-05")
    assert case.due("triage", "Mon 05 Feb 2024 10:00") == "Wed 07 Feb 2024 23:59"
    assert case.at("Wed 07 Feb 2024 20:00").step("triage").verdict == "open"
    assert case.at("Thu 08 Feb 2024 00:00").step("triage").verdict == "open past due"
    done = case.then("district office identified", "Tue 06 Feb 2024 12:00", SPECIALIST, district_office="Casper")
    assert done.at("Tue 06 Feb 2024 12:00").step("triage").verdict == "met"


@pytest.mark.requirement("WY-2017-FORMAL-04")
def test_a_complaint_received_on_thursday_and_identified_on_friday_is_in_time() -> None:
    case = received("Thu 07 Feb 2019 16:50", "2019-02-07")
    done = case.then("district office identified", "Fri 08 Feb 2019 09:00", SPECIALIST, district_office="Cody")
    assert case.due("triage", "Thu 07 Feb 2019 17:00") == "Sat 09 Feb 2019 23:59"
    assert done.at("Mon 11 Feb 2019 09:00").step("triage").verdict == "met"


def test_the_other_reading_of_two_days_is_kept_beside() -> None:
    for day in ("2019-01-01", "2024-01-01"):
        within = formal(day).procedure.step("triage").within
        assert within and within.says == "Within two days of receipt"
        assert str(within.readings[0].duration) == "2 working days"


@pytest.mark.requirement("WY-2023-FORMAL-05")
def test_the_note_keeps_its_own_two_days_and_needs_four_parts() -> None:
    case = received("Mon 05 Feb 2024 09:00", "2024-02-05")
    identified = case.then("district office identified", "Mon 05 Feb 2024 11:00", SPECIALIST, district_office="Casper")
    assert identified.at("Mon 05 Feb 2024 12:00").step("triage-note").state == "open"
    refusal = identified.refused("triage-note", "POSSE case note entered", "Mon 05 Feb 2024 12:00", SPECIALIST, **NOTE)
    assert refusal.splitlines() == [
        "date received is not recorded; fill it in",
        "response date due is not recorded; fill it in",
    ]


def noted(case: Story, when: str, due: str) -> Story:
    return case.then(
        "POSSE case note entered", when, SPECIALIST, **NOTE, date_received="2024-02-05", response_date_due=due
    )


def test_the_noted_response_date_is_provisional_until_the_e_mail() -> None:
    case = received("Mon 05 Feb 2024 09:00", "2024-02-05")
    provisional = case.due_if("draft", "complaint e-mailed to the district", "Mon 05 Feb 2024 11:00")
    assert provisional == "Wed 07 Feb 2024 17:00"
    [named] = noted(case, "Mon 05 Feb 2024 11:00", "2024-02-07").at("Mon 05 Feb 2024 12:00").named_dues
    assert (named.field, named.standing) == ("response date due", "provisional")


def test_a_later_e_mail_makes_the_note_be_issued_again() -> None:
    case = noted(received("Mon 05 Feb 2024 09:00", "2024-02-05"), "Mon 05 Feb 2024 11:00", "2024-02-07")
    case = assigned(case, "Tue 06 Feb 2024 14:10", "2024-02-08")
    standings = [named.standing for named in case.at("Tue 06 Feb 2024 15:00").named_dues]
    assert standings == ["issue again", "holds"]
    again = noted(case, "Tue 06 Feb 2024 15:05", "2024-02-08").at("Tue 06 Feb 2024 16:00")
    assert [named.standing for named in again.named_dues] == ["holds", "holds"]


@pytest.mark.requirement("WY-2017-FORMAL-05")
def test_the_note_of_2019_names_a_date_by_five_business_days() -> None:
    case = received("Mon 04 Feb 2019 09:00", "2019-02-04")
    expected = case.due_if("draft", "complaint e-mailed to the district", "Mon 04 Feb 2019 11:00")
    assert expected == "Mon 11 Feb 2019 17:00"


@pytest.mark.requirement("WY-2023-FORMAL-06", "WY-2017-FORMAL-06")
def test_the_e_mail_waits_for_the_district_office_and_carries_complaint_and_date() -> None:
    for day, when in (("2024-02-05", "Mon 05 Feb 2024 09:00"), ("2019-02-04", "Mon 04 Feb 2019 09:00")):
        case = received(when, day)
        assert case.at(when).step("assignment").state == "waiting"
        refusal = case.refused("assignment", "complaint e-mailed to the district", when, SPECIALIST)
        assert "the district office is not identified" in refusal
        assert "complaint is not recorded" in refusal and "response date due is not recorded" in refusal


def test_only_the_text_of_2023_writes_to_a_delegate() -> None:
    assert "delegate" in formal("2024-01-01").procedure.step("assignment").to
    assert formal("2019-01-01").procedure.step("assignment").to == ("district-manager",)


@pytest.mark.requirement("WY-2023-FORMAL-08")
def test_24_hours_to_contact_run_from_the_e_mail_and_an_attempt_does_not_meet_them() -> None:
    case = assigned_2024()
    assert case.due("contact", "Tue 06 Feb 2024 15:00") == "Wed 07 Feb 2024 14:10"
    tried = case.then("message left for the customer", "Wed 07 Feb 2024 13:00", MANAGER)
    contact = tried.at("Wed 07 Feb 2024 14:10").step("contact")
    assert (contact.state, contact.verdict, len(contact.attempts)) == ("open", "open", 1)
    assert tried.at("Wed 07 Feb 2024 14:11").step("contact").verdict == "open past due"
    reached = tried.then("customer contacted", "Wed 07 Feb 2024 14:10", MANAGER, channel="phone", discussion="arrears")
    assert reached.at("Thu 08 Feb 2024 09:00").step("contact").verdict == "met"


@pytest.mark.requirement("WY-2017-FORMAL-08")
def test_a_contact_half_an_hour_before_24_hours_are_over_meets_them_in_2019() -> None:
    case = assigned(received("Mon 04 Feb 2019 09:00", "2019-02-04"), "Tue 05 Feb 2019 09:00", "2019-02-12")
    done = case.then("customer contacted", "Wed 06 Feb 2019 08:30", MANAGER, channel="phone", discussion="talked")
    assert done.at("Wed 06 Feb 2019 09:00").step("contact").verdict == "met"


def test_24_hours_are_elapsed_hours_over_a_weekend_and_a_change_of_clocks() -> None:
    case = assigned(received("Fri 08 Mar 2024 09:00", "2024-03-08"), "Sat 09 Mar 2024 16:00", "2024-03-12")
    assert case.due("contact", "Sat 09 Mar 2024 16:00") == "Sun 10 Mar 2024 17:00"
    autumn = assigned(received("Fri 01 Nov 2024 09:00", "2024-11-01"), "Sat 02 Nov 2024 16:00", "2024-11-05")
    assert autumn.due("contact", "Sat 02 Nov 2024 16:00") == "Sun 03 Nov 2024 15:00"


@pytest.mark.parametrize("day", ["2019-01-01", "2024-01-01"])
def test_a_start_that_the_text_does_not_name_is_marked_as_our_reading(day: str) -> None:
    steps = {step.id: step for step in formal(day).procedure.steps}
    for name in ("contact", "draft", "state-review"):
        assert steps[name].starts_reading.startswith("The text names no start")
    assert steps["triage"].starts_reading == ""


@pytest.mark.requirement("WY-2023-FORMAL-09")
def test_a_draft_assigned_on_friday_before_a_state_holiday_is_due_on_wednesday() -> None:
    case = assigned(received("Thu 15 Feb 2024 09:00", "2024-02-15"), "Fri 16 Feb 2024 10:00", "2024-02-21")
    assert case.due("draft", "Fri 16 Feb 2024 11:00") == "Wed 21 Feb 2024 17:00"


@pytest.mark.requirement("WY-2017-FORMAL-09")
def test_a_draft_assigned_on_monday_of_2019_is_due_on_the_next_monday() -> None:
    case = assigned(received("Mon 04 Feb 2019 08:00", "2019-02-04"), "Mon 04 Feb 2019 10:00", "2019-02-11")
    assert case.due("draft", "Mon 04 Feb 2019 11:00") == "Mon 11 Feb 2019 17:00"


@pytest.mark.requirement("WY-2023-FORMAL-09")
def test_a_draft_without_a_recorded_discussion_is_refused() -> None:
    case = assigned_2024().then("case reviewed", "Wed 07 Feb 2024 09:00", MANAGER)
    wed, act = "Wed 07 Feb 2024 10:00", "draft sent to the State Office"
    assert "no discussion with the case worker or attorney" in case.refused("draft", act, wed, MANAGER)
    for enough in ("relevant parts discussed with the attorney", "no relevant part to discuss"):
        assert case.then(enough, wed, MANAGER).refused("draft", act, wed, MANAGER) == ""


def test_a_draft_sent_without_discussion_is_set_aside_with_its_reason() -> None:
    case = assigned_2024().then("draft sent to the State Office", "Wed 07 Feb 2024 10:00", MANAGER)
    draft = case.at("Wed 07 Feb 2024 11:00").step("draft")
    assert draft.state == "blocked"
    [(fact, reasons)] = draft.set_aside
    assert fact.name == "draft sent to the State Office" and "review of the case" in reasons[0]
    assert case.at("Wed 07 Feb 2024 11:00").step("state-review").state == "waiting"


def test_contact_and_draft_run_beside_each_other() -> None:
    now = assigned_2024().at("Tue 06 Feb 2024 15:00")
    assert [(each.step.id, each.state) for each in now.steps if each.step.id in ("contact", "draft")] == [
        ("contact", "open"),
        ("draft", "blocked"),
    ]


@pytest.mark.requirement("WY-2023-FORMAL-07")
def test_a_recorded_delegate_acts_for_the_manager_and_the_record_says_so() -> None:
    case = assigned_2024()
    act = ("contact", "customer contacted", "Wed 07 Feb 2024 09:00", DELEGATE)
    assert "no delegation of district-manager to Dana is recorded" in case.refused(*act, channel="x", discussion="x")
    named = Story(case.procedure, case.calendar, Matter(case.matter.facts, {}, {"district-manager": ("Dana",)}))
    done = named.then(*act[1:], channel="phone", discussion="arrears").at("Wed 07 Feb 2024 10:00").step("contact")
    assert (done.state, done.acted_as) == ("done", "by Dana for Maria")


def test_a_delegate_drafts_in_2019_on_the_managers_behalf_though_the_text_names_none() -> None:
    case = assigned_2019()
    named = Story(case.procedure, case.calendar, Matter(case.matter.facts, {}, {"district-manager": ("Dana",)}))
    named = named.then("case reviewed", "Wed 06 Feb 2019 09:00").then(
        "no relevant part to discuss", "Wed 06 Feb 2019 09:00"
    )
    done = named.then("draft sent to the State Office", "Wed 06 Feb 2019 10:00", DELEGATE)
    said = done.at("Wed 06 Feb 2019 11:00").step("draft").acted_as
    assert said == "by Dana for Maria; the text names no delegate for this step"
    assert formal("2024-01-01").procedure.step("draft").delegate
    assert not formal("2019-01-01").procedure.step("draft").delegate


@pytest.mark.requirement("WY-2023-FORMAL-10")
def test_a_draft_received_on_thursday_is_reviewed_by_monday_close() -> None:
    case = drafted(assigned_2024(), "Thu 08 Feb 2024 11:00")
    assert case.due("state-review", "Thu 08 Feb 2024 12:00") == "Mon 12 Feb 2024 17:00"
    assert case.at("Mon 12 Feb 2024 17:00").step("state-review").verdict == "open"
    assert case.at("Tue 13 Feb 2024 08:00").step("state-review").verdict == "open past due"
    unchanged = case.then("no changes recommended", "Fri 09 Feb 2024 09:00", STATE)
    assert unchanged.at("Fri 09 Feb 2024 10:00").step("state-review").verdict == "met"


def test_a_revised_draft_starts_a_new_round_of_review() -> None:
    case = drafted(assigned_2024(), "Thu 08 Feb 2024 11:00")
    case = case.then("recommendations sent to the district", "Fri 09 Feb 2024 09:00", STATE)
    again = case.then("draft sent to the State Office", "Mon 12 Feb 2024 10:00", MANAGER)
    review = again.at("Mon 12 Feb 2024 11:00").step("state-review")
    assert (review.state, len(review.rounds), review.rounds[0].verdict) == ("open", 2, "met")
    assert again.due("state-review", "Mon 12 Feb 2024 11:00") == "Wed 14 Feb 2024 17:00"


@pytest.mark.requirement("WY-2017-FORMAL-10")
def test_five_working_days_of_review_in_2019_and_no_mailing_before_approval() -> None:
    case = drafted(assigned_2019(), "Mon 11 Feb 2019 10:00")  # Presidents' Day follows on Monday 18
    assert case.due("state-review", "Mon 11 Feb 2019 11:00") == "Tue 19 Feb 2019 17:00"
    refusal = case.refused("mailing", "response mailed to the customer", "Tue 12 Feb 2019 09:00", MANAGER)
    assert "has not approved the latest draft" in refusal
    approved = case.then("response approved", "Tue 19 Feb 2019 16:00", STATE)
    assert approved.at("Tue 19 Feb 2019 17:00").step("state-review").verdict == "met"
    assert approved.refused("mailing", "response mailed to the customer", "Wed 20 Feb 2019 09:00", MANAGER) == ""


def test_a_draft_changed_after_approval_must_be_approved_again() -> None:
    case = drafted(assigned_2019(), "Mon 11 Feb 2019 10:00").then("response approved", "Tue 12 Feb 2019 09:00", STATE)
    changed = case.then("draft sent to the State Office", "Tue 12 Feb 2019 11:00", MANAGER)
    refusal = changed.refused("mailing", "response mailed to the customer", "Tue 12 Feb 2019 12:00", MANAGER)
    assert "has not approved the latest draft" in refusal
