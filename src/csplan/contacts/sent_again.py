"""A form that was recorded already and comes again with other words: that is another contact, and is not dropped."""

from typing import Any, Final
from uuid import uuid4

from csplan.contacts.actions import TEXTS, shown_texts
from csplan.contacts.fields import SPOKEN
from csplan.contacts.forms import LogForm
from csplan.contacts.models import Contact
from csplan.contacts.said import NewContact

TYPED: Final = tuple(name for name in TEXTS if name != "note")  # a note is of an attempt
COMPARED: Final = (*TYPED, "source", "case_kind", *(name for name in SPOKEN if name not in TEXTS))
ANOTHER: Final = (
    "This page was sent before, and what it said then is recorded. What you typed since is not. If it is another "
    "contact, press the button once more; if the first one was wrong, open it and press Correct."
)


def says_otherwise(contact: Contact, new: NewContact, form: LogForm) -> bool:
    """Whether a contact was recorded by an earlier sending of the form, and said something else than the form now."""
    if contact.entered == form.now:
        return False
    earlier = bool(form.cleaned_data.get("earlier"))
    return _recorded(contact, earlier) != _meant(new, earlier)


def ask_again(form: LogForm) -> None:
    """Tell that the form was recorded before; sent once more, it records another contact."""
    form.add_error(None, ANOTHER)
    form.data = {**form.data.dict(), "key": str(uuid4())}  # type: ignore[attr-defined]


def _recorded(contact: Contact, earlier: bool) -> list[Any]:
    """What a contact says; when it came in only where the form gives a time."""
    number = contact.case.number if contact.case else ""
    at = contact.received if earlier else None
    said = [getattr(contact, name) for name in COMPARED]
    return [contact.kind, contact.party, number, contact.matter.owner_id, at, *said]


def _meant(new: NewContact, earlier: bool) -> list[Any]:
    """What is sent now, masked as it would be recorded."""
    columns, _ = shown_texts(new, new.case_number)
    at = new.received if earlier else None
    said = [columns[name] for name in COMPARED]
    return [new.kind.id, new.party, new.case_number, new.owner, at, *said]
