"""The same form sent twice does nothing twice, also where two requests race."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

Row = TypeVar("Row")


def once(write: Callable[[], Row], find: Callable[[], Row | None]) -> Row:
    """What was written under a key before, or else what is written now, also where two requests race."""
    return find() or written_unless_taken(write, find)


def written_unless_taken(write: Callable[[], Row], find: Callable[[], Row | None]) -> Row:
    """What is written now, or what was under its key before; for a write that refuses nothing but a taken key."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        found = find()
        if found is None:
            raise
        return found
