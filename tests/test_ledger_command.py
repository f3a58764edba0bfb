"""`csplan ledger`: keys, signed heads, verification from the database and from a dump."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from csplan.agencies.models import Agency
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.ledger.chain import FORM, link_digest
from csplan.ledger.dump import write_dump
from csplan.ledger.subjects import present_data
from ledgers import DANE, ROCK, Notes, append, notes_kept, plain_ledger

commits = pytest.mark.django_db(transaction=True)


@pytest.fixture
def notes(transactional_db: None) -> Iterator[Notes]:
    with notes_kept() as notes:
        kept_agency()
        notes.write("a", "first")
        notes.write("b", "second")
        yield notes


def kept_agency() -> None:
    """Dane as an agency of the site, as the first act of its chain."""
    named = {"name": "Dane", "state": "us-wi", "case_system": "KIDS", "case_pattern": r"\d+", "case_says": "digits"}
    with speaking_for([DANE]), transaction.atomic():
        Agency.objects.create(id=DANE, **named)
        append(DANE, f"agency:{DANE}", present_data(DANE, f"agency:{DANE}"))


@pytest.fixture
def signed(tmp_path: Path, notes: Notes) -> list[str]:
    """The options that hold a ledger to its heads of now."""
    key, heads = tmp_path / "key", tmp_path / "heads.jsonl"
    assert main(["ledger", "key", str(key)]) == 0
    assert main(["ledger", "sign", "--key", str(key), "--heads", str(heads)]) == 0
    return ["--heads", str(heads), "--public", f"{key}.pub"]


@commits
def test_a_whole_ledger_verifies(notes: Notes, signed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["ledger", "verify", *signed]) == 0
    assert capsys.readouterr().out == "1 chains, 3 entries, held to 1 signed heads: no faults\n"


@commits
def test_a_fault_is_named_and_the_exit_status_is_1(notes: Notes, capsys: pytest.CaptureFixture[str]) -> None:
    notes.somebody.execute("UPDATE note SET body = 'another' WHERE name = 'a'")
    assert main(["ledger", "verify"]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first == f"agency {DANE}, entry 2 (note:a): the rows are not as entered last: changed past the ledger"


@commits
def test_a_chain_that_is_gone_whole_is_found(
    notes: Notes, signed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for table in ("ledger_entry", "ledger_salt", "note", "agencies_agency"):
        notes.somebody.execute(f"DELETE FROM {table}")
    capsys.readouterr()
    assert main(["ledger", "verify", "--json", *signed]) == 1
    [fault] = json.loads(capsys.readouterr().out)["faults"]
    assert "cut off" in fault["what"]


@commits
def test_a_dump_verifies_elsewhere(notes: Notes, signed: list[str], tmp_path: Path) -> None:
    dump = tmp_path / "ledger.jsonl"
    assert main(["ledger", "dump", str(dump)]) == 0
    assert dump.stat().st_mode & 0o777 == 0o600
    assert main(["ledger", "verify", str(dump), *signed]) == 0
    dump.write_text(dump.read_text().replace('"body": "first"', '"body": "second"'))
    assert main(["ledger", "verify", str(dump)]) == 1


def test_verifying_a_dump_needs_no_django(tmp_path: Path) -> None:
    dump = tmp_path / "ledger.jsonl"
    with dump.open("w") as file:
        write_dump([plain_ledger()], file)
    without = "import sys; sys.modules['django'] = None; from csplan.cli.main import main; sys.exit(main(sys.argv[1:]))"
    ended = subprocess.run([sys.executable, "-c", without, "ledger", "verify", dump], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (0, "1 chains, 40 entries, without signed heads: no faults\n")


def test_the_chains_of_an_older_csplan_are_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dump, held = tmp_path / "ledger.jsonl", plain_ledger()
    former = [replace(link, digest=link_digest(link, FORM - 1)) for link in held.links]
    for others, said in ((), f"agency {DANE}: "), ((ROCK,), f"2 agencies, the first {DANE}: "):
        with dump.open("w") as file:
            write_dump([replace(held, agency=str(each), links=former) for each in (DANE, *others)], file)
        assert main(["ledger", "verify", str(dump)]) == 1
        told = capsys.readouterr().out.splitlines()
        assert len(told) == 2 and told[0].startswith(said) and "made by an older csplan" in told[0]
        assert told[1].startswith(f"{len(others) + 1} chains, ")


def test_heads_without_their_key_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "verify", "--heads", str(tmp_path / "heads")]) == 2
    assert "go together" in capsys.readouterr().err
