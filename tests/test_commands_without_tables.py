"""Commands of the site where nothing is prepared: a plain sentence, and no database made by who only reads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import csplan

SOURCE = str(Path(csplan.__file__).parents[1])
READS = (["ledger", "verify"], ["ledger", "dump", "out.jsonl"], ["work", "--status"])


def ran(state: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """csplan in a process of its own, whose state is kept in a folder."""
    around = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    around |= {"CSPLAN_STATE": str(state), "PYTHONPATH": SOURCE, **environment}
    command = [sys.executable, "-m", "csplan", *arguments]
    return subprocess.run(command, env=around, cwd=state.parent, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", READS, ids=" ".join)
def test_a_command_that_reads_says_that_there_is_no_database_and_makes_none(tmp_path: Path, command: list[str]) -> None:
    state = tmp_path / "state"
    done = ran(state, *command)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert "there is no database" in done.stderr and "CSPLAN_STATE" in done.stderr
    assert not list(tmp_path.rglob("*.sqlite3*"))


def test_tables_of_an_older_csplan_are_told_too(tmp_path: Path) -> None:
    (tmp_path / "csplan.sqlite3").touch()
    done = ran(tmp_path, "ledger", "verify")
    assert done.returncode == 2 and "not up to date" in done.stderr and "Traceback" not in done.stderr


def test_work_prepares_the_file_as_the_other_commands_that_write_do(tmp_path: Path) -> None:
    done = ran(tmp_path / "state", "work", "--once")
    assert (done.returncode, done.stderr) == (0, "") and "rounds made" in done.stdout
    assert ran(tmp_path / "state", "work", "--status").returncode == 0


@pytest.mark.parametrize("command", [*READS, ["work", "--once"], ["agency", "list"]], ids=" ".join)
def test_a_database_that_is_away_is_said_in_one_line(tmp_path: Path, command: list[str]) -> None:
    done = ran(tmp_path, *command, DATABASE_URL="postgresql://nobody:none@127.0.0.1:1/csplan")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert "the database cannot be reached" in done.stderr
