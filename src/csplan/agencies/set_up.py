"""What an agency has set up (calendars, plans, absences, choices): each process reads it once, until it changes.

An agency bears a mark. Who changes what is set up gives it a new one, in the same transaction and before all else; who
counts clocks holds it until these are stored. So a mark stands for rows that do not change, and an answer that was read
under it holds while it does. Marks are never used twice, so that what was rolled back is not remembered.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, Final, TypeVar, cast
from uuid import UUID, uuid4

from django.db import connection

from csplan.agencies.models import Agency
from csplan.ledger.plain_sql import stored_key

Question = TypeVar("Question", bound=Callable[..., Any])

DAILY: Final = (
    *("contact", "digest", "event", "event-mark", "export", "feed", "import", "participant"),
    *("report-columns", "restricted-note", "sign-in", "warnings"),
)
"""Subjects of daily work: an act on one of these changes nothing that is set up."""
KEPT: Final = 10_000
"""Answers to one question that a process keeps, of all agencies together."""

_marks: Final[ContextVar[dict[UUID, UUID] | None]] = ContextVar("the marks that a request goes by", default=None)


@contextmanager
def set_up_known(agency: Agency) -> Iterator[None]:
    """Until the end, what this agency has set up is what it had when its row was read; of others it is asked anew."""
    token = _marks.set({agency.id: agency.set_up})
    try:
        yield
    finally:
        _marks.reset(token)


def hold_set_up(agency: UUID) -> None:
    """Let nobody change what an agency has set up before the transaction ends; go by what it is now.

    Call it before any row is locked. On SQLite a writing transaction is alone anyway. Whoever has changed something in
    this request goes on asking anew.
    """
    share = " FOR SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT set_up FROM agencies_agency WHERE id = %s{share}", [stored_key(agency)])
        (mark,) = cursor.fetchone()
    marks = _marks.get() or {}
    if agency in marks:
        marks[agency] = mark if isinstance(mark, UUID) else UUID(mark)


def change_set_up(agency: UUID) -> None:
    """Say that something set up is about to change, and wait for who holds it; from here on it is asked anew."""
    Agency.objects.filter(id=agency).update(set_up=uuid4())
    marks = _marks.get()
    if marks is not None:
        marks.pop(agency, None)


def changed_by(agency: UUID, subject: str) -> None:
    """Say so before an act on a subject ("kind:key") is put on record, unless it is daily work."""
    if subject.partition(":")[0] not in DAILY:
        change_set_up(agency)


def read_once(question: Question) -> Question:
    """A question about what an agency has set up, as one that is asked of the database once for each mark.

    It is asked by position, the agency first. The answer is shared: nobody may change it.
    """

    @lru_cache(maxsize=KEPT)
    def kept(_: UUID, *asked: Any) -> Any:
        return question(*asked)

    def known(*asked: Any) -> Any:
        mark = (_marks.get() or {}).get(asked[0])
        return question(*asked) if mark is None else kept(mark, *asked)

    return cast(Question, wraps(question)(known))
