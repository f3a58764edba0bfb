"""The database as it stands at one instant, however long it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything within as it stands when the reading begins; no writer is held up meanwhile.

    Otherwise an act that commits between the reading of its entry and that of its rows would look like tampering.
    Raises RuntimeError within a transaction, where it is too late.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a transaction is open already; take the snapshot outside it")
    with _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite():
        yield


@contextmanager
def _on_postgresql() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _on_sqlite() -> Iterator[None]:
    """A transaction that takes no lock of writers: in WAL, it reads what stood when it first read."""
    connection.ensure_connection()
    sqlite: Any = connection
    mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        sqlite.transaction_mode = mode
