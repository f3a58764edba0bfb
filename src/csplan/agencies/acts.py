"""An act on the record: what every action of the rooms above the ledger does last, in its own transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from csplan.agencies.set_up import changed_by
from csplan.ledger.actions import append
from csplan.ledger.subjects import present_data

_manager: Final[ContextVar[UUID | None]] = ContextVar("the manager on whose behalf a delegate acts", default=None)


@contextmanager
def on_behalf_of(manager: UUID | None) -> Iterator[None]:
    """Until the end, every act on the record is done on behalf of this manager; None: on nobody's."""
    token = _manager.set(manager)
    try:
        yield
    finally:
        _manager.reset(token)


@dataclass(frozen=True, slots=True)
class Done:
    """An act as those who listen hear of it, in its own transaction, after the ledger has it."""

    agency: UUID
    act: str
    subject: str  # "kind:key"
    happened: datetime
    entered: datetime
    new: Any = None  # the row that the act has made, where nothing hangs on it yet


_listeners: list[Callable[[Done], object]] = []


def listen(listener: Callable[[Done], object]) -> None:
    """Tell a listener of every act from now on. A room does so once, in AppConfig.ready."""
    if listener not in _listeners:
        _listeners.append(listener)


def record_act(
    agency: UUID,
    actor: UUID | None,
    act: str,
    subject: str,
    *,
    entered: datetime,
    happened: datetime | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    new: Any = None,
    rows: Sequence[Model] = (),
) -> None:
    """Add an act to the agency's chain, with the digest of what is now held of its subject ("kind:key").

    after is given where reading what was just written would be long; it must be what present_data would give.
    new is the row that was just made, which those who listen then need not read; rows are stored with the entry.
    """
    changed_by(agency, subject)
    at, present = happened or entered, present_data(agency, subject) if after is None else after
    who: dict[str, Any] = {"agency": agency, "actor": actor, "on_behalf": _manager.get()}
    append(**who, act=act, subject=subject, before=before, after=present, happened=at, entered=entered, rows=rows)
    for listener in _listeners:
        listener(Done(agency, act, subject, at, entered, new))
