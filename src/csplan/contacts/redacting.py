"""A contact is redacted: what was written of it is destroyed in every room, its times and clocks stay as they are."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from csplan.agencies.days import today_of
from csplan.agencies.models import Agency, Person
from csplan.clocks.models import Turn
from csplan.contacts.models import Attempt, Contact, Correction, Handling, Masked
from csplan.contacts.sensitive import masked
from csplan.core.errors import CsplanError
from csplan.core.instants import day_words
from csplan.ledger.actions import redact
from csplan.ledger.subjects import present_data
from csplan.ledger.texts import destroy_texts, subjects_of

KIND: Final = "contact"
SPOKEN: Final = ("number", "language", "interpreter_as", "information", "identified")
OF_CONTACT: Final = (*SPOKEN, "name", "authorization", "reason", "late_reason")
OF_ATTEMPT: Final = (*SPOKEN, "note")
TYPED: Final = frozenset({"case", "name", "what about"})
"""What a correction holds as it was typed; the rest of it is times, and words to choose from."""
INSTEAD: Final = "redacted"
"""Stands where a reason has to be given."""


class RedactedAlready(CsplanError):
    """A contact that was redacted before, and of which nothing was written since."""


def redact_contact(agency: UUID, key: UUID, why: str, *, by: Person, now: datetime) -> list[str]:
    """Destroy what was written of a contact; gives the subjects that were redacted, one entry of the ledger each.

    by is who orders it. Raises Contact.DoesNotExist, RedactedAlready.
    """
    at = now.replace(microsecond=0)
    with transaction.atomic():
        contact = _held(agency, key)
        subjects = subjects_of(KIND, agency, key)
        before = _present(agency, subjects)
        destroy_texts(KIND, agency, key)
        if contact.redacted and _present(agency, subjects) == before:
            day = day_words(today_of(contact.agency, contact.redacted))
            raise RedactedAlready(f"this contact is redacted already, on {day}: {contact.redacted_why}")
        Contact.objects.filter(agency=agency, id=key).update(redacted=at, redacted_why=masked(why).text)
        for each in subjects:
            redact(agency=agency, actor=by.id, on_behalf=None, subject=each, happened=at, entered=at)
    return subjects


def redacted_says(contact: Contact, wall: tzinfo) -> str:
    """That a contact was redacted, when and why; empty where it was not."""
    if contact.redacted is None:
        return ""
    return f"Redacted on {day_words(contact.redacted.astimezone(wall).date())}: {contact.redacted_why}"


def contact_subject(_: UUID, key: UUID) -> Iterator[str]:
    """The contact itself, with all that hangs on it."""
    yield f"{KIND}:{key}"


def destroy_contact_texts(agency: UUID, key: UUID) -> None:
    """Destroy what this room holds of a contact, and the reasons given for what was done to its clocks."""
    of = {"agency": agency, "contact": key}
    _destroy_spoken(Contact.objects.filter(agency=agency, id=key), OF_CONTACT)
    _destroy_spoken(Attempt.objects.filter(**of), OF_ATTEMPT)
    Handling.objects.filter(**of).update(note="")
    Masked.objects.filter(**of).delete()
    for correction in Correction.objects.filter(**of):
        told = {name: _untyped(getattr(correction, name)) for name in ("before", "after")}
        Correction.objects.filter(agency=agency, id=correction.id).update(**told, why=INSTEAD)
    Turn.objects.filter(agency=agency, matter__contact=key).update(reason=INSTEAD)


def _destroy_spoken(found: "QuerySet[Any]", names: tuple[str, ...]) -> None:
    """Destroy the texts of conversations; that somebody interpreted, and from where, still counts."""
    found.update(**dict.fromkeys(names, ""), interpreter=F("interpreter_from"))


def _untyped(told: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in told.items() if name not in TYPED}


def _held(agency: UUID, key: UUID) -> Contact:
    """A contact, locked, on which nobody else writes before the transaction ends. Raises Contact.DoesNotExist."""
    Agency.objects.select_for_update(no_key=True).get(id=agency)  # waits for who holds what is set up, as acts do
    return Contact.objects.select_for_update(of=("self",)).get(agency=agency, id=key)


def _present(agency: UUID, subjects: list[str]) -> list[Mapping[str, Any] | None]:
    return [present_data(agency, subject) for subject in subjects]
