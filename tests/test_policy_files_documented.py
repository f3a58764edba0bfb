"""docs/policy-files.md names every key that the readers of policy files ask for."""

import ast
from pathlib import Path

import pytest

import csplan.policy
from csplan.core.duration import OPTIONS, UNITS
from csplan.core.edition import FORCES, KINDS
from csplan.core.procedures.procedure import BINDINGS, START_KINDS
from csplan.policy.edition_parts import LISTS
from csplan.policy.procedures import _LISTS

POLICY = Path(csplan.policy.__file__).parent
READERS = ("document", "editions", "edition_parts", "procedures", "procedure_starts", "models", "letters")
QUESTIONS = {"text", "texts", "choice", "whole", "yes", "day", "table", "tables", "limit", "known"}
QUESTIONS |= {
    "parts",
    "start_of",
    "conditions_of",
    "numbered_limit",
    "_day_or_word",
    "_names_or_word",
    "_required_table",
}
DOCUMENTED = (Path(__file__).parents[1] / "docs/policy-files.md").read_text()


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def texts_given(node: ast.Call) -> set[str]:
    values = (each.value for each in node.args[:2] if isinstance(each, ast.Constant))
    return {value for value in values if isinstance(value, str) and value.replace("_", "").isalpha()}


def keys_asked_for() -> set[str]:
    """Each text that a reader gives to a question about a key."""
    asked = {*OPTIONS, *START_KINDS, *_LISTS, *LISTS, *FORCES, *KINDS, *UNITS, *BINDINGS, "within", "n"}
    for name in READERS:
        nodes = ast.walk(ast.parse((POLICY / f"{name}.py").read_text()))
        asked |= {
            text
            for node in nodes
            if isinstance(node, ast.Call) and called(node) in QUESTIONS
            for text in texts_given(node)
        }
    return asked


@pytest.mark.parametrize("key", sorted(keys_asked_for()))
def test_each_key_is_documented(key: str) -> None:
    assert f"`{key}`" in DOCUMENTED or f"[{key}]" in DOCUMENTED or f".{key}]]" in DOCUMENTED


def test_the_readers_ask_for_many_keys() -> None:
    assert len(keys_asked_for()) > 120
