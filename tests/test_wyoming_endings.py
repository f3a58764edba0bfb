"""How a formal complaint ends in Wyoming: each text in its own way, and the longest course that it allows."""

import pytest

from csplan.core.procedures.matter import Matter
from matters import Story, edition_on
from wyoming import (
    IV_D_DIRECTOR,
    MANAGER,
    POLICY,
    SPECIALIST,
    STATE,
    WORKER,
    assigned_2019,
    assigned_2024,
    drafted,
    formal,
    mailed_2019,
    received,
    step_ids,
)


@pytest.mark.requirement("WY-2017-FORMAL-07")
def test_the_initial_letter_is_a_step_of_2017_alone() -> None:
    letter = assigned_2019().at("Tue 05 Feb 2019 15:00").step("initial-letter")
    assert (letter.state, letter.limit, letter.due) == ("open", "no limit stated", None)
    assert "initial-letter" not in step_ids(formal("2024-01-01"))
    notice = next(each for each in edition_on(POLICY, "2019-01-01").notices if each.id == "initial-letter")
    assert notice.contains == ("that the complaint has been received", "the next steps that will be taken")


@pytest.mark.requirement("WY-2017-FORMAL-11")
def test_the_mailed_response_owes_a_copy_to_the_state_office() -> None:
    mailed = mailed_2019()
    assert mailed.at("Wed 13 Feb 2019 10:00").step("mailing").copies_owed == ("state-office",)
    copied = mailed.then("copy sent", "Wed 13 Feb 2019 11:00", to="state-office")
    assert copied.at("Wed 13 Feb 2019 12:00").step("mailing").copies_owed == ()


@pytest.mark.requirement("WY-2017-FORMAL-12", "WY-2017-FORMAL-14")
def test_only_a_response_signed_by_the_iv_d_director_is_mailed() -> None:
    case = mailed_2019().then("director's response drafted", "Thu 14 Feb 2019 09:00", STATE)
    mailing = ("director-letter", "director's response mailed", "Fri 15 Feb 2019 09:00", STATE)
    assert "has not signed" in case.refused(*mailing)
    assert "IV-D Director's response is not mailed" in case.refused(
        "close", "complaint closed", "Fri 15 Feb 2019 09:00"
    )
    signing = ("director's response signed", "Thu 14 Feb 2019 15:00")
    assert "state-office may not do this; it is for iv-d-director" in case.refused(
        "director-signature", *signing, STATE
    )
    signed = case.then(*signing, IV_D_DIRECTOR)
    assert signed.refused(*mailing) == ""
    closed = signed.then(*mailing[1:]).then("complaint closed", "Fri 15 Feb 2019 10:00").at("Fri 15 Feb 2019 11:00")
    assert closed.closed and closed.status == "closed" and closed.next == ()


@pytest.mark.requirement("WY-2017-FORMAL-13")
def test_the_directors_response_is_copied_to_the_manager_and_whoever_referred_the_complaint() -> None:
    case = mailed_2019().then("director's response drafted", "Thu 14 Feb 2019 09:00", STATE)
    case = case.then("director's response signed", "Thu 14 Feb 2019 15:00", IV_D_DIRECTOR)
    case = case.then("director's response mailed", "Fri 15 Feb 2019 09:00", STATE)
    plain = case.at("Fri 15 Feb 2019 10:00").step("director-letter")
    referred = Matter(case.matter.facts, {"referring entity": ("Senator Smith",)})
    owed = Story(case.procedure, case.calendar, referred).at("Fri 15 Feb 2019 10:00").step("director-letter")
    assert plain.copies_owed == ("district-manager",)
    assert owed.copies_owed == ("district-manager", "Senator Smith")


def test_the_steps_of_2017_without_a_limit_have_none() -> None:
    for name in ("assignment", "initial-letter", "mailing", "director-draft", "director-signature", "director-letter"):
        assert formal("2019-01-01").procedure.step(name).within is None


@pytest.mark.requirement("WY-2023-FORMAL-11")
def test_a_requested_written_response_must_be_sent_before_closing() -> None:
    case = drafted(assigned_2024(), "Thu 08 Feb 2024 11:00")
    assert case.due("written-response-decision", "Thu 08 Feb 2024 12:00") == "Mon 12 Feb 2024 17:00"
    asked = case.then("written response decided", "Fri 09 Feb 2024 09:00", STATE, needed=True)
    assert asked.at("Fri 09 Feb 2024 10:00").step("written-response").state == "open"
    assert "requested a written response" in asked.refused("close", "complaint closed", "Fri 09 Feb 2024 11:00")
    sent = asked.then("response mailed to the customer", "Fri 09 Feb 2024 14:00", MANAGER)
    assert sent.refused("close", "complaint closed", "Fri 09 Feb 2024 15:00") == ""


@pytest.mark.requirement("WY-2023-FORMAL-11")
def test_without_a_written_response_the_customer_is_told_the_outcome_before_closing() -> None:
    case = drafted(assigned_2024(), "Thu 08 Feb 2024 11:00")
    assert "has not said whether a written response" in case.refused(
        "close", "complaint closed", "Fri 09 Feb 2024 08:00"
    )
    unneeded = case.then("written response decided", "Fri 09 Feb 2024 09:00", STATE, needed=False)
    assert unneeded.at("Fri 09 Feb 2024 10:00").step("written-response").state == "not needed"
    assert "nobody has told the customer" in unneeded.refused("close", "complaint closed", "Fri 09 Feb 2024 11:00")
    told = unneeded.then("customer told the outcome", "Fri 09 Feb 2024 12:00", MANAGER)
    assert told.refused("close", "complaint closed", "Fri 09 Feb 2024 13:00") == ""


@pytest.mark.requirement("WY-2023-FORMAL-12", "WY-2023-FORMAL-13")
def test_the_ombudsman_gets_a_summary_where_the_specialist_judges_it_necessary() -> None:
    case = assigned_2024()
    assert case.at("Tue 06 Feb 2024 15:00").step("ombudsman-summary").state == "to be judged"
    by_worker = case.then("ombudsman summary judged", "Wed 07 Feb 2024 09:00", WORKER, necessary=True)
    assert by_worker.at("Wed 07 Feb 2024 10:00").step("ombudsman-summary").state == "to be judged"
    judged = case.then("ombudsman summary judged", "Wed 07 Feb 2024 09:00", SPECIALIST, necessary=True)
    step = judged.at("Wed 07 Feb 2024 10:00").step("ombudsman-summary")
    assert (step.state, step.limit, step.step.to) == ("open", "no limit stated", ("agency-ombudsman",))
    assert "ombudsman-summary" not in step_ids(formal("2019-01-01"))


def test_the_longest_course_of_2023_is_two_days_and_two_and_two_never_added_up() -> None:
    links = {link.step: link for link in received("Mon 05 Feb 2024 09:00", "2024-02-05").worst("Mon 05 Feb 2024 09:00")}
    ends = {name: f"{link.due.at:%a %d %b %H:%M}" for name, link in links.items() if link.due}
    assert ends["triage"] == "Wed 07 Feb 23:59"
    assert ends["contact"] == "Thu 08 Feb 23:59"
    assert ends["draft"] == "Fri 09 Feb 17:00"
    assert ends["state-review"] == "Tue 13 Feb 17:00"
    assert links["assignment"].due is None


def test_the_longest_course_of_2017_is_two_days_and_five_and_five() -> None:
    links = {link.step: link for link in received("Mon 04 Feb 2019 09:00", "2019-02-04").worst("Mon 04 Feb 2019 09:00")}
    ends = {name: f"{link.due.at:%a %d %b %H:%M}" for name, link in links.items() if link.due}
    assert ends["draft"] == "Wed 13 Feb 17:00"
    assert ends["state-review"] == "Thu 21 Feb 17:00"  # Presidents' Day, Monday 18, does not count


@pytest.mark.parametrize("day", ["2019-01-01", "2024-01-01"])
def test_each_limit_of_the_policy_is_a_standard_to_measure_by(day: str) -> None:
    steps = [step for procedure in edition_on(POLICY, day).procedures for step in procedure.steps]
    found = {step.standard for step in steps if step.within}
    assert {"wy.triage", "wy.triage_note", "wy.customer_contact", "wy.draft", "wy.state_review"} <= found
    assert {"wy.supervisor_locate", "wy.supervisor_message"} <= found
    assert ("wy.request_written" in found) == (day == "2024-01-01")
