"""csplan plan: what its commands print, and their exit status."""

import json
import tomllib
from pathlib import Path

import pytest

from csplan.cli.main import main
from csplan.policy.plans.differences import plan_differences
from csplan.policy.plans.read import read_plan
from plan_files import COMPLETE, WITH_GAPS, changed

MODEL = "us-wi/customer-service-plan"


def csplan(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """The exit status, the output and the errors of a command."""
    status = main([str(each) for each in arguments])
    return status, *capsys.readouterr()


def test_a_complete_plan_is_reported_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = csplan(capsys, "plan", "check", COMPLETE)
    assert (status, out) == (0, f"{COMPLETE}: no defects, no warnings; 47 of 47 required blanks answered\n")


def test_a_plan_with_gaps_ends_with_status_one_and_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = csplan(capsys, "plan", "check", WITH_GAPS)
    *found, last = out.splitlines()
    assert status == 1
    assert all(line.startswith(f"{WITH_GAPS}:") and "; " in line for line in found)
    counts = "32 of 41 required blanks answered, 9 missing (6 not answered, 3 with no answer that can be used)"
    assert last == f"{WITH_GAPS}: 13 defects, 3 warnings; {counts}"
    employers = "TELEPHONE SERVICE STANDARDS, employer phone calls (phone.employer_return): not answered"
    assert sum(employers in line and "write employer_return = 2" in line for line in found) == 1


def test_check_and_render_count_the_same_blanks_as_missing(capsys: pytest.CaptureFixture[str]) -> None:
    checked = json.loads(csplan(capsys, "plan", "check", WITH_GAPS, "--json")[1])
    missing = checked["asked"] - checked["answered"]
    assert f"{missing} missing" in csplan(capsys, "plan", "check", WITH_GAPS)[1]
    assert f"INCOMPLETE: {missing} of {checked['asked']} required" in csplan(capsys, "plan", "render", WITH_GAPS)[1]


def test_check_as_json_names_section_element_blank_line_and_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = csplan(capsys, "plan", "check", WITH_GAPS, "--json")
    found = json.loads(out)
    assert status == 1
    keys = ["plan", "model", "agency", "complete", "answered", "asked", "defects", "warnings"]
    assert list(found) == keys
    assert (found["model"], found["complete"]) == ("us-wi/customer-service-plan@2009-11-06", False)
    assert len(found["defects"]) == 13 and len(found["warnings"]) == 3
    looser = next(each for each in found["defects"] if each["blank"] == "app.remote")
    assert looser["section"] == "REQUESTS FOR IV-D SERVICES"
    assert list(looser) == ["section", "element", "blank", "line", "what", "remedy"]


def test_warnings_alone_leave_the_status_at_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = changed(tmp_path, ("acknowledge = 5", "acknowledge = 12"))
    status, out, _ = csplan(capsys, "plan", "check", path)
    assert status == 0 and "warning: COMMUNICATION" in out and "no defects, 1 warning;" in out


@pytest.mark.parametrize(
    "text", ["not toml", "", '[plan]\nmodel = "us-wi/customer-service-pln"\nmodel_edition = 2026-01-01']
)
def test_a_file_without_a_plan_is_no_traceback(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(text)
    for command in ("check", "render"):
        status, out, err = csplan(capsys, "plan", command, path)
        assert status in (1, 2) and len((out + err).splitlines()) <= 3 and "plan.toml" in out + err


def test_a_file_that_is_not_there_ends_with_status_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["check", tmp_path / "x.toml"], ["render", tmp_path], ["render"], ["diff", COMPLETE, tmp_path]):
        status, out, err = csplan(capsys, "plan", *arguments)
        assert (status, out) == (2, "") and err.startswith("csplan: ") and err.count("\n") == 1


@pytest.mark.requirement("WI-BUL-PURP-02")
def test_render_prints_the_whole_plan_for_an_audience(capsys: pytest.CaptureFixture[str]) -> None:
    status, staff, _ = csplan(capsys, "plan", "render", COMPLETE)
    _, public, _ = csplan(capsys, "plan", "render", COMPLETE, "--audience", "public")
    assert status == 0 and staff.startswith("# CUSTOMER SERVICE PLAN\n")
    assert "## STANDARDS OF THIS PLAN" in public and len(public) < len(staff)


def test_render_prints_the_unfilled_form(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = csplan(capsys, "plan", "render", "--form", MODEL)
    assert status == 0
    assert "- Customer phone calls are returned within ____ (timeline) business days of the call." in out


def test_start_prints_a_plan_file_with_every_blank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = csplan(capsys, "plan", "start", MODEL)
    assert status == 0 and tomllib.loads(out)["plan"]["model"] == MODEL
    path = tmp_path / "plan.toml"
    path.write_text(out)
    status, out, _ = csplan(capsys, "plan", "check", path)
    assert status == 1 and "0 of 40 required blanks answered, 40 missing (40 not answered)" in out


def test_a_model_that_is_not_there_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = csplan(capsys, "plan", "start", "us-wi/customer-service-plans")
    assert status == 2 and "did you mean 'us-wi/customer-service-plan'?" in err
    assert "is not a model plan" in csplan(capsys, "plan", "render", "--form", "us-wi/csb-09-35")[2]


def test_diff_says_in_words_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(
        tmp_path,
        ("version = 2", "version = 3"),
        ("customer_return = 1", "customer_return = 2"),
        ('respond = "2 working days"', 'respond = "1 working day"'),
        ("pass_on = 1", "pass_on = 0"),
        ("mail = 3", ""),
        ("within = { n = 10,", "within = { n = 5,"),
    )
    status, out, _ = csplan(capsys, "plan", "diff", COMPLETE, new)
    assert status == 0
    assert [line.partition(": ")[2] for line in out.splitlines()] == [
        "2 becomes 3",
        "1 business day becomes 2 business days (looser)",
        "3 days (calendar days) becomes not answered",
        "1 working day becomes 0 working days (stricter)",
        "2 days (working days) becomes 1 day (working day) (stricter)",
        "Walk-ins are greeted within 10 minutes. (10 minutes from walk-in arrived) becomes "
        "Walk-ins are greeted within 10 minutes. (5 minutes from walk-in arrived)",
    ]


def test_diff_as_json_and_of_equal_plans(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(tmp_path, ("customer_return = 1", "customer_return = 2"))
    (found,) = json.loads(csplan(capsys, "plan", "diff", COMPLETE, new, "--json")[1])["differences"]
    assert (found["blank"], found["before"], found["note"]) == ("phone.customer_return", "1 business day", "looser")
    assert csplan(capsys, "plan", "diff", COMPLETE, COMPLETE)[1] == "The two plans say the same.\n"


def test_a_change_of_unit_may_be_looser_for_some_starts_and_stricter_for_others(tmp_path: Path) -> None:
    new = read_plan(changed(tmp_path, ("mail = 3", 'mail = "2 working days"')))
    (found,) = plan_differences(read_plan(COMPLETE), new)
    assert found.note == "looser for some starts, stricter for others"


def test_the_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["plan", "--help"])
    assert "csplan plan check plan.toml" in capsys.readouterr().out
