"""Wisconsin's threat procedure and the restriction to written communication."""

import pytest

from matters import Story, edition_on
from wisconsin import DAY, DESIGNEE, DIRECTOR, MON, SUPERVISOR, TUE, WED, WORKER, letter, wisconsin

# Threats


def threat() -> Story:
    return wisconsin("threats", "threat").then("threat received", MON, WORKER, channel="telephone conversation")


@pytest.mark.requirement("WI-CSP-ABUSE-05")
def test_a_threat_opens_the_five_steps_at_once() -> None:
    now = threat().at(MON)
    assert {"inform", "document", "decide", "consult"} <= {each.step.id for each in now.next}
    assert now.step("notify-bcs").state == "to be judged"


@pytest.mark.requirement("WI-CSP-ABUSE-06")
def test_the_supervisor_is_informed_immediately_and_no_number_is_made_up() -> None:
    informed = threat().at(MON).step("inform")
    assert (informed.limit, informed.due, informed.aim) == ("immediately", None, None)
    assert "supervisor is not recorded as informed" in threat().refused(
        "close", "threat record closed", TUE, SUPERVISOR
    )


@pytest.mark.requirement("WI-CSP-ABUSE-07")
def test_the_words_of_a_threat_are_kept_exactly() -> None:
    words = "I'll  get you, d***!"
    assert threat().refused("document", "verbiage documented", MON, WORKER) == "verbiage is not recorded; fill it in"
    done = threat().then("verbiage documented", MON, WORKER, verbiage=words).at(MON).step("document").done
    assert done and done.values["verbiage"] == words


@pytest.mark.requirement("WI-CSP-ABUSE-08")
def test_the_worker_alone_does_not_decide_on_reporting() -> None:
    act = ("decide", "reporting decided", MON, WORKER)
    assert threat().refused(*act, report="no", reason="x") == "supervisor is not recorded; fill it in"
    assert "name another person" in threat().refused(*act, report="no", reason="x", supervisor="Wen")
    assert threat().refused(*act, report="no", reason="x", supervisor="Sue") == ""
    alone = threat().then(*act[1:], report="no", reason="x")
    assert "in consultation with a supervisor" in alone.refused("close", "threat record closed", TUE, SUPERVISOR)


def test_an_emergency_call_waits_for_nothing_and_nobody() -> None:
    assert threat().refused("emergency-call", "emergency call made", MON, WORKER) == ""
    assert threat().at(MON).step("emergency-call").state == "open"


@pytest.mark.requirement("WI-CSP-ABUSE-09")
def test_the_countys_own_procedures_are_consulted_and_not_held_here() -> None:
    cited = {each.id: each.held for each in edition_on("us-wi/threats", DAY).citations}
    assert cited["county-threat-procedures"] is False
    assert threat().then("county procedures consulted", MON, WORKER).at(MON).step("consult").state == "done"


@pytest.mark.requirement("WI-CSP-ABUSE-10")
def test_bcs_is_notified_if_appropriate() -> None:
    yes = threat().then("notice to BCS judged", MON, SUPERVISOR, appropriate=True)
    no = threat().then("notice to BCS judged", MON, SUPERVISOR, appropriate=False)
    assert yes.at(MON).step("notify-bcs").state == "open"
    assert no.at(MON).step("notify-bcs").state == "not needed"
    assert "not the referral of a complaint" in letter("threat-notice").body


# Written communication only


PASSAGE = "failure to comply with this restriction may result in your case being closed for non-cooperation"


def abusive(*times: str, customer: str = "C-17") -> Story:
    case = wisconsin("written-only", "written-only")
    for when in times:
        case = case.then("abusive contact", when, WORKER, customer=customer, kind="profanity")
    return case


@pytest.mark.requirement("WI-CSP-ABUSE-11")
def test_a_restriction_takes_two_linked_contacts_and_the_director_or_a_designee() -> None:
    act = ("impose", "restriction decided", TUE)
    assert abusive(MON).refused(*act, DIRECTOR) == "nothing has started this step yet"
    stranger = abusive(MON).then("abusive contact", TUE, WORKER, customer="C-18", kind="profanity")
    assert stranger.refused(*act, DIRECTOR) == "nothing has started this step yet"
    assert abusive(MON, TUE).refused(*act, WORKER) == "csa-staff may not do this; it is for director or designee"
    assert abusive(MON, TUE).refused(*act, DESIGNEE) == ""


def test_an_abusive_contact_is_recorded_with_its_kind() -> None:
    case = wisconsin("written-only", "written-only").then("abusive contact", MON, WORKER, customer="C-17")
    assert case.at(MON).incomplete[0][1] == ("kind is not recorded; fill it in",)


@pytest.mark.requirement("WI-CSP-ABUSE-12")
def test_a_restriction_is_pending_until_its_letter_is_sent() -> None:
    decided = abusive(MON, TUE).then("restriction decided", TUE, DIRECTOR)
    assert decided.at(TUE).status == "pending: the letter is not sent"
    sent = decided.then("restriction letter sent", WED, DIRECTOR, text=letter("written-only").body)
    assert (sent.at(TUE).status, sent.at(WED).status) == ("pending: the letter is not sent", "in force")
    assert abusive(MON).at(MON).status == "no restriction"


@pytest.mark.requirement("WI-CSP-ABUSE-13")
def test_a_letter_without_the_advice_on_case_closure_is_refused() -> None:
    decided = abusive(MON, TUE).then("restriction decided", TUE, DIRECTOR)
    act, text = ("letter", "restriction letter sent", WED, DIRECTOR), letter("written-only").body
    assert decided.refused(*act, text=text) == ""
    cut = " ".join(text.split()).replace(PASSAGE, "")
    assert decided.refused(*act, text=cut).startswith(f"the letter does not say {PASSAGE!r}")


@pytest.mark.requirement("WI-CSP-ABUSE-13")
def test_a_breach_of_the_restriction_closes_nothing() -> None:
    case = abusive(MON, TUE).then("restriction decided", TUE, DIRECTOR)
    case = case.then("restriction letter sent", TUE, DIRECTOR, text=letter("written-only").body)
    breached = case.then("contact against the restriction", WED).at(WED)
    assert (breached.status, breached.closed) == ("in force", None)
