"""Ledgers for the tests: notes that an agency keeps, each act of which is entered."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from csplan.agencies.walls import speaking_for
from csplan.ledger import actions, queries, subjects
from csplan.ledger.chain import FIRST_PREVIOUS, Link, instant_text, link_digest, salt_digest, salted_digest
from csplan.ledger.heads import Head
from csplan.ledger.models import Entry
from csplan.ledger.verify import Fault, Held, faults
from databases import ON_POSTGRESQL, Intruder, intruder

DANE: Final = UUID("01990000-0000-7000-8000-00000000da1e")
ROCK: Final = UUID("01990000-0000-7000-8000-0000000020c4")
ALICE: Final = UUID("01990000-0000-7000-8000-00000000a11c")
MON_NOON: Final = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def entered(agency: UUID = DANE, *, subject: str = "visit:1", after: Mapping[str, Any] | None = None) -> Entry:
    """One act of Alice's, entered in a transaction of its own."""
    with speaking_for([agency]), transaction.atomic():
        return append(agency, subject, after)


def append(agency: UUID, subject: str, after: Mapping[str, Any] | None) -> Entry:
    """One act of Alice's, within the transaction that is open."""
    return actions.append(
        agency=agency,
        actor=ALICE,
        on_behalf=None,
        act=f"{subject.partition(':')[0]}.kept",
        subject=subject,
        before=None,
        after=after,
        happened=MON_NOON - timedelta(hours=1),
        entered=MON_NOON,
    )


def found(agency: UUID = DANE, heads: Iterable[Head] = ()) -> list[Fault]:
    """What the verifier finds in an agency's ledger."""
    with speaking_for([agency]):
        return list(faults(queries.held(agency), heads))


def is_faulty(agency: UUID) -> bool:
    """Whether the verifier finds anything in an agency's ledger; it stops at the first fault."""
    with speaking_for([agency]):
        return next(iter(faults(queries.held(agency), [])), None) is not None


def head(agency: UUID = DANE) -> Head:
    """Where the agency's chain ends."""
    with speaking_for([agency]):
        ended = queries.head(agency, MON_NOON)
    assert ended
    return ended


class Notes:
    """Notes of agencies in a table of the test, and the acts that keep them."""

    def __init__(self, somebody: Intruder) -> None:
        """Make the table."""
        self.somebody = somebody
        somebody.execute("CREATE TABLE note (agency varchar(36), name varchar(9), body varchar(200))")
        if ON_POSTGRESQL:
            somebody.execute("GRANT ALL ON note TO csplan_app")

    def rows(self, agency: UUID, keys: Collection[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The notes of an agency."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, body FROM note WHERE agency = %s ORDER BY name", [str(agency)])
            yield from ((name, {"body": body}) for name, body in cursor.fetchall() if keys is None or name in keys)

    def write(self, name: str, body: str, agency: UUID = DANE) -> Entry:
        """Write or rewrite a note, and enter it."""
        with speaking_for([agency]), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM note WHERE agency = %s AND name = %s", [str(agency), name])
                cursor.execute("INSERT INTO note VALUES (%s, %s, %s)", [str(agency), name, body])
            return append(agency, f"note:{name}", {"body": body})


@contextmanager
def notes_kept() -> Iterator[Notes]:
    """Notes, which the ledger can read for as long as a test lasts."""
    with intruder() as somebody:
        notes = Notes(somebody)
        subjects.speaks_of("note", notes.rows)
        try:
            yield notes
        finally:
            somebody.execute("DROP TABLE note")
            del subjects._registered["note"]


def plain_ledger(acts: int = 40) -> Held:
    """A ledger without a database: so many acts on ten visits, each visit as it was entered last."""
    links: list[Link] = []
    salts, rows = {}, {}
    for number in range(1, acts + 1):
        subject, data = f"visit:{number % 10}", {"number": number}
        salts[number], rows[subject] = f"salt {number}", data
        links.append(_link(number, subject, salts[number], data, links[-1].digest if links else FIRST_PREVIOUS))
    return Held(str(DANE), links, salts, list(rows.items()), frozenset({"visit"}))


def _link(number: int, subject: str, salt: str, data: Mapping[str, Any], previous: str) -> Link:
    at = instant_text(MON_NOON)
    after, salted = salted_digest(salt, data), salt_digest(salt)
    link = Link(str(DANE), number, str(ALICE), None, "kept", subject, "", after, salted, at, at, previous, "")
    return replace(link, digest=link_digest(link))
