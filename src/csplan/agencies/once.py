"""The same form sent twice does nothing twice, also where two requests race."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TypeVar

from django.db import IntegrityError, connection, transaction

Row = TypeVar("Row")


def once(write: Callable[[], Row], find: Callable[[], Row | None]) -> Row:
    """What was written under a key before, or else what is written now, also where two requests race."""
    found = find()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        found = find()
        if found is None:
            raise
        return found


@contextmanager
def one_transaction() -> Iterator[None]:
    """The transaction that runs, or else one of its own; for what refuses nothing once it has begun to write."""
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        yield
