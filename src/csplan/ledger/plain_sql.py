"""What a query in plain SQL needs to know of the two databases; new rows, stored by one message."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model


def stored_key(key: UUID) -> UUID | str:
    """A key as the database keeps it: SQLite has text without hyphens."""
    return key if connection.vendor == "postgresql" else key.hex


def put_rows(rows: Sequence[Model]) -> None:
    """Insert new rows that bear their keys, as save(force_insert=True) does, but PostgreSQL is sent all in one message.

    For what is done with each call logged: Django takes twice as long to make the statements as these take to run.
    """
    statements = [(_insert(type(row)), _values(row)) for row in rows]
    if connection.vendor == "postgresql":
        statements = [("; ".join(each for each, _ in statements), [one for _, values in statements for one in values])]
    with connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)
    for row in rows:
        _is_stored(row)


def put_unless_taken(row: Model) -> bool:
    """Insert a new row, or nothing where a row holds what is unique in it; waits for who is just inserting that one."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert(type(row))} ON CONFLICT DO NOTHING", _values(row))
        done = bool(cursor.rowcount == 1)
    if done:
        _is_stored(row)
    return done


@cache
def _insert(model: type[Model]) -> str:
    columns = [connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"


def _values(row: Model) -> list[Any]:
    fields = row._meta.concrete_fields
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def _is_stored(row: Model) -> None:
    row._state.adding, row._state.db = False, connection.alias
