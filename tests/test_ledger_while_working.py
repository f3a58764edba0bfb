"""The ledger is read as it stands at one instant: what the office does meanwhile is no fault, and waits for nobody."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from csplan.cli.main import main
from csplan.ledger.models import Entry
from csplan.ledger.snapshot import snapshot
from csplan.ledger.subjects import _registered
from killing import Site, served
from ledgers import Notes, notes_kept
from smtp import free_port
from test_ledger_command import kept_agency
from writing import Writing, not_as_acknowledged

CONTACTS = 400
ROUNDS = 5


@pytest.mark.django_db(transaction=True)
def test_what_is_written_between_reading_the_entries_and_the_rows_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dump = tmp_path / "ledger.jsonl"
    with notes_kept() as notes:
        kept_agency()
        notes.write("a", "first")
        with monkeypatch.context() as patch:
            patch.setitem(_registered, "meanwhile", writes_elsewhere(notes))
            assert main(["ledger", "verify"]) == 0
            assert main(["ledger", "dump", str(dump)]) == 0
        assert main(["ledger", "verify", str(dump)]) == 0
        assert main(["ledger", "verify"]) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if "chains" in line]
    assert [line.split(", ")[1] for line in said] == ["2 entries", "4 entries", "6 entries"]


def writes_elsewhere(notes: Notes) -> Any:
    """A kind of subject without rows; whoever reads it sees to it that a note is changed and one is added."""

    def rows(agency: UUID, keys: Collection[str] | None) -> tuple[()]:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result()
        return ()

    def write() -> None:
        number = Entry.objects.count()
        try:
            notes.write("a", f"after {number}")
            notes.write(f"n{number}", "new")
        finally:
            connection.close()

    return rows


@pytest.mark.django_db
def test_a_snapshot_within_a_transaction_is_refused() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside"), snapshot():
        pass


def test_a_ledger_verifies_while_contacts_are_written(site: Site) -> None:
    port = free_port()
    served(site, port)
    verified = set[str]()
    for _ in range(ROUNDS):  # on a busy machine all may be written before the first chain is read
        writing = Writing(site, [port], CONTACTS)
        with writing.going_on():
            writing.wait_for(1)
            while len(writing.acknowledged) < CONTACTS and not writing.faults:
                verified.add(site.verified())
        assert not_as_acknowledged(writing) == []
        if len(verified) > 1:
            break
    assert all(said.endswith("no faults") for said in verified) and len(verified) > 1
