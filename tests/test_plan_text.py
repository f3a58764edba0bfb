"""Plans as text: one document, its table of standards, and what each audience sees."""

import re
from pathlib import Path

import pytest

from csplan.policy.plans.read import draft_plan, read_plan
from csplan.policy.plans.text import plan_text
from plan_files import WITH_GAPS, changed


def printed(folder: Path, *changes: tuple[str, str], audience: str = "staff") -> str:
    return plan_text(read_plan(changed(folder, *changes)), audience)


def standards_table(text: str) -> dict[str, list[str]]:
    """The rows of the table of standards, by name: number, unit, trigger, authority."""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {row[0]: row[1:] for row in rows[2:]}


@pytest.mark.requirement("WI-CSP-TITLE-01")
def test_the_county_is_named_once_and_fills_every_place_of_the_name(tmp_path: Path) -> None:
    text = printed(tmp_path, ('county = "Example"', 'county = "Eau Claire"'))
    assert "\n\nEau Claire County Child Support Agency\n" in text
    assert "- Eau Claire County Child Support Agency website: https://" in text
    assert "- Eau Claire County website: https://" in text
    assert "(name)" not in text.lower()


def test_an_agency_of_another_name_is_printed_under_it(tmp_path: Path) -> None:
    named = ('county = "Example"', 'county = "Example"\nname = "Example Tribal Agency"\ncounty_name = "Example Tribe"')
    text = printed(tmp_path, named)
    assert "- Example Tribal Agency website" in text and "- Example Tribe website" in text


@pytest.mark.requirement("WI-CSP-CORR-03F", "WI-CSP-PHONE-03F")
def test_numbers_stand_in_their_sentences_with_the_right_singular(tmp_path: Path) -> None:
    text = printed(tmp_path)
    assert "appropriate person within 1 working day." in text
    assert "calls are returned within 2 working days of return." in text
    assert "returned within 1 business day of the call." in text


def test_bare_days_keep_the_word_of_the_form_beside_the_countys_reading(tmp_path: Path) -> None:
    text = printed(tmp_path, ("respond = 10", 'respond = "1 working day"'), ("pass_on = 1", "pass_on = 0"))
    assert "held within 10 days (calendar days) from the day of request" in text
    assert "respond to a letter within 1 day (working day) of receipt" in text


@pytest.mark.requirement("WI-BUL-PURP-02", "WI-BUL-POLICY-03", "WI-CSP-APP-02", "WI-BUL-POLICY-09")
def test_the_table_lists_every_standard_with_number_unit_trigger_and_authority(tmp_path: Path) -> None:
    table = standards_table(printed(tmp_path))
    assert table["Customer phone call returned"] == [
        "1",
        "business day",
        "call received or voice mail received",
        "county",
    ]
    opened = table["Case opened, record established, necessary action determined"]
    assert opened == ["20", "calendar days", "referral or application received", "federal"]
    assert table["Walk-in greeted"] == ["10", "minutes", "walk-in arrived", "county"]
    assert table["Supervisor informed of a threat"][1] == "immediately"
    assert len(table) == 25


@pytest.mark.requirement("WI-BUL-POLICY-03")
def test_the_plan_says_that_it_is_not_intended_to_regulate(tmp_path: Path) -> None:
    assert "\nThe plan is not intended to regulate CSA activities, but rather" in printed(tmp_path)


@pytest.mark.requirement("WI-BUL-POLICY-11")
def test_the_mission_statement_stands_at_the_head_or_nowhere(tmp_path: Path) -> None:
    text = printed(tmp_path)
    assert text.index("We help parents") < text.index("## AGENCY OFFICE HOURS")
    unpublished = ('published = "yes"', 'published = "no"')
    assert "We help parents" not in printed(tmp_path, unpublished)


@pytest.mark.requirement("WI-BUL-POLICY-02", "WI-CSP-SIGN-02")
def test_the_public_does_not_see_protected_time_trained_staff_threats_and_the_authors_phone(tmp_path: Path) -> None:
    public = printed(tmp_path, audience="public")
    for hidden in (
        "protected time",
        "Establishment team",
        "Alice Example",
        "law enforcement",
        "715-555-0100",
        "threat",
    ):
        assert hidden not in public
        assert hidden in printed(tmp_path)
    assert "Establishment team" in printed(tmp_path, audience="county administration")


def test_a_county_may_show_an_element_to_other_audiences(tmp_path: Path) -> None:
    shown = ("[answers.agency]", '[audience]\n"tty.staff" = ["public", "staff"]\n\n[answers.agency]')
    assert "Alice Example" in printed(tmp_path, shown, audience="public")


@pytest.mark.requirement("WI-CSP-APPT-05", "WI-CSP-ONLINE-06")
def test_optional_lines_are_left_out_while_empty(tmp_path: Path) -> None:
    other = 'other = "An appointment by telephone is offered wherever travel is a burden."'
    assert "Other customer appointment policy" not in printed(tmp_path, (other, ""))
    site = 'county_site = "https://www.example.gov"\n'
    assert "- Other: The portal; The app" in printed(tmp_path, (site, f'{site}other = ["The portal", "The app"]\n'))


@pytest.mark.requirement("WI-CSP-NONIVD-02", "WI-CSP-NONIVD-03", "WI-CSP-APP-09")
def test_choices_and_lists_become_sentences(tmp_path: Path) -> None:
    text = printed(tmp_path)
    assert "Income Withholding: The Clerk of Courts will send" in text
    assert "The agency will not terminate wage assignments" in text
    assert "(will or will not)" not in text
    assert "provided with the application include: Establishing Paternity; Your Guide to Child Support" in text


@pytest.mark.requirement("WI-CSP-ONLINE-05", "WI-CSP-ONLINE-04", "WI-CSP-COMP-05", "WI-CSP-COMP-15")
def test_fixed_sentences_and_links_of_the_state_stand_in_each_plan(tmp_path: Path) -> None:
    text = printed(tmp_path, audience="public")
    assert "Child Support Online Services (CSOS) childsupport.wisconsin.gov" in text
    assert "CSB 01-11R Subject: Administrative Complaint Procedure." in text
    assert "in writing to the Agency Director, Example County Child Support Agency, 100 Courthouse Square" in text


@pytest.mark.requirement("WI-BUL-META-01")
def test_the_block_of_the_state_program_is_printed_from_the_data(tmp_path: Path) -> None:
    block = ("WISCONSIN DEPARTMENT OF CHILDREN AND FAMILIES", "Division of Family and Economic Security")
    assert "  \n".join((*block, "Bureau of Child Support")) in printed(tmp_path)


def test_a_draft_is_marked_and_says_how_much_is_missing() -> None:
    plan, _ = draft_plan(WITH_GAPS)
    assert plan is not None
    text = plan_text(plan)
    assert "DRAFT. Version 1, not in force." in text
    lacking = "9 of 41 required blanks have no answer that can be used"
    others = "1 answer still contains a placeholder of the form, 1 element waits for the administrator's answer"
    assert f"INCOMPLETE: {lacking}, {others}." in text
    assert "- Employer phone calls are returned within [not answered] of the call." in text
    assert "- Income withholding: no procedure yet; the question is open" in text
    assert "Version 2, in force from January 1, 2026." in plan_text(read_plan(WITH_GAPS.with_name("complete.toml")))


def test_what_a_county_types_becomes_no_html_no_heading_and_no_table(tmp_path: Path) -> None:
    text = printed(tmp_path, ('party = "Clerk of Courts"', 'party = "# <script>x</script> | y"'))
    assert not re.search(r"(?<!\\)<script", text)
    assert r"\# \<script\>x\</script\> \| y" in text


def test_a_plan_on_weekly_hours_prints_days_and_hours(tmp_path: Path) -> None:
    day = '[["08:00", "12:00"], ["12:30", "16:30"]]'
    week = f'week = {{ mon = {day}, tue = {day}, wed = {day}, thu = [["08:00", "24:00"]], closed = [2026-11-27] }}'
    text = printed(tmp_path, ('open = { from = "08:00", to = "16:30" }', week))
    assert (
        "on these days and hours: Monday to Wednesday 8:00 a.m. to noon and 12:30 p.m. to 4:30 p.m.; "
        "Thursday 8:00 a.m. to midnight; closed on November 27, 2026." in text
    )
    assert "regular business days" not in text
