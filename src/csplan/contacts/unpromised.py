"""An answer that is owed though no promise in force binds it: no clock runs, so the matter itself says since when."""

from datetime import datetime

from csplan.clocks.correcting import CORRECTED
from csplan.clocks.models import Clock, Matter
from csplan.contacts.kinds import handlings, kinds
from csplan.contacts.models import Contact


def settle_unpromised(contact: Contact) -> None:
    """Let a contact's matter say since when an answer without a promise is owed, or that none is."""
    owed = kinds()[contact.kind].owes and not _is_bound(contact) and not _is_answered(contact)
    _put(contact, contact.received if owed else None)


def unpromised_ends(contact: Contact) -> None:
    """The customer has the answer: it stands on no list any more."""
    _put(contact, None)


def _put(contact: Contact, since: datetime | None) -> None:
    contact.matter.unpromised = since
    Matter.objects.filter(agency=contact.agency_id, id=contact.matter_id).update(unpromised=since)


def _is_bound(contact: Contact) -> bool:
    """Whether a promise binds it, or bound it until it gave way to another one."""
    found = Clock.objects.filter(agency=contact.agency_id, matter=contact.matter_id)
    return found.exclude(why_stopped=CORRECTED).exists()


def _is_answered(contact: Contact) -> bool:
    answers = [each.id for each in handlings().values() if each.answers]
    return contact.attempts.filter(reached=True).exists() or contact.handlings.filter(kind__in=answers).exists()
