"""The same form sent twice does nothing twice, also where two requests race."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

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
