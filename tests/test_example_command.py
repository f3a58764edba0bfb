"""csplan example: the example county's year."""

import argparse
import csv
import json
from pathlib import Path

import pytest

from csplan.cli.main import main
from csplan.cli.replay import add_arguments
from test_plan_replay import PLAN

Capsys = pytest.CaptureFixture[str]


def shown(capsys: Capsys, *options: str) -> str:
    assert main(["example", "--on", "2026-11-25", "--contacts", "400", *options]) == 0
    return capsys.readouterr().out


def test_the_example_shows_timeliness_by_standard_channel_and_month_and_what_is_due(capsys: Capsys) -> None:
    printed = shown(capsys)
    for part in ("standard ", "channel ", "month ", "share = met /", "Due on Wed 25 Nov 2026:", "past due:"):
        assert part in printed
    assert "violation" not in printed.lower()


def test_what_is_due_is_told_with_its_start_and_the_sentence_that_promises_it(capsys: Capsys) -> None:
    printed = shown(capsys, "--contacts", "3000")
    assert '"Voice mail will be responded to within 1 working day." (Example County' in printed
    assert "; voice mail received " in printed
    assert "45 CFR 303.2, as worded by CSB 09-35" in printed


def test_a_made_up_voice_mail_runs_under_the_phone_and_the_voice_mail_limit(capsys: Capsys, tmp_path: Path) -> None:
    shown(capsys, "--log", str(tmp_path / "year.csv"))
    with (tmp_path / "year.csv").open() as file:
        left = [row for row in csv.DictReader(file) if row["voice mail received"]]
    assert {(row["channel"], row["call received"]) for row in left} == {("voice mail", "")}
    assert main(["replay", str(tmp_path / "year.csv"), "--plan", str(PLAN), "--by", "channel", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["by"]["channel"]["voice mail"]["rows"] > len(left)


def test_the_same_seed_makes_the_same_year_and_another_seed_another(capsys: Capsys) -> None:
    assert shown(capsys) == shown(capsys)
    assert shown(capsys) != shown(capsys, "--seed", "2")


def test_the_examples_log_replays_to_the_examples_figures(capsys: Capsys, tmp_path: Path) -> None:
    log = tmp_path / "year.csv"
    printed = shown(capsys, "--log", str(log))
    assert main(["replay", str(log), "--plan", str(PLAN), "--as-of", "2026-11-25", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    total = next(line for line in printed.splitlines() if line.startswith("all "))
    assert total.split()[1:3] == [f"{data['rows']:,}", f"{data['met']:,}"]
    assert data["contacts"] == 400


@pytest.mark.parametrize(("option", "value"), [("--on", "2020-01-01"), ("--on", "soon"), ("--contacts", "0")])
def test_a_day_or_number_that_cannot_be_is_refused_in_one_line(capsys: Capsys, option: str, value: str) -> None:
    assert main(["example", option, value]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_every_option_of_replay_is_documented() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    text = (Path(__file__).parent.parent / "docs/replay.md").read_text()
    options = [option for action in parser._actions for option in action.option_strings]
    assert [option for option in options if f"`{option}" not in text] == []
