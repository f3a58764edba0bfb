"""What changed between two editions, in words and as data."""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from csplan.cli.main import main
from csplan.core.duration import Duration, Limit
from csplan.core.edition import Edition, Standard
from csplan.core.procedures.condition import Condition
from csplan.core.procedures.procedure import (
    Extension,
    Gate,
    Judgement,
    NamedDate,
    OtherLimit,
    Promise,
    Repeat,
    Start,
    Step,
)
from csplan.policy.catalogue import packaged_catalogue
from csplan.policy.differences import differences, differences_in_words
from csplan.policy.word_difference import word_difference

WYOMING = "us-wy/complaint-handling"
LIMIT = Limit(Duration(3, "weeks"))
OTHER: dict[str, Any] = {
    "delegate": False,
    "starts": Start("fact", "something else"),
    "within": LIMIT,
    "instead": (OtherLimit((Condition("subject"),), LIMIT),),
    "allowed": {"needed": ("perhaps",)},
    "only_if": (Condition("asked"),),
    "judgement": Judgement("judged", "needed", "if need be"),
    "gates": (Gate("something else is missing", done=("triage",)),),
    "needs_start": True,
    "each": True,
    "repeats": Repeat("done"),
    "extension": Extension("extension granted", LIMIT),
    "promise": Promise("interim letter sent", "date"),
    "names": (NamedDate("day", "triage"),),
    "closes": True,
}


@pytest.fixture(scope="module")
def wyoming() -> list[Edition]:
    return list(packaged_catalogue().editions(WYOMING))


@pytest.fixture(scope="module")
def lines(wyoming: list[Edition]) -> list[str]:
    return [line.strip() for line in differences_in_words(*wyoming).splitlines()]


@pytest.mark.parametrize(
    "said",
    [
        "draft (Review the case, discuss it and draft a response): from 5 business days to 2 business days",
        "state review (Provide any recommendations for changes): from 5 working days to 2 working days",
        "gone: initial letter (Send the initial letter to the complainant)",
        "gone: mailing (Mail the approved response to the customer)",
        "gone: director letter (Mail the IV-D Director's response to the customer)",
        "gone: demeanor (Keep a calm and helpful demeanor)",
        "draft (Review the case, discuss it and draft a response): delegate, new: may act in the actor's place",
        "assignment (E-mail the complaint to the district manager): to, new: delegate",
        'new: written response (Send the written response that the State Office requested), "if needed"',
        'new: ombudsman summary (Provide a summary to the Agency Ombudsman), "when necessary"',
        "State Child Support Office is now called WCSP State Office",
        "version number: not stated -> 4",
        "federal authority: not stated -> none",
        "State authority: not stated -> none",
    ],
)
def test_the_two_wyoming_editions_differ_in_a_line_of_its_own_for(lines: list[str], said: str) -> None:
    assert lines.count(said) == 1


@pytest.mark.requirement("WY-2017-META-04")
def test_the_cross_reference_changes_from_not_stated_to_none(lines: list[str]) -> None:
    assert "cross reference: not stated -> none" in lines


def test_limits_come_first_then_steps_and_letters_then_roles_header_and_sentences(lines: list[str]) -> None:
    headings = ["Limits", "Steps", "Letters", "Roles", "Header", "Sentences"]
    assert sorted(headings, key=lines.index) == headings


def test_a_reworded_sentence_is_shown_word_by_word() -> None:
    assert word_difference("within 5 days, at most", "within two days, or so on") == (
        "within [5 -> two] days, [at most -> or so on]"
    )
    assert word_difference("the State office", "the WCSP State") == "the [new: WCSP] State [gone: office]"


def test_an_edition_does_not_differ_from_itself(wyoming: list[Edition]) -> None:
    assert differences(wyoming[0], wyoming[0]) == []
    assert differences_in_words(wyoming[0], wyoming[0]).endswith("say the same.")


def test_the_differences_turned_round_are_those_of_the_way_back(wyoming: list[Edition]) -> None:
    there, back = differences(*wyoming), differences(*reversed(wyoming))
    assert {(each.id, each.field, each.before, each.after) for each in there} == {
        (each.id, each.field, each.after, each.before) for each in back
    }


@pytest.mark.parametrize("field", [field.name for field in fields(Step) if field.name != "id"])
def test_no_change_of_a_step_goes_unseen(wyoming: list[Edition], field: str) -> None:
    procedure = wyoming[1].procedures[1]
    draft = procedure.step("draft")
    changes: dict[str, Any] = {field: OTHER.get(field, _another(getattr(draft, field)))}
    other = replace(draft, **changes)
    steps = tuple(other if step is draft else step for step in procedure.steps)
    changed = replace(wyoming[1], procedures=(replace(procedure, steps=steps),))
    unchanged = replace(wyoming[1], procedures=(procedure,))
    assert differences(unchanged, changed)


@pytest.mark.parametrize("field", [field.name for field in fields(Standard) if field.name != "id"])
def test_no_change_of_a_standard_goes_unseen(field: str) -> None:
    (edition,) = packaged_catalogue().editions("us/45-cfr-303-2")
    first = edition.standards[0]
    changes: dict[str, Any] = {field: LIMIT if field == "within" else _another(getattr(first, field))}
    other = replace(first, **changes)
    assert differences(edition, replace(edition, standards=(other, *edition.standards[1:])))


def test_diff_prints_the_words_and_for_a_program_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "diff", WYOMING, "2017-03-14", "2023-03-29"]) == 0
    assert "from 5 business days to 2 business days" in capsys.readouterr().out
    assert main(["policy", "diff", WYOMING, "2019-01-01", "2024-01-01", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["before"], told["after"]) == (f"{WYOMING}@2017-03-14", f"{WYOMING}@2023-03-29")
    limits = [(each["id"], each["before"], each["after"]) for each in told["differences"] if each["group"] == "limits"]
    assert limits == [
        ("draft", "5 business days", "2 business days"),
        ("state-review", "5 working days", "2 working days"),
    ]


def test_diff_of_a_day_without_a_text_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "diff", WYOMING, "2016-01-10", "2023-03-29"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert date(2016, 1, 10) < packaged_catalogue().editions(WYOMING)[0].in_force_from


def _another(value: Any) -> Any:
    return (*value, "another") if isinstance(value, tuple) else "another"
