"""Many rows at once: by COPY on PostgreSQL, where walls let a COPY into a temporary table only; else by executemany."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import connection, models


def put(rows: Iterable[models.Model]) -> None:
    """Store new rows; rows of one model stand together."""
    for model, of_model in groupby(rows, type):
        _put(model, list(of_model))


def _put(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    values = ([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copied(cursor, table, columns, values)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(values))


def _copied(cursor: Any, table: str, columns: str, values: Iterable[Sequence[object]]) -> None:
    cursor.execute(f"CREATE TEMPORARY TABLE rows_to_put (LIKE {table} INCLUDING DEFAULTS) ON COMMIT DROP")
    with cursor.copy(f"COPY rows_to_put ({columns}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM rows_to_put")
    cursor.execute("DROP TABLE rows_to_put")
