"""Wisconsin's complaint routes: administrative, service, and about BCS or policy."""

import pytest

from csplan.core.procedures.matter import Actor
from csplan.core.procedures.words import limit_in_words
from matters import Story, edition_on
from wisconsin import DAY, DIRECTOR, MON, SUPERVISOR, TUE, WED, WORKER, letter, naming, wisconsin


def administrative() -> Story:
    case = wisconsin("complaint-process", "administrative")
    return case.then("administrative complaint received", MON, ground="denial of a service")


def service(issue: str = "rudeness") -> Story:
    return wisconsin("complaint-process", "service").then("service complaint received", MON, issue=issue)


# Administrative complaints


@pytest.mark.requirement("WI-CSP-COMP-01", "WI-CSP-COMP-05")
def test_the_process_cites_the_regulation_and_a_bulletin_that_is_not_held() -> None:
    edition = edition_on("us-wi/complaint-process", DAY)
    cited = {each.id: each for each in edition.citations}
    assert edition.federal_authority == ("45 CFR 303.35",)
    assert cited["csb-01-11r"].title == "CSB 01-11R, Administrative Complaint Procedure"
    assert not cited["csb-01-11r"].held


@pytest.mark.requirement("WI-CSP-COMP-03")
def test_each_kind_of_complaint_has_its_own_route() -> None:
    kinds = [each.id for each in edition_on("us-wi/complaint-process", DAY).procedures]
    assert kinds == ["administrative", "service", "policy-call", "policy-letter"]


def test_no_step_of_the_complaint_process_has_a_limit_since_none_is_stated() -> None:
    for procedure in edition_on("us-wi/complaint-process", DAY).procedures:
        assert {limit_in_words(step.within) for step in procedure.steps} == {"no limit stated"}


@pytest.mark.requirement("WI-CSP-COMP-04")
def test_a_complainant_of_another_state_is_received_like_any_other() -> None:
    case = wisconsin("complaint-process", "administrative")
    case = case.then("administrative complaint received", MON, ground="denial of a service", address="Boise, ID")
    assert case.at(MON).incomplete == () and case.at(MON).step("review").state == "open"


@pytest.mark.requirement("WI-CSP-COMP-07")
def test_a_complaint_needs_one_of_the_four_grounds_and_no_case_number() -> None:
    case = wisconsin("complaint-process", "administrative")
    rude = case.then("administrative complaint received", MON, ground="rudeness").at(MON)
    assert "use one of: denial of a service, termination of a service" in rude.incomplete[0][1][0]
    assert administrative().at(MON).incomplete == ()


@pytest.mark.requirement("WI-CSP-COMP-10")
def test_an_administrative_complaint_without_a_written_response_is_not_closed() -> None:
    case = administrative().then("complaint reviewed", TUE, SUPERVISOR, finding="no error")
    assert "no written response" in case.refused("close", "complaint closed", WED, SUPERVISOR)
    short = case.refused("response", "written response sent", TUE, SUPERVISOR, action_taken="none was due")
    assert short == "review of the complaint is not recorded; fill it in"
    sent = case.then("written response sent", TUE, SUPERVISOR, review_of_the_complaint="x", action_taken="none was due")
    assert sent.refused("close", "complaint closed", WED, SUPERVISOR) == ""


@pytest.mark.requirement("WI-CSP-COMP-08")
def test_the_finding_is_one_of_three_and_a_wish_does_not_bind() -> None:
    act = ("review", "complaint reviewed", TUE, SUPERVISOR)
    assert "use one of" in administrative().refused(*act, finding="suspend his licence")
    case = administrative().then(*act[1:], finding="no error", wish="suspend his licence").at(WED)
    assert case.step("review").state == "done"
    assert "does not let a person decide what action is taken" in letter("administrative-response").body


@pytest.mark.requirement("WI-CSP-COMP-11")
def test_copies_are_provided_during_a_monitoring_visit_and_not_after() -> None:
    case = administrative().then("copies requested by the regional administrator", MON)
    act = ("visit-copies", "copies provided")
    assert "no onsite monitoring visit is under way" in case.refused(*act, MON, DIRECTOR, to="Rae")
    visit = case.then("monitoring visit begins", TUE)
    assert visit.refused(*act, TUE, DIRECTOR, to="Rae") == ""
    over = visit.then("monitoring visit ends", WED)
    assert "no onsite monitoring visit" in over.refused(*act, "Thu 04 Mar 2010 10:00", DIRECTOR, to="Rae")


def test_an_independent_fact_finder_is_optional_and_marked_as_not_from_the_text() -> None:
    step = administrative().at(MON).step("fact-finding").step
    assert (step.binding, step.sentences) == ("may", ()) and "complaint-page" in step.local
    case = naming(administrative(), worker_of_the_case="Wen")
    refusal = case.refused("fact-finding", "facts found", TUE, Actor("Wen", "fact-finder"))
    assert refusal == "Wen is the worker of the case and may not do this; choose somebody else"


@pytest.mark.requirement("WI-CSP-COMP-06")
def test_the_right_to_complain_is_told_at_each_moment() -> None:
    notice = next(each for each in edition_on("us-wi/complaint-process", DAY).notices if each.id == "complaint-right")
    assert {"application", "denial of a service", "termination of a service"} <= set(notice.given_when)
    text = letter("complaint-right").body
    assert "a service was denied or ended" in text and "an error in the service" in text


# Service complaints, and where no complaint call goes


@pytest.mark.parametrize("target", ["bcs", "regional-administrator"])
@pytest.mark.requirement("WI-CSP-COMP-14")
def test_no_complaint_call_is_referred_to_bcs_or_the_regional_administrator(target: str) -> None:
    referral = service().refused("referral", "referred to the director or supervisor", MON, WORKER, to=target)
    call = administrative().refused("refer-call", "call handed on", MON, WORKER, to=target)
    assert referral == f"this may not go to {target}; send it to director or supervisor or county-administration"
    assert call == f"this may not go to {target}; send it to csa-staff or supervisor or director"


@pytest.mark.parametrize(
    "issue",
    [
        "long hold times",
        "rudeness",
        "inconsistent information",
        "failure to follow-up on a referral",
        "non-compliance with timelines",
    ],
)
@pytest.mark.requirement("WI-CSP-COMP-13")
def test_the_five_issues_go_to_the_director_or_supervisor(issue: str) -> None:
    now = service(issue).at(MON)
    assert now.incomplete == () and now.next[0].step.id == "referral"
    assert now.step("referral").step.to[:2] == ("director", "supervisor")


@pytest.mark.requirement("WI-CSP-COMP-13")
def test_a_complaint_about_the_supervisor_goes_to_the_director() -> None:
    case = naming(service(), person_complained_of="Sue")
    act = ("referral", "referred to the director or supervisor", MON, WORKER)
    assert "Sue, the person complained of" in case.refused(*act, to="Sue")
    assert case.refused(*act, to="Dee") == ""
    referred = case.then(*act[1:], to="Dee")
    assert "Sue is the person complained of" in referred.refused("answer", "answer given", TUE, SUPERVISOR, outcome="x")
    assert referred.refused("answer", "answer given", TUE, DIRECTOR, outcome="apology") == ""


def test_a_service_complaint_tells_where_it_stands_in_a_word() -> None:
    case = service()
    assert case.procedure.channels == ("phone", "visit", "letter", "e-mail", "web")
    assert case.at(MON).status == "received"
    case = case.then("referred to the director or supervisor", MON, WORKER, to="Dee")
    assert case.at(MON).status == "with the director or supervisor"
    assert case.then("answer given", TUE, DIRECTOR, outcome="apology").at(TUE).status == "answered"


# Complaints about BCS or policy


@pytest.mark.requirement("WI-CSP-COMP-15")
def test_a_policy_call_closes_as_advised_to_write() -> None:
    case = wisconsin("complaint-process", "policy-call").then("policy complaint call received", MON)
    assert case.refused("advise", "caller advised to write", MON, WORKER, to="bcs").startswith("this may not go to bcs")
    advised = case.then("caller advised to write", MON, WORKER).at(MON)
    assert (advised.status, bool(advised.closed)) == ("advised to submit in writing", True)
    assert "The director will forward the policy issue" in letter("advice-to-write").body


@pytest.mark.requirement("WI-CSP-COMP-17")
def test_only_the_director_forwards_a_policy_issue_and_only_a_written_one() -> None:
    case = wisconsin("complaint-process", "policy-letter")
    act = ("forward", "policy issue forwarded to BCS", TUE)
    assert case.refused(*act, DIRECTOR) == "nothing has started this step yet"
    written = case.then("written policy concern received", MON)
    assert written.refused(*act, WORKER) == "csa-staff may not do this; it is for director"
    assert written.refused(*act, DIRECTOR) == ""
    assert (written.at(MON).step("forward").limit, written.at(MON).step("forward").step.to) == (
        "no limit stated",
        ("bcs",),
    )
