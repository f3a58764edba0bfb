"""What the letters of the procedures say, and that they can be filled."""

from pathlib import Path

import pytest

from csplan.core.procedures.procedure import Step
from csplan.policy.catalogue import packaged_catalogue
from csplan.policy.folder import LETTERS, beside, letter_files, packaged_folder
from csplan.policy.letters import Letter, read_letter

FILES = letter_files(packaged_folder())
EDITIONS = [edition for policy in packaged_catalogue().policies() for edition in packaged_catalogue().editions(policy)]


def letter(state: str, name: str) -> Letter:
    return read_letter(packaged_folder() / state / LETTERS / f"{name}.en.md")


def steps_of(letter_id: str) -> list[Step]:
    steps = [step for edition in EDITIONS for each in edition.procedures for step in each.steps]
    return [step for step in steps if letter_id in step.letters]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_letter_reads_without_a_defect_and_says_who_reviewed_it(path: Path) -> None:
    found = read_letter(path)
    assert found.language == "en" and found.review and set(found.used()) == set(found.variables)


def test_every_letter_that_a_step_requires_is_there() -> None:
    for edition in EDITIONS:
        needed = {name for each in edition.procedures for step in each.steps for name in step.letters}
        assert all((beside(Path(edition.path), LETTERS) / f"{name}.en.md").is_file() for name in needed)


@pytest.mark.requirement("WY-2017-FORMAL-07")
def test_the_initial_letter_says_that_the_complaint_is_received_and_the_next_steps() -> None:
    body = letter("us-wy", "initial-letter").body
    assert "We received your complaint on {date_received}" in body
    assert "These are the next steps:" in body and "{contact_due}" in body and "{draft_due}" in body


@pytest.mark.requirement("WY-2023-FORMAL-06", "WY-2017-FORMAL-06")
def test_the_e_mail_to_the_district_carries_the_complaint_and_the_date_it_is_due_back() -> None:
    assert {"complaint_text", "response_date_due"} <= set(letter("us-wy", "district-assignment").variables)


@pytest.mark.requirement("WY-2023-FORMAL-05", "WY-2017-FORMAL-05")
def test_the_posse_note_has_the_four_parts_of_the_text() -> None:
    body = letter("us-wy", "posse-note").body
    for part in ("Complaint:", "Customer:", "Date received:", "Response date due:"):
        assert part in body


@pytest.mark.requirement("WY-2023-INFORMAL-03", "WY-2017-INFORMAL-04")
def test_the_note_of_an_interaction_has_every_part_that_the_step_needs() -> None:
    used = set(letter("us-wy", "posse-interaction-note").variables)
    for step in steps_of("posse-interaction-note"):
        assert {name.replace(" ", "_") for name in step.needs} == used


@pytest.mark.requirement("WY-2023-FORMAL-12")
def test_the_ombudsmans_summary_has_each_date_of_the_complaint() -> None:
    dates = {"date_received", "assignment_date", "contact_date", "draft_date", "review_date", "outcome_date"}
    assert dates <= set(letter("us-wy", "ombudsman-summary").variables)


def test_the_advice_to_write_has_the_directors_address() -> None:
    body = letter("us-wi", "advice-to-write").body
    assert "{agency_name}\n{director_address}\n{city}, WI {zip_code}" in body


def test_the_written_only_letter_says_what_its_step_demands() -> None:
    folded = " ".join(letter("us-wi", "written-only").body.split())
    [step] = steps_of("written-only")
    assert step.must_say and all(passage in folded for passage in step.must_say)


def test_an_acknowledgement_names_the_date_of_the_answer() -> None:
    assert "You can expect our response by {promised_date}." in letter("us-wi", "acknowledgement").body
