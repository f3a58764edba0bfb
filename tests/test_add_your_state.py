"""docs/add-your-state.md, done for real: its files written, its commands run."""

import re
from pathlib import Path

import pytest

from csplan.cli.main import main

PAGE = (Path(__file__).parents[1] / "docs/add-your-state.md").read_text()
FILES = re.findall(r"^File `([^`]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SESSION = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]


@pytest.fixture
def my_policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my-policies"
    for name, text in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return folder


def said(capsys: pytest.CaptureFixture[str], command: str) -> str:
    assert main(command.removeprefix("$ csplan ").split()) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("my_policies")
def test_the_commands_of_the_page_print_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    for command, printed in re.findall(r"^(\$ .*)\n((?:[^$].*\n)*)", SESSION, re.MULTILINE):
        assert printed in said(capsys, command)


@pytest.mark.usefixtures("my_policies")
def test_the_comparison_tells_the_limit_first(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "policy diff us-xx/complaints 2021-01-01 2024-07-01 --folder my-policies").splitlines()
    assert lines[2:4] == ["Limits", "  answer (Answer the complaint in writing): from 10 days to 7 business days"]
    assert lines[3].strip() in PAGE


@pytest.mark.usefixtures("my_policies")
def test_the_text_of_a_day_is_shown_with_its_quotes_and_what_is_not_held(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "policy show us-xx/complaints --folder my-policies --on 2022-05-01")
    assert '"The worker answers a complaint in writing within 10 days of receipt." (Policy 12)' in shown
    assert "Customer service handbook (not on file)" in shown


def test_a_policy_of_the_folder_is_not_among_those_shipped(my_policies: Path) -> None:
    assert main(["policy", "show", "us-xx/complaints"]) == 2
    assert main(["policy", "check", str(my_policies / "us-xx")]) == 0
    assert main(["policy", "check", str(my_policies / "us-xx/complaints/2021-01-01.toml")]) == 0
