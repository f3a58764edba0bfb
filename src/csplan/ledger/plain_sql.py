"""What a query in plain SQL needs to know of the two databases: rows as Django's models, read and stored.

For what every request asks, and what each call logged stores: Django takes longer to make these statements than the
database to answer them (decision 018).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model


def stored_key(key: UUID) -> UUID | str:
    """A key as the database keeps it: SQLite has text without hyphens."""
    return key if connection.vendor == "postgresql" else key.hex


def put_rows(rows: Sequence[Model]) -> None:
    """Insert new rows that bear their keys, as save(force_insert=True) does, but by one message to PostgreSQL."""
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


def read_rows(tail: str, values: Sequence[Any], *models: type[Model]) -> list[tuple[Any, ...]]:
    """The rows of some models that "FROM ... WHERE ..." gives, side by side; None where a LEFT JOIN found nothing."""
    tables = [_columns(model) for model in models]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(each.sql for each in tables)} {tail}", values)
        found = cursor.fetchall()
    return [tuple(_models(row, models, tables)) for row in found]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a model: in SQL, by name, and what makes values of those that a database keeps otherwise."""

    sql: str
    names: tuple[str, ...]
    converters: tuple[tuple[int, Any, Any], ...]


@cache
def _columns(model: type[Model]) -> _Columns:
    table, quoted = model._meta.db_table, connection.ops.quote_name
    fields = model._meta.concrete_fields
    columns = [field.get_col(table) for field in fields]  # of a foreign key: as what it points at is kept
    converters = [
        (place, convert, column)
        for place, column in enumerate(columns)
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    ]
    sql = ", ".join(f"{quoted(table)}.{quoted(str(field.column))}" for field in fields)
    return _Columns(sql, tuple(field.attname for field in fields), tuple(converters))


def _models(row: Sequence[Any], models: Sequence[type[Model]], tables: Sequence[_Columns]) -> Iterator[Model | None]:
    left = list(row)
    for model, columns in zip(models, tables, strict=True):
        values, left = left[: len(columns.names)], left[len(columns.names) :]
        for place, convert, expression in columns.converters:
            values[place] = convert(values[place], expression, connection)
        found = model.from_db(connection.alias, columns.names, values)
        yield None if found.pk is None else found


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
