"""Wyoming's informal complaints by both texts."""

import pytest

from csplan.core.procedures.matter import Matter
from matters import Story
from wyoming import SUPERVISOR, WORKER, complained, informal, received, step_ids


@pytest.mark.requirement("WY-2023-INFORMAL-02", "WY-2017-INFORMAL-02", "WY-2017-INFORMAL-03")
def test_the_checklist_is_shorter_in_2023_and_the_guidance_is_gone() -> None:
    assert step_ids(informal("2019-01-01"))[0] == "demeanor"
    assert "demeanor" not in step_ids(informal("2024-01-01"))
    for day, bullets in (("2019-01-01", 4), ("2024-01-01", 3)):
        sentences = {name for step in informal(day).procedure.steps for name in step.sentences}
        assert len(sentences & {"demeanor", "case-note", "supervisor", "office-contact"}) == bullets


@pytest.mark.requirement("WY-2023-INFORMAL-01", "WY-2017-INFORMAL-01")
def test_a_reason_is_recorded_and_the_list_of_reasons_is_open() -> None:
    for day in ("2019-01-01", "2024-01-01"):
        case = informal(day)
        silent = case.then("informal complaint received", "Thu 01 Feb 2024 09:00")
        other = case.then("informal complaint received", "Thu 01 Feb 2024 09:00", reason="something else")
        assert silent.at("Thu 01 Feb 2024 10:00").incomplete[0][1] == ("reason is not recorded; fill it in",)
        assert other.at("Thu 01 Feb 2024 10:00").incomplete == ()


@pytest.mark.parametrize("day", ["2019-02-01", "2024-02-02"])
@pytest.mark.requirement("WY-2023-INFORMAL-03", "WY-2017-INFORMAL-04")
def test_a_case_note_without_its_outcome_is_not_complete(day: str) -> None:
    parts = dict.fromkeys(["who", "when", "channel", "reason", "what_was_said", "what_was_done"], "x")
    fri = "Fri 02 Feb 2024 09:00" if day == "2024-02-02" else "Fri 01 Feb 2019 09:00"
    act = ("POSSE case note entered", fri, WORKER)
    case = complained(day, fri)
    assert case.refused("case-note", *act, **parts) == "outcome is not recorded; fill it in"
    assert case.then(*act, **parts, outcome="explained").at(fri).step("case-note").state == "done"


@pytest.mark.requirement("WY-2023-INFORMAL-02")
def test_an_unanswered_request_for_a_supervisor_keeps_the_complaint_open_and_the_rest_does_not() -> None:
    case = complained("2024-02-02", "Fri 02 Feb 2024 09:00")
    act = ("resolve", "informal complaint resolved", "Fri 02 Feb 2024 16:30", WORKER)
    assert case.refused(*act, resolution="explained") == ""
    asked = case.then("supervisor requested", "Fri 02 Feb 2024 10:00")
    assert "request for a supervisor is not answered" in asked.refused(*act, resolution="explained")
    left = asked.then("message left for the supervisor", "Fri 02 Feb 2024 10:05", WORKER)
    assert "request for a supervisor is not answered" in left.refused(*act, resolution="explained")
    returned = left.then("call returned by the supervisor", "Fri 02 Feb 2024 16:00", SUPERVISOR)
    assert returned.refused(*act, resolution="explained") == ""


def test_the_case_worker_resolves_a_complaint_about_the_case_worker() -> None:
    case = complained("2024-02-02", "Fri 02 Feb 2024 09:00")
    about = Story(case.procedure, case.calendar, Matter(case.matter.facts, {"person complained of": ("Wen",)}))
    act = ("resolve", "informal complaint resolved", "Fri 02 Feb 2024 16:30", WORKER)
    assert about.refused(*act, resolution="explained") == ""


@pytest.mark.requirement("WY-2023-INFORMAL-04")
def test_immediately_has_no_number_and_a_supervisor_or_a_message_answers_it() -> None:
    case = complained("2024-02-02", "Fri 02 Feb 2024 09:00").then("supervisor requested", "Fri 02 Feb 2024 10:00")
    located = case.at("Fri 02 Feb 2024 10:01").step("supervisor-located")
    assert (located.state, located.limit, located.due, located.aim) == ("open", "immediately", None, None)
    taken = case.then("supervisor took over", "Fri 02 Feb 2024 10:02", WORKER)
    assert taken.at("Fri 02 Feb 2024 10:03").step("supervisor-located").state == "done"


@pytest.mark.requirement("WY-2023-INFORMAL-05")
def test_a_message_left_on_friday_at_four_is_returned_by_saturday_at_four() -> None:
    case = complained("2024-02-02", "Fri 02 Feb 2024 09:00")
    left = case.then("message left for the supervisor", "Fri 02 Feb 2024 16:00", WORKER)
    assert left.due("supervisor-message", "Fri 02 Feb 2024 16:01") == "Sat 03 Feb 2024 16:00"
    tried = left.then("return call attempted", "Sat 03 Feb 2024 09:00", SUPERVISOR)
    assert tried.at("Sat 03 Feb 2024 16:01").step("supervisor-message").verdict == "open past due"


@pytest.mark.requirement("WY-2017-INFORMAL-05")
def test_a_message_left_at_half_past_ten_is_overdue_the_next_day_after_half_past_ten() -> None:
    case = complained("2019-02-05", "Tue 05 Feb 2019 09:00")
    left = case.then("message left for the supervisor", "Tue 05 Feb 2019 10:30", WORKER)
    assert left.at("Wed 06 Feb 2019 10:30").step("supervisor-message").verdict == "open"
    assert left.at("Wed 06 Feb 2019 10:31").step("supervisor-message").verdict == "open past due"


@pytest.mark.parametrize("asked", ["State Office contact requested", "Governor requested", "DFS Director requested"])
@pytest.mark.requirement("WY-2023-INFORMAL-06", "WY-2017-INFORMAL-06")
def test_a_request_for_the_governor_is_answered_with_the_state_offices_contact(asked: str) -> None:
    for day, when in (("2024-02-02", "Fri 02 Feb 2024 09:00"), ("2019-02-01", "Fri 01 Feb 2019 09:00")):
        case = complained(day, when).then(asked, when)
        assert case.at(when).step("office-contact").state == "open"
        given = case.then("State Office phone number and address given", when, WORKER)
        assert given.at(when).step("office-contact").state == "done"


@pytest.mark.requirement("WY-2023-OVER-01")
def test_an_informal_complaint_that_reaches_the_state_office_goes_on_as_a_formal_one() -> None:
    case = complained("2024-02-02", "Fri 02 Feb 2024 09:00")
    moved = case.then("complaint received by the State Office", "Mon 05 Feb 2024 09:00").at("Mon 05 Feb 2024 10:00")
    assert moved.opens == ("formal",)
    assert (
        received("Mon 05 Feb 2024 09:00", "2024-02-05").due("triage", "Mon 05 Feb 2024 10:00").startswith("Wed 07 Feb")
    )
