"""The house keeps its own rules: short functions, short files, plain names, no machine's path, no host."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import DateTimeField

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for part in ("src", "bench", "scripts") for path in (ROOT / part).rglob("*.py"))
UNSAYING = ("utils", "util", "helpers", "helper", "manager", "service", "handler", "common", "misc")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its length in lines, docstring included, the signature counted as one."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.name}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.body[0].lineno + 2


def test_no_function_is_longer_than_twenty_lines() -> None:
    assert [name for path in SOURCES for name, lines in functions(path) if lines > 20] == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    tests = sorted((ROOT / "tests").glob("*.py"))
    assert [path.name for path in [*SOURCES, *tests] if len(path.read_text().splitlines()) > 300] == []


def test_modules_are_named_for_what_they_hold() -> None:
    assert [path.name for path in SOURCES if path.stem in UNSAYING] == []


def tracked() -> list[Path]:
    """The files of the repository; in an export without git, all of them."""
    found = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = found.stdout.split("\n") if found.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()] or SOURCES


@pytest.mark.parametrize(
    "pattern", [r"/work/", r"/root/", r"files\.pythonhosted", r"registry\.npmjs", r"pypi\.org/simple"]
)
def test_no_file_names_this_machine_or_a_registry(pattern: str) -> None:
    mine = Path(__file__).name
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in tracked() if path.name != mine)
    assert [path.name for path, text in texts if re.search(pattern, text)] == []


def test_the_core_and_the_rooms_above_name_no_state() -> None:
    names = re.compile(r"\b(Wisconsin|Wyoming|KIDS|POSSE|CARES|W-2)\b")
    found = (
        (path, node.value)
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value
    )
    assert [(path.name, text) for path, text in found if names.search(text)] == []


TEMPLATES = [*(ROOT / "src").rglob("*.html"), *(ROOT / "src").rglob("templates/**/*.txt")]
INSTANTS = sorted(
    {each.name for model in apps.get_models() for each in model._meta.fields if isinstance(each, DateTimeField)}
)


@pytest.mark.parametrize(
    "pattern",
    [r"\|\s*(date|naturaltime|localtime|utc)\b", r"\{%\s*now\b", rf"\{{\{{ *[\w.]+\.({'|'.join(INSTANTS)}) *\}}\}}"],
    ids=["a filter that shows the day in UTC", "the present in UTC", "a bare instant, which is in UTC"],
)
def test_templates_show_instants_on_the_wall_of_an_office_only(pattern: str) -> None:
    found = ((path.name, each.group()) for path in TEMPLATES for each in re.finditer(pattern, path.read_text()))
    assert len(TEMPLATES) > 100 and list(found) == []
