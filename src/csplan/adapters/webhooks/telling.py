"""Hears every act, and puts out what those programs are told who want it: keys and dates, in the act's transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any, Final
from uuid import UUID

from csplan.adapters.webhooks.kinds import CORRECTED, MET, MOVED, RECORDED, STARTED
from csplan.adapters.webhooks.models import Subscription
from csplan.adapters.webhooks.queries import subscribed
from csplan.agencies.acts import Done
from csplan.clocks.models import Clock, Move, Turn
from csplan.contacts.models import Contact
from csplan.outbox.actions import put_out

AT_ONCE: Final = 500
"""Clocks in one call where a calendar moves many."""
OF_ACTS: Final = {"record contact": RECORDED, "correct contact": CORRECTED}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that a program may be told, by a key under which it is told once."""

    kind: str
    key: str
    data: dict[str, Any]


def tell(done: Done) -> None:
    """Put out a call for each happening and each program that wants it. Where no program listens: one query."""
    subject, _, key = done.subject.partition(":")
    find = {"contact": _of_contact, "calendar": _of_calendar}.get(subject)
    listening = subscribed(done.agency) if find else ()
    if find is None or not listening:
        return
    for each in find(done, UUID(key)):
        for one in listening:
            if each.kind in one.kinds:
                _put_out(done, each, one)


def _put_out(done: Done, each: Happening, listening: Subscription) -> None:
    put_out(
        agency=done.agency,
        kind="webhook",
        to=str(listening.id),
        payload={"type": each.kind, "timestamp": _text(done.entered), "data": each.data},
        key=f"{listening.id} {each.key}",
        now=done.entered,
    )


def _of_contact(done: Done, key: UUID) -> Iterator[Happening]:
    """What an act on a contact did to it and its clocks. What was told before is not told again, by its key."""
    contact = Contact.objects.filter(agency=done.agency, id=key).first()
    if contact is None:
        return
    clocks = list(Clock.objects.filter(agency=done.agency, matter=contact.matter_id).order_by("id"))
    if done.act in OF_ACTS:
        kind = OF_ACTS[done.act]
        yield Happening(kind, f"{kind} {key} {_text(done.entered)}", _contact_data(contact))
    for clock in clocks:
        yield from _of_clock(done, contact, clock)
    turns = Turn.objects.filter(agency=done.agency, clock__in=clocks, entered=done.entered).select_related("clock")
    for turn in turns:
        if turn.clock and turn.clock.due != turn.due_before:
            yield Happening(MOVED, f"turn {turn.id}", {"clocks": [_clock_data(turn.clock, str(key), turn.due_before)]})


def _of_clock(done: Done, contact: Contact, clock: Clock) -> Iterator[Happening]:
    key = str(contact.id)
    if clock.started and done.act in OF_ACTS:
        yield Happening(STARTED, f"{STARTED} {clock.id}", _clock_data(clock, key))
    if clock.met and clock.met == done.happened:
        yield Happening(MET, f"{MET} {clock.id} {_text(clock.met)}", _clock_data(clock, key))


def _of_calendar(done: Done, key: UUID) -> Iterator[Happening]:
    """The clocks that a calendar's edition moved, many in one call."""
    moves = Move.objects.filter(agency=done.agency, calendar=key).select_related("clock__matter__contact")
    found = moves.order_by("clock_id")
    for number, some in enumerate(iter(partial(_some, found.iterator(AT_ONCE)), [])):
        clocks = [_clock_data(each.clock, _contact_of(each.clock), each.due_before) for each in some]
        yield Happening(MOVED, f"{MOVED} {key} {number}", {"calendar": str(key), "clocks": clocks})


def _some(moves: Iterator[Move]) -> list[Move]:
    return list(islice(moves, AT_ONCE))


def _contact_of(clock: Clock) -> str | None:
    contact = getattr(clock.matter, "contact", None)
    return str(contact.id) if contact else None


def _contact_data(contact: Contact) -> dict[str, Any]:
    instants = {"received": _text(contact.received), "entered": _text(contact.entered)}
    return {"contact": str(contact.id), **instants, "precision": contact.precision or "instant"}


def _clock_data(clock: Clock, contact: str | None, before: datetime | None = None) -> dict[str, Any]:
    data = {
        "clock": str(clock.id),
        "contact": contact,
        "standard": clock.standard,
        "started": _text(clock.started),
        "due": _text(clock.due),
        "met": _text(clock.met),
    }
    return {**data, "due_before": _text(before)} if before else data


def _text(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
