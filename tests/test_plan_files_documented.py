"""docs/plan-files.md names every key, kind, audience and command of plan files, and its JSON keys are those printed."""

import json
import re
from pathlib import Path

import pytest

from csplan.cli.main import main
from csplan.core.plans.model import AUDIENCES, BLANK_KINDS
from csplan.policy.plans import answer_texts, answer_times, file, local_standards
from plan_files import COMPLETE

DOCUMENTED = (Path(__file__).parents[1] / "docs" / "plan-files.md").read_text()
READERS = (file, local_standards, answer_times, answer_texts)
ASKED = re.compile(r'\.(?:text|texts|choice|whole|day|yes|table|tables|known|limit)\(\s*"(\w+)"')


def keys_asked() -> set[str]:
    return {key for module in READERS for key in ASKED.findall(Path(str(module.__file__)).read_text())}


def test_each_key_that_is_read_is_documented() -> None:
    keys = keys_asked() | {"not_applicable", "counting", "element"}
    assert {"model", "days_mean", "answered", "met_by", "overnight", "zip"} <= keys
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", DOCUMENTED)] == []


def test_each_kind_of_blank_and_each_audience_is_documented() -> None:
    assert [kind for kind in BLANK_KINDS if f"| `{kind}` | " not in DOCUMENTED] == []
    assert [audience for audience in AUDIENCES if f"`{audience}`" not in DOCUMENTED] == []


@pytest.mark.parametrize("command", ["check", "render", "diff", "start"])
def test_each_command_is_documented_and_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"csplan plan {command} " in DOCUMENTED
    with pytest.raises(SystemExit):
        main(["plan", command, "--help"])
    assert "usage: csplan plan" in capsys.readouterr().out


def test_the_json_documented_is_the_json_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["plan", "check", str(COMPLETE), "--json"])
    assert all(f'"{key}": ' in DOCUMENTED for key in json.loads(capsys.readouterr().out))
