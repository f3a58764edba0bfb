"""Each file of bad-plans changes one thing in the complete example plan, and the check finds that and nothing else."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from csplan.core.errors import BadFile
from csplan.core.plans.gaps import gaps
from csplan.policy.plans.read import check_plan, read_plan
from plan_files import COMPLETE, TODAY, WITH_GAPS, changed, findings

BAD = sorted((Path(__file__).parent / "bad-plans").glob("*.toml"))


@pytest.mark.parametrize("case", BAD, ids=lambda path: path.stem)
@pytest.mark.requirement(
    "WI-CSP-OPS-00",
    "WI-CSP-OPS-04",
    "WI-CSP-OPS-06",
    "WI-CSP-OPS-07",
    "WI-CSP-PHONE-01F",
    "WI-CSP-PHONE-02F",
    "WI-CSP-VM-01",
    "WI-CSP-VM-03F",
    "WI-CSP-LEP-07",
    "WI-CSP-LIT-02",
    "WI-CSP-LIT-03",
    "WI-CSP-ONLINE-02",
    "WI-CSP-ONLINE-03",
    "WI-CSP-APP-12F",
    "WI-CSP-CORR-05F",
    "WI-CSP-EMAIL-03",
    "WI-CSP-EMAIL-04",
    "WI-CSP-EMAIL-06F",
    "WI-CSP-COMP-09",
    "WI-CSP-COMP-16",
    "WI-CSP-ABUSE-04F",
    "WI-CSP-NONIVD-03",
    "WI-CSP-SIGN-01",
    "WI-CSP-SIGN-02",
    "WI-BUL-POLICY-11",
)
def test_each_bad_plan_has_one_finding_with_section_blank_line_and_remedy(case: Path, tmp_path: Path) -> None:
    expected = tomllib.loads(case.read_text())
    path = changed(tmp_path, (expected["instead_of"], expected["write"]))
    (found,) = check_plan(path, today=TODAY)
    assert expected["finds"] in found.what
    assert found.place.section == expected.get("section", "")
    assert found.place.blank == expected.get("blank", "")
    mark = expected.get("at") or expected["write"]
    assert path.read_text().splitlines()[found.line - 1].startswith(mark.strip().splitlines()[0])
    assert found.serious == expected.get("serious", True)
    assert found.remedy and "\n" not in str(found)


def test_the_complete_example_has_no_finding() -> None:
    assert check_plan(COMPLETE, today=TODAY) == []


@pytest.mark.requirement("WI-CSP-LEP-05", "WI-CSP-LEP-06", "WI-CSP-TTY-05", "WI-CSP-OPS-00", "WI-BUL-POLICY-08")
def test_each_required_blank_that_is_left_empty_is_named_missing() -> None:
    plan = read_plan(COMPLETE)
    required = [blank.id for _, _, blank in plan.asked() if blank.need == "required"]
    assert len(required) == 47
    for blank in required:
        emptied = replace(plan, answers={key: each for key, each in plan.answers.items() if key != blank})
        assert blank in {finding.place.blank for finding in gaps(emptied) if finding.serious}


def test_the_example_with_gaps_names_each_gap_and_contradiction() -> None:
    found = {each.place.blank for each in check_plan(WITH_GAPS, today=TODAY)}
    gaps = {"mission.text", "ops.call_center", "ops.toll_free_number", "phone.employer_return", "lep.court"}
    wrong = {"ops.voice_mail_after_hours", "app.remote", "email.address", "complaint.address", "abuse.event"}
    looked_at = {"appt.scheduled_and_held", "corr.acknowledge", "complaint.process", "abuse.threat_policy"}
    assert found == gaps | wrong | looked_at | {"", "completed.date"}


@pytest.mark.requirement("WI-CSP-SIGN-03")
def test_a_plan_is_not_completed_in_the_future(tmp_path: Path) -> None:
    path = changed(
        tmp_path, ("date = 2025-12-01", "date = 2026-01-13"), ("{ from = 2026-01-01 }", "{ from = 2026-02-01 }")
    )
    (found,) = check_plan(path, today=date(2026, 1, 12))
    assert "January 13, 2026 lies in the future" in found.what
    assert check_plan(path, today=date(2026, 1, 13)) == []


@pytest.mark.requirement("WI-CSP-OPS-01")
def test_without_voice_mail_its_hours_and_response_are_not_demanded(tmp_path: Path) -> None:
    text = COMPLETE.read_text()
    start, end = text.index("[answers.vm]"), text.index("[answers.protected]")
    no_voice_mail = (
        'voice_mail = "yes"\nvoice_mail_after_hours = "yes"',
        'voice_mail = "no"\nvoice_mail_after_hours = "na"',
    )
    assert findings(tmp_path, (text[start:end], ""), no_voice_mail) == []


@pytest.mark.requirement("WI-CSP-OPS-02")
def test_messages_after_hours_without_voice_mail_are_a_contradiction(tmp_path: Path) -> None:
    found = findings(tmp_path, ('voice_mail = "yes"', 'voice_mail = "no"'))
    assert [line for line in found if "warning" not in line] == [
        "23: CSA OPERATION, voice mail messages during non-business hours (ops.voice_mail_after_hours): the voice mail "
        "system takes messages during non-business hours, but the agency has no voice mail; answer "
        "ops.voice_mail_after_hours with no or na, or ops.voice_mail with yes"
    ]


@pytest.mark.requirement("WI-CSP-OPS-02")
def test_the_two_questions_about_voice_mail_after_hours_must_agree(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, ('voice_mail_after_hours = "yes"', 'voice_mail_after_hours = "no"'))
    assert "warning" in found and "(vm.after_hours)" in found and "(ops.voice_mail_after_hours)" in found


@pytest.mark.requirement("WI-CSP-APPT-02F")
def test_ten_days_without_a_reading_are_shown_as_calendar_days_for_confirmation(tmp_path: Path) -> None:
    found = findings(tmp_path, ('days_mean = "calendar"', ""), ("respond = 10", 'respond = "10 calendar days"'))
    assert len(found) == 3
    assert "days are counted; taken as 10 days (calendar days); confirm" in found[0]


@pytest.mark.requirement("WI-CSP-CORR-04F")
def test_a_response_no_later_than_the_passing_on_is_warned_of(tmp_path: Path) -> None:
    pass_on_5 = ("pass_on = 1", "pass_on = 5")
    found = findings(tmp_path, pass_on_5, ("respond = 10", "respond = 3"), ("acknowledge = 5", "acknowledge = 2"))
    assert any("warning" in line and "3 days (calendar days) and 5 working days" in line for line in found)


@pytest.mark.requirement("WI-CSP-HOURS-01")
def test_opening_after_closing_is_refused(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, ('from = "08:00", to = "16:30"', 'from = "16:30", to = "08:00"'))
    assert "16:30 to 08:00 ends before it begins; put the earlier time in from" in found


@pytest.mark.requirement("WI-CSP-VM-01")
def test_voice_mail_from_16_to_8_asks_whether_it_is_overnight(tmp_path: Path) -> None:
    (found,) = findings(
        tmp_path, ('active = { from = "08:00", to = "16:30" }', 'active = { from = "16:00", to = "08:00" }')
    )
    assert "or write overnight = true if it runs past midnight" in found
    overnight = 'active = { from = "16:00", to = "08:00", overnight = true }'
    (found,) = findings(tmp_path, ('active = { from = "08:00", to = "16:30" }', overnight))
    assert "warning" in found and "outside office hours" in found


@pytest.mark.requirement("WI-CSP-LEP-08", "WI-CSP-APPT-05", "WI-CSP-ONLINE-06")
def test_optional_texts_are_not_reported_missing(tmp_path: Path) -> None:
    other = 'other = "An appointment by telephone is offered wherever travel is a burden."'
    assert findings(tmp_path, (other, "")) == []


@pytest.mark.requirement("WI-BUL-POLICY-05", "WI-CSP-APP-05")
def test_seven_working_days_for_an_application_are_refused_with_the_federal_limit_of_five(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, ("remote = 3", "remote = 7"))
    assert "7 working days is looser than the federal limit of 5 working days (45 CFR 303.2" in found
    assert found.endswith("write 5 working days or less")
    assert findings(tmp_path, ("remote = 3", "remote = 5")) == []
    assert "6 working days is looser" in findings(tmp_path, ("remote = 3", "remote = 6"))[0]


def test_limits_of_other_units_are_compared_by_counting(tmp_path: Path) -> None:
    assert findings(tmp_path, ("remote = 3", 'remote = "4 calendar days"')) == []
    assert "7 calendar days is looser" in findings(tmp_path, ("remote = 3", 'remote = "7 calendar days"'))[0]
    assert (
        "is looser" in findings(tmp_path, ("remote = 3", 'remote = { n = 5, counting = { closed_start = "roll" } }'))[0]
    )


@pytest.mark.requirement("WI-BUL-POLICY-08")
def test_an_unfilled_placeholder_is_listed_with_its_section(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, ('party = "Clerk of Courts"', 'party = "the (Name) County clerk"'))
    assert "Non IVD SERVICES, income withholding (nonivd.party): the answer still contains '(name)'" in found


@pytest.mark.requirement("WI-BUL-ACTION-01")
def test_an_element_without_procedure_stays_open_until_the_administrator_has_answered(tmp_path: Path) -> None:
    cut = '[answers.nonivd]\nparty = "Clerk of Courts"\nterminate = "will not"'
    mark = '[[no_procedure]]\nelement = "non-ivd.withholding"\nasked = 2025-11-17'
    (found,) = findings(tmp_path, (cut, mark))
    assert "contact the Child Support Regional Administrator" in found
    assert findings(tmp_path, (cut, f'{mark}\nanswer = "Withholding is the clerk\'s"\nanswered = 2025-12-01')) == []


def test_not_applicable_only_where_the_model_allows_it(tmp_path: Path) -> None:
    start = "\n[answers.agency]"
    found = findings(
        tmp_path, (start, f'not_applicable = ["telephone.customers"]\n{start}'), ("customer_return = 1", "")
    )
    assert len(found) == 1 and "the model does not allow" in found[0]


def test_a_plan_in_force_before_its_model_is_refused(tmp_path: Path) -> None:
    found = findings(tmp_path, ("{ from = 2026-01-01 }", "{ from = 2009-01-01, to = 2030-01-01 }"))
    assert "before its model (2009-11-06)" in found[0]


@pytest.mark.parametrize(("begins", "serious"), [("2036-01-01", True), ("2040-01-01", True), ("2035-01-02", False)])
def test_a_plan_in_force_beyond_its_calendar_is_refused_and_warned_of_in_its_last_year(
    begins: str, serious: bool, tmp_path: Path
) -> None:
    path = changed(tmp_path, ("{ from = 2026-01-01 }", f"{{ from = {begins} }}"))
    (found,) = check_plan(path, today=TODAY)
    assert f"from {begins}, and its calendar us-wi-example covers 2009-01-01 to 2035-12-31" in found.what
    assert (found.line, found.serious) == (7, serious)


def test_a_plan_is_warned_of_no_calendar_that_reaches_a_year_on_or_to_its_end(tmp_path: Path) -> None:
    for in_force in ("{ from = 2034-12-31 }", "{ from = 2035-06-01, to = 2035-12-31 }"):
        assert findings(tmp_path, ("{ from = 2026-01-01 }", in_force)) == []


def test_a_looser_promise_is_shown_by_both_due_dates_once_the_plan_is_in_force(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, ("remote = 3", 'remote = "5 calendar days"'), ("2026-01-01 }", "2026-05-20 }"))
    assert "5 calendar days is looser than the federal limit of 5 working days" in found
    example = (
        "from Sun 31 May 2026 00:00 CDT it is due Fri 5 Jun 2026 end of day CDT, by the limit Fri 5 Jun 2026 16:30 CDT"
    )
    assert f"for example {example}; write" in found


def test_a_plan_with_gaps_can_be_read_and_one_with_a_wrong_answer_cannot(tmp_path: Path) -> None:
    assert "phone.employer_return" not in read_plan(changed(tmp_path, ("employer_return = 2", ""))).answers
    with pytest.raises(BadFile, match=r"plan.toml:\d+: .*federal limit of 5 working days"):
        read_plan(changed(tmp_path, ("remote = 3", "remote = 7")))


@pytest.mark.parametrize("text", ["", "[plan", "x = 1", "plan = 1", "[plan]", "answers = []\n[plan]\nmodel = 3", "\0"])
def test_a_file_that_holds_no_plan_gets_findings_or_one_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(text)
    try:
        assert check_plan(path)
    except BadFile as error:
        assert "\n" not in str(error)
