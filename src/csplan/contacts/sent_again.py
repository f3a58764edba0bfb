"""A form about a contact that was recorded already and comes again with other words: what it says otherwise."""

from datetime import datetime, tzinfo
from typing import Any, Final

from csplan.agencies.sent_again import BEFORE, holds_otherwise, is_written_now
from csplan.contacts.actions import TEXTS, shown_texts
from csplan.contacts.correcting import Corrected, facts_after, facts_of
from csplan.contacts.fields import SPOKEN
from csplan.contacts.models import Attempt, Contact, Correction, Handling
from csplan.contacts.said import NewAttempt, NewContact, NewHandling
from csplan.contacts.sensitive import masked
from csplan.contacts.stamps import received_on

TYPED: Final = tuple(name for name in TEXTS if name != "note")  # a note is of an attempt
COMPARED: Final = (*TYPED, "source", "case_kind", *(name for name in SPOKEN if name not in TEXTS))
ANOTHER: Final = BEFORE + (
    "If it is another contact, press the button once more; if the first one was wrong, open it and press Correct."
)
ANOTHER_ROW: Final = (
    "This row was sent before, and what it said then is recorded. What you typed since is not. If it is another "
    "contact, save once more; if the first one was wrong, clear the row, open the contact and press Correct."
)
HAPPENED_TOO: Final = BEFORE + "If it happened too, save it: both are then on record. If not, go back without saving."
CORRECTS_ONCE_MORE: Final = BEFORE + "If it is to stand instead, save it: the first correction stays readable."


def says_otherwise(contact: Contact, new: NewContact, now: datetime, *, timed: bool) -> bool:
    """Whether a contact was recorded by an earlier sending of a form, and said something else than the form now.

    timed: whether the form gives the time at which it came in.
    """
    zone = new.received.tzinfo if timed else None
    return not is_written_now(contact, now) and _recorded(contact, zone) != _meant(new, zone)


def answered_otherwise(done: Attempt | Handling, new: NewAttempt | NewHandling, now: datetime, *, timed: bool) -> bool:
    """The same of what was done with a contact."""
    said = _tried(done.contact, new) if isinstance(new, NewAttempt) else _handled(done.contact, new)
    if timed:
        said["happened"] = new.happened
    return holds_otherwise(done, said, now)


def corrected_otherwise(done: Correction, right: Corrected, why: str, now: datetime) -> bool:
    """The same of a correction."""
    if is_written_now(done, now):
        return False
    left, said = facts_after(done), facts_of(done.contact, right)
    return masked(why).text != done.why or any(left[name] != value for name, value in said.items())


def _recorded(contact: Contact, zone: tzinfo | None) -> list[Any]:
    """What a contact says; when it came in, on a wall, only where the form gives a time."""
    number = contact.case.number if contact.case else ""
    at = [received_on(contact, zone) if zone else None, _happened_earlier(contact)]
    said = [getattr(contact, name) for name in COMPARED]
    return [contact.kind, contact.party, number, contact.matter.owner_id, at, *said]


def _meant(new: NewContact, zone: tzinfo | None) -> list[Any]:
    """What is sent now, masked as it would be recorded."""
    columns, _ = shown_texts(new, new.case_number)
    at = [received_on(new, zone) if zone else None, _happened_earlier(new)]
    said = [columns[name] for name in COMPARED]
    return [new.kind.id, new.party, new.case_number, new.owner, at, *said]


def _happened_earlier(said: Contact | NewContact) -> datetime | None:
    return said.happened if said.happened != said.received else None


def _tried(contact: Contact, new: NewAttempt) -> dict[str, Any]:
    columns, _ = shown_texts(new, _number(contact))
    return {name: value for name, value in columns.items() if name not in {"happened", "reached"}}


def _handled(contact: Contact, new: NewHandling) -> dict[str, Any]:
    note = masked(new.note, but=_number(contact)).text
    return {"kind": new.kind, "to_id": new.to, "promised": new.promised, "note": note}


def _number(contact: Contact) -> str:
    return contact.case.number if contact.case else ""
