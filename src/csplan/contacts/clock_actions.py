"""Verbs on the clocks of a contact, and its hand-over: one transaction and one ledger row for each contact."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from csplan.agencies.acts import record_act
from csplan.agencies.keys import new_key
from csplan.agencies.models import Person
from csplan.agencies.queue import queue_key
from csplan.agencies.sent_again import SentBefore
from csplan.agencies.set_up import hold_set_up
from csplan.clocks.models import Clock, Turn
from csplan.clocks.turning import (
    Overtaken,
    Said,
    ask_for_time,
    extend_clock,
    give_time,
    hand_over,
    pause_clock,
    refuse_time,
    resume_clock,
    take_back,
)
from csplan.contacts.models import Contact
from csplan.contacts.spoken_of import contact_rows
from csplan.core.duration import Duration
from csplan.ledger.subjects import present_data

TAKEN: Final = "taken: it was left for the office"


def pause(contact: Contact, clock: Clock, at: datetime, said: Said) -> Turn:
    """A clock of a contact stands still. Raises BadTurn, BadInstant, BadDuration."""
    return _recorded(contact, "pause clock", said, lambda: pause_clock(clock, at, said))


def resume(contact: Contact, clock: Clock, at: datetime, said: Said) -> Turn:
    """A clock of a contact runs again. Raises BadTurn, BadInstant."""
    return _recorded(contact, "resume clock", said, lambda: resume_clock(clock, at, said))


def extend(contact: Contact, clock: Clock, by: Duration, said: Said) -> Turn:
    """A clock of a contact has more time. Raises BadTurn, BadDuration, OutsideHorizon."""
    return _recorded(contact, "extend clock", said, lambda: extend_clock(clock, by, said))


def ask_extension(contact: Contact, clock: Clock, by: Duration, said: Said) -> Turn:
    """More time is asked for, of whoever may give it. Raises BadTurn, BadDuration."""
    return _recorded(contact, "ask for an extension", said, lambda: ask_for_time(clock, by, said))


def decide_extension(contact: Contact, ask: Turn, said: Said, *, given: bool) -> Turn:
    """An extension that was asked for is given, or not. Raises BadTurn, OutsideHorizon."""
    act = "extend clock" if given else "refuse an extension"
    return _recorded(contact, act, said, lambda: give_time(ask, said) if given else refuse_time(ask, said))


def take_back_turn(contact: Contact, turn: Turn, said: Said) -> Turn:
    """A pause or an extension of a clock of a contact is taken back. Raises BadTurn."""
    return _recorded(contact, f"take back: {turn.what}", said, lambda: take_back(turn, said))


def hand_contact_over(contact: Contact, to: Person, said: Said, *, seen: UUID) -> Turn:
    """Somebody else answers for a contact. Raises Overtaken, BadTurn."""
    return _recorded(contact, "hand over", said, lambda: hand_over(contact.matter, to, said, seen=seen))


def take_contact(contact: Contact, by: Person, now: datetime) -> None:
    """Who takes what was left for the office answers for it; taken twice by the same, it stays. Raises Overtaken."""
    said = Said(reason=TAKEN, by=by, key=new_key(), now=now)
    try:
        hand_contact_over(contact, by, said, seen=queue_key(contact.matter.office_id))
    except Overtaken:
        contact.matter.refresh_from_db(fields=["owner"])
        if contact.matter.owner_id != by.id:
            raise


def hand_all_over(contacts: Iterable[Contact], to: Person, said: Said) -> int:
    """Somebody else answers for all of these contacts of one person, or nothing is changed; gives how many.

    The same key twice hands nothing over twice. Raises Overtaken where one of them is no longer that person's,
    SentBefore where the key handed them over before, to somebody else or for another reason.
    """
    every, agency = list(contacts), said.by.agency_id
    keys = {each.id: uuid5(said.key, str(each.id)) for each in every}
    first = Turn.objects.filter(agency=agency, idempotency_key__in=keys.values()).first()
    if first:
        return len(_as_said(every, first, to, said))
    ids, entered = [str(each.id) for each in every], said.now.replace(microsecond=0)
    with transaction.atomic():
        before = dict(contact_rows(agency, ids))
        for each in every:
            hand_over(each.matter, to, replace(said, key=keys[each.id]), seen=each.matter.owner_id)
        for key, after in contact_rows(agency, ids):
            subject = f"contact:{key}"
            record_act(agency, said.by.id, "hand over", subject, entered=entered, before=before[key], after=after)
    return len(every)


def _as_said(every: list[Contact], first: Turn, to: Person, said: Said) -> list[Contact]:
    """What was handed over by an earlier sending of the form. Raises SentBefore where it said something else then."""
    if (first.to_person_id, first.reason) != (to.id, said.reason):
        raise SentBefore
    return every


def open_set(contacts: Iterable[Contact]) -> str:
    """A digest of which contacts somebody was shown."""
    return sha256(" ".join(sorted(str(each.id) for each in contacts)).encode()).hexdigest()


def _recorded(contact: Contact, act: str, said: Said, write: Callable[[], Turn]) -> Turn:
    """What was written under the key of the form before, or else what is written now with its ledger row."""
    agency, subject, entered = contact.agency_id, f"contact:{contact.id}", said.now.replace(microsecond=0)
    found = Turn.objects.filter(agency=agency, idempotency_key=said.key).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            hold_set_up(agency)
            before = present_data(agency, subject)
            turn = write()
            record_act(agency, said.by.id, act, subject, entered=entered, happened=turn.at, before=before)
            return turn
    except IntegrityError:
        found = Turn.objects.filter(agency=agency, idempotency_key=said.key).first()
        if found is None:
            raise Overtaken("somebody else has done this since; look at it again") from None
        return found
