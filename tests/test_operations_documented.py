"""docs/operations.md names every setting, and every command of the ledger."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = (ROOT / "docs/operations.md").read_text()
SITE = sorted((ROOT / "src/csplan/site").glob("*.py"))


def test_every_setting_of_the_environment_is_documented() -> None:
    read = {name for path in SITE for name in re.findall(r'"(CSPLAN_\w+|DATABASE_URL)"', path.read_text())}
    assert read - {"DATABASE_URL"}
    assert {name for name in read if f"| `{name}` |" not in OPERATIONS} == set()


def test_no_setting_is_documented_that_nothing_reads() -> None:
    texts = "".join(path.read_text() for path in SITE)
    assert [name for name in re.findall(r"^\| `(\w+)` \|", OPERATIONS, re.MULTILINE) if f'"{name}"' not in texts] == []


@pytest.mark.parametrize("command", ["key", "sign", "verify", "dump"])
def test_every_command_of_the_ledger_is_documented(command: str) -> None:
    assert f"csplan ledger {command} " in OPERATIONS
