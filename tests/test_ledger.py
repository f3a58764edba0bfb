"""The ledger in the database: gap-free chains under concurrency, nothing changed or removed, every intruder found."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from csplan.agencies.walls import speaking_for
from csplan.ledger import actions
from csplan.ledger.models import Entry, Salt
from databases import Intruder
from ledgers import ALICE, DANE, MON_NOON, ROCK, Notes, append, entered, found, head, notes_kept

pytestmark = pytest.mark.django_db
commits = pytest.mark.django_db(transaction=True)
KEPT = {"body": "kept"}


@pytest.fixture
def notes(transactional_db: None) -> Iterator[Notes]:
    with notes_kept() as notes:
        yield notes


def numbers(agency: UUID = DANE) -> list[int]:
    return list(Entry.objects.filter(agency=agency).order_by("number").values_list("number", flat=True))


def test_each_agency_has_a_chain_of_its_own(speaking: Callable[..., None]) -> None:
    speaking(DANE, ROCK)
    for agency in (DANE, ROCK, DANE):
        append(agency, "sign-in:alice", None)
    assert (numbers(DANE), numbers(ROCK)) == ([1, 2], [1])


def test_an_act_that_fails_leaves_no_gap(speaking: Callable[..., None]) -> None:
    speaking(DANE)
    append(DANE, "sign-in:alice", None)
    with suppress(ZeroDivisionError), transaction.atomic():
        append(DANE, "sign-in:bob", None)
        raise ZeroDivisionError
    assert append(DANE, "sign-in:carol", None).number == 2


@commits
def test_an_act_without_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="within the transaction of the act"):
        append(DANE, "sign-in:alice", None)


def test_the_contents_are_not_in_the_ledger(speaking: Callable[..., None]) -> None:
    speaking(DANE)
    first, second = append(DANE, "note:a", KEPT), append(DANE, "note:b", KEPT)
    assert len(first.after) == 64
    assert first.after != second.after, "the same contents under two salts"


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET act = 'x'", "DELETE FROM ledger_entry"])
def test_the_application_can_neither_change_nor_remove_an_entry(speaking: Any, statement: str) -> None:
    speaking(DANE)
    append(DANE, "note:a", KEPT)
    with pytest.raises(DatabaseError, match=r"permission denied|only added to"), transaction.atomic():
        connection.cursor().execute(statement)
    assert numbers() == [1]


def test_the_application_cannot_change_a_salt(speaking: Callable[..., None]) -> None:
    speaking(DANE)
    append(DANE, "note:a", KEPT)
    with pytest.raises(DatabaseError, match=r"permission denied|never changed"), transaction.atomic():
        Salt.objects.filter(agency=DANE).update(salt="another")


@commits
def test_eight_writers_make_one_chain_without_gap_or_double() -> None:
    def write(writer: int) -> None:
        for turn in range(15):
            entered(DANE, subject=f"sign-in:{writer}-{turn}")
        connection.close()

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))
    with speaking_for([DANE]):
        assert numbers() == list(range(1, 121))
    assert found() == []


@commits
def test_a_ledger_and_its_rows_verify_and_a_rewritten_note_too(notes: Notes) -> None:
    notes.write("a", "first")
    notes.write("b", "other")
    notes.write("a", "second")
    assert found(heads=[head()]) == []


@commits
def test_redaction_destroys_the_salts_and_the_chain_verifies(notes: Notes) -> None:
    notes.write("a", "secret")
    notes.write("b", "other")
    with speaking_for([DANE]), transaction.atomic():
        connection.cursor().execute("UPDATE note SET body = 'redacted' WHERE name = 'a'")
        redacted(subject="note:a")
        assert list(Salt.objects.order_by("number").values_list("number", flat=True)) == [2, 3]
    assert found() == []


@commits
def test_what_remains_after_redaction_is_held_to_the_redaction(notes: Notes) -> None:
    notes.write("a", "secret")
    with speaking_for([DANE]), transaction.atomic():
        redacted(subject="note:a")
    notes.somebody.execute("UPDATE note SET body = 'another'")
    assert [fault.number for fault in found()] == [2]


def redacted(subject: str) -> Entry:
    return actions.redact(
        agency=DANE, actor=ALICE, on_behalf=None, subject=subject, happened=MON_NOON, entered=MON_NOON
    )


@commits
def test_500_random_edits_by_a_superuser_are_all_found(notes: Notes) -> None:
    for turn in range(24):
        notes.write(f"n{turn % 8}", f"body {turn}")
    heads, random, missed = [head()], Random(303), []
    for _ in range(500):
        restore, what = edited(notes.somebody, random)
        if not [*found(DANE, heads), *found(ROCK, heads)]:
            missed.append(what)
        restore()
    assert missed == []
    assert found(heads=heads) == []


@commits
def test_a_cut_tail_is_found(notes: Notes) -> None:
    for turn in range(6):
        notes.write(f"n{turn}", "body")
    signed = head()
    for table in ("ledger_entry", "ledger_salt"):
        notes.somebody.execute(f"DELETE FROM {table} WHERE number > 4")
    notes.somebody.execute("DELETE FROM note WHERE name IN ('n4', 'n5')")
    assert found() == []
    assert [fault.what[:7] for fault in found(heads=[signed])] == ["cut off"]


@commits
def test_a_rebuilt_chain_is_found(notes: Notes) -> None:
    for turn in range(6):
        notes.write(f"n{turn}", "body")
    signed = head()
    for table in ("ledger_entry", "ledger_salt", "note"):
        notes.somebody.execute(f"DELETE FROM {table}")
    for turn in range(6):
        notes.write(f"n{turn}", "a kinder body")
    assert found() == []
    assert [fault.what[:7] for fault in found(heads=[signed])] == ["rebuilt"]


EDITS: dict[str, dict[str, Any]] = {
    "ledger_entry": {
        "act": "other",
        "subject": "note:zz",
        "actor": str(ROCK),
        "on_behalf": str(ROCK),
        "before": "0" * 64,
        "after": "0" * 64,
        "salted": "0" * 64,
        "previous": "f" * 64,
        "digest": "e" * 64,
        "happened": "2025-01-01 00:00:00+00:00",
        "entered": "2026-11-23 18:00:00.5+00:00",
        "agency": str(ROCK),
        "number": 99,
    },
    "ledger_salt": {"salt": "another", "number": 99},
    "note": {"body": "another", "name": "zz", "agency": str(ROCK)},
}
"""What an intruder writes into a column."""


def edited(somebody: Intruder, random: Random) -> tuple[Callable[[], None], str]:
    """Change or remove one row, or put in another; how to undo it, and what it was."""
    table = random.choice(list(EDITS))
    rows = somebody.execute(f"SELECT * FROM {table}")
    columns = [row[0] for row in somebody.execute(f"SELECT name FROM {columns_of(table)}")]
    row, how = random.choice(rows), random.choice(["change", "change", "remove", "insert"])
    column = random.choice(list(EDITS[table]))
    other = [
        for_database(table, EDITS[table][name]) if name == column else value
        for name, value in zip(columns, row, strict=True)
    ]
    if how == "insert":
        other = [
            99 if name == "number" else "zz" if name == "name" else value
            for name, value in zip(columns, other, strict=True)
        ]
    left = [each for each in rows if each != row or how == "insert"]
    put(somebody, table, left if how == "remove" else [*left, other])
    return lambda: put(somebody, table, rows), f"{how} {table}.{column}"


def put(somebody: Intruder, table: str, rows: list[Any]) -> None:
    """Make these the rows of a table."""
    somebody.execute(f"DELETE FROM {table}")
    for row in rows:
        somebody.execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(row))})", *row)


def columns_of(table: str) -> str:
    if connection.vendor == "sqlite":
        return f"pragma_table_info('{table}') ORDER BY cid"
    return f"(SELECT attname AS name FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0) c"


def for_database(table: str, value: Any) -> Any:
    """SQLite keeps the ledger's keys without dashes."""
    dashed = value == str(ROCK) and connection.vendor == "sqlite" and table != "note"
    return value.replace("-", "") if dashed else value
