"""The conformance vectors: of the schema's shape, answered alike by the kernel, its explanations and `csplan due`."""

import json
import runpy
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator

from csplan.cli.main import main
from csplan.core.deadline import deadline
from csplan.core.duration import SECONDS
from csplan.core.explanation import explain
from csplan.core.explanation_text import explanation_data
from vectors import QUESTION, Vector, question_of

FOLDER = Path(__file__).resolve().parent.parent / "conformance"
WHOLE = json.loads((FOLDER / "vectors.json").read_text(encoding="utf-8"))
VECTORS: list[Vector] = WHOLE["cases"]


def test_the_vectors_have_the_shape_of_the_schema() -> None:
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(WHOLE)] == []


def test_each_vector_has_a_name_of_its_own() -> None:
    assert len({vector["id"] for vector in VECTORS}) == len(VECTORS) >= 500


def test_the_vectors_are_those_that_the_script_makes() -> None:
    script = runpy.run_path(str(FOLDER.parent / "scripts" / "make_vectors.py"))
    assert [*script["story_vectors"](), *script["random_vectors"]()] == VECTORS


def test_the_kernel_answers_every_vector() -> None:
    wrong = [vector["id"] for vector in VECTORS if answer(vector) != (vector["due"], vector["due_date"])]
    assert wrong == []


def test_the_command_line_answers_every_vector(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [json.dumps({key: vector[key] for key in QUESTION}) for vector in VECTORS]
    (tmp_path / "asked.jsonl").write_text("\n".join(asked) + "\n", encoding="utf-8")
    assert main(["due", "--batch", str(tmp_path / "asked.jsonl")]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answers == [{key: vector[key] for key in ("id", "due", "due_date")} for vector in VECTORS]


def test_the_kernel_explains_every_vector_by_the_same_days() -> None:
    wrong = [vector["id"] for vector in VECTORS if counted(kernel_days(vector)) != counted(vector["explanation"])]
    assert wrong == []


def test_what_a_vector_counts_adds_up_to_its_limit() -> None:
    for vector in VECTORS:
        days = counted(vector["explanation"])
        if vector["unit"] in SECONDS:
            assert sum(days.values()) == abs(vector["n"]) * SECONDS[vector["unit"]], vector["id"]
        elif vector["unit"] != "months":
            assert len(days) == abs(vector["n"]) * (7 if vector["unit"] == "weeks" else 1), vector["id"]


def test_the_last_day_of_an_explanation_is_the_due_date() -> None:
    wrong = [vector["id"] for vector in VECTORS if vector["explanation"][-1]["date"] != vector["due_date"]]
    assert wrong == []


def answer(vector: Vector) -> tuple[str, str]:
    """The kernel's due instant in the calendar's zone, and its due date."""
    start, rule, calendar = question_of(vector)
    due = deadline(start, rule.duration, rule.counting, calendar, pauses=rule.pauses)
    return due.at.astimezone(ZoneInfo(vector["tz"])).isoformat(), str(due.date)


def kernel_days(vector: Vector) -> list[dict[str, Any]]:
    """The days of the kernel's own explanation."""
    start, rule, calendar = question_of(vector)
    explained = explain(start, rule.duration, rule.counting, calendar, pauses=rule.pauses)
    days: list[dict[str, Any]] = explanation_data(explained)["parts"][0]["days"]
    return days


def counted(days: list[dict[str, Any]]) -> dict[date, int]:
    """The days that count, with the seconds that they give where the limit is one of time."""
    return {date.fromisoformat(day["date"]): day.get("seconds", 0) for day in days if day["counted"]}
