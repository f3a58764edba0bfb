"""The ledger speaks of every row of the site: whatever a superuser changes, removes or copies there is found."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models
from psycopg.types.json import Jsonb

from acts import all_done
from cast import County, dane, rock
from csplan.agencies.models import Agency
from csplan.ledger.subjects import kinds
from databases import ON_POSTGRESQL, Intruder, intruder
from ledgers import found, is_faulty

pytestmark = pytest.mark.django_db(transaction=True)

NOT_SPOKEN_OF = {("agencies_person", "password"), ("agencies_person", "last_login"), ("agencies_agency", "set_up")}
"""A password is changed by its owner's sign-in too, when its hash grows stronger.

The mark of what is set up says nothing.
"""


SAYS_NOTHING_ALONE = {"contacts_casereference", "standards_policytext"}
"""A reference or a text that nothing refers to is no statement of any agency."""

OF_NO_ACT: dict[str, str] = {
    "events_owed": "what is left to do, made anew from contacts and events; it states nothing of what was",
    "outbox_parcel": "what an act owes to somebody outside; delivering it is no act, letting it go is",
    "outbox_round": "when periodic work was done; no agency's",
    "outbox_worker": "when work last ran; no agency's",
    "imports_part": "rows of a file that waits to be recorded; gone when it is",
    "imports_progress": "how far an import is: written by each of its steps; what it came to stands in the import",
    "imports_line": "digests by which a call that is imported twice is recorded once",
    "imports_caller": "digests of callers, kept while a contact is open, to find the call back",
    "api_use": "when a token was last used: written by each request, and says nothing of the agency",
    "api_receipt": "digests by which a program's request that is sent twice is recorded once",
}
"""Tables that no act speaks of, each with the reason."""


@pytest.fixture
def counties() -> tuple[County, County]:
    """Two counties, in one of which every act of every room was done (tests/acts)."""
    home, other = dane(), rock()
    all_done(home, other)
    return home, other


Signed = list[UUID]
"""The agencies whose chains were signed: they are verified though nobody knows them any more."""


@dataclass
class Table:
    """A table of the site, as somebody sees it who edits it past the ledger."""

    model: type[models.Model]
    somebody: Intruder

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    def fields(self) -> list[Any]:
        return [each for each in self.model._meta.concrete_fields if (self.name, each.column) not in NOT_SPOKEN_OF]

    def rows(self) -> list[tuple[Any, ...]]:
        columns = ", ".join(f'"{each.column}"' for each in self.model._meta.concrete_fields)
        return self.somebody.execute(f"SELECT {columns} FROM {self.name}")

    def put(self, rows: list[tuple[Any, ...]]) -> None:
        columns = ", ".join(f'"{each.column}"' for each in self.model._meta.concrete_fields)
        places = ", ".join("%s" for _ in self.model._meta.concrete_fields)
        self.somebody.execute(f"DELETE FROM {self.name}")
        for row in rows:
            self.somebody.execute(f"INSERT INTO {self.name} ({columns}) VALUES ({places})", *self._as_held(row))

    def _as_held(self, row: tuple[Any, ...]) -> list[Any]:
        fields = self.model._meta.concrete_fields
        json = [ON_POSTGRESQL and isinstance(field, models.JSONField) for field in fields]
        return [Jsonb(each) if is_json else each for is_json, each in zip(json, row, strict=True)]


def tables(somebody: Intruder) -> Iterator[Table]:
    """The tables of the site, the ledger's own apart; each has a row (tests/acts)."""
    for config in apps.get_app_configs():
        if config.name.startswith("csplan.") and config.label != "ledger":
            for table in (Table(model, somebody) for model in config.get_models()):
                if table.name not in OF_NO_ACT:
                    assert table.rows(), f"no act of tests/acts writes {table.name}"
                    yield table


def test_every_kind_of_subject_can_be_read(counties: tuple[County, County]) -> None:
    assert {"agency", "calendar", "contact", "grant", "person", "plan"} <= kinds()
    assert [found(each.id) for each in counties] == [[], []]


def test_a_change_of_any_column_of_any_row_of_the_site_is_found(counties: tuple[County, County]) -> None:
    missed: list[str] = []
    signed = [each.id for each in counties]
    with intruder() as somebody:
        for table in tables(somebody):
            for field in table.fields():
                before = table.rows()
                if before and not noticed(table, before, changed(table, field, before, at=0), signed):
                    missed.append(f"{table.name}.{field.column}")
    assert missed == []


def test_a_row_removed_or_copied_anywhere_in_the_site_is_found(counties: tuple[County, County]) -> None:
    missed: list[str] = []
    signed = [each.id for each in counties]
    with intruder() as somebody:
        for table in tables(somebody):
            before = table.rows()
            if not noticed(table, before, before[1:], signed):
                missed.append(f"removed from {table.name}")
            copied = [*before, as_new(table, before[0])]
            if table.name not in SAYS_NOTHING_ALONE and not noticed(table, before, copied, signed):
                missed.append(f"copied in {table.name}")
    assert missed == []


def test_rows_put_back_as_they_were_are_no_fault(counties: tuple[County, County]) -> None:
    with intruder() as somebody:
        every = list(tables(somebody))
        assert not any(noticed(table, table.rows(), table.rows(), [counties[0].id]) for table in every)


def test_500_random_edits_of_the_site_are_found(counties: tuple[County, County]) -> None:
    random, missed = Random(16), list[str]()
    signed = [each.id for each in counties]
    with intruder() as somebody:
        every = list(tables(somebody))
        for _ in range(500):
            table = random.choice(every)
            before, field = table.rows(), random.choice(table.fields())
            after = changed(table, field, before, at=random.randrange(len(before)))
            if not noticed(table, before, after, signed):
                missed.append(f"{table.name}.{field.column}")
    assert missed == []


def noticed(table: Table, before: list[tuple[Any, ...]], after: list[tuple[Any, ...]], signed: Signed) -> bool:
    """Whether the verifier finds a table so edited, or the database refuses the edit; then all is as before."""
    try:
        table.put(after)
        now = Agency.objects.values_list("id", flat=True)
        return any(is_faulty(agency) for agency in dict.fromkeys([*signed, *now]))  # most rows are the first county's
    except (psycopg.IntegrityError, sqlite3.IntegrityError):
        return True
    finally:
        table.put(before)


def changed(table: Table, field: Any, rows: list[tuple[Any, ...]], at: int) -> list[tuple[Any, ...]]:
    """The rows with another value in one column of one of them."""
    place = list(table.model._meta.concrete_fields).index(field)
    row = rows[at]
    return [*rows[:at], (*row[:place], another(field, row[place]), *row[place + 1 :]), *rows[at + 1 :]]


def as_new(table: Table, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A copy of a row under another key."""
    fields = table.model._meta.concrete_fields
    return tuple(another(each, value) if each.unique else value for each, value in zip(fields, row, strict=True))


def another(field: Any, value: Any) -> Any:
    """Another value that the column can hold."""
    held = field.target_field if isinstance(field, models.ForeignKey) else field
    kinds_of: dict[type[Any], Callable[[], Any]] = {
        models.UUIDField: lambda: key(uuid4()),
        models.BooleanField: lambda: not value,
        models.IntegerField: lambda: (value or 0) + 1,
        models.JSONField: lambda: {"made": "up"} if connection.vendor == "postgresql" else '{"made": "up"}',
        models.DateTimeField: lambda: shifted(value, timedelta(seconds=1)),
        models.TimeField: lambda: "23:59:58",
        models.DateField: lambda: shifted(value, timedelta(days=1)),
    }
    make = next((make for kind, make in kinds_of.items() if isinstance(held, kind)), lambda: f"!{(value or '')[1:]}")
    return make()


def key(value: UUID) -> Any:
    return value.hex if connection.vendor == "sqlite" else value


def shifted(value: Any, by: timedelta) -> Any:
    """A moment or a day later, as the database holds it."""
    if value is None:
        return "2026-01-01" if by.days else "2026-01-01 00:00:00+00:00"
    if not isinstance(value, str):
        return value + by
    with suppress(ValueError):
        return str(date.fromisoformat(value) + by)
    return str(datetime.fromisoformat(value) + by)
