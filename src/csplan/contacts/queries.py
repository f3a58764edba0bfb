"""Questions about contacts."""

from collections.abc import Iterable
from uuid import UUID

from csplan.contacts.models import Attempt, Contact


def contact_of(agency: UUID, office: UUID, key: UUID) -> Contact:
    """A contact of an office. Raises Contact.DoesNotExist, also for one of another agency."""
    found = Contact.objects.select_related("matter__owner", "case", "entered_by")
    return found.get(agency=agency, matter__office=office, id=key)


def contacts_on(agency: UUID, matters: Iterable[UUID]) -> dict[UUID, Contact]:
    """The contacts of some matters, by matter."""
    found = Contact.objects.filter(agency=agency, matter_id__in=set(matters)).select_related("matter__owner", "case")
    return {contact.matter_id: contact for contact in found}


def attempts_on(contact: Contact) -> list[Attempt]:
    """The tries to answer a contact in order of happening."""
    found = Attempt.objects.filter(agency=contact.agency_id, contact=contact).select_related("entered_by")
    return list(found.order_by("happened", "id"))


def attempts_by_contact(agency: UUID, contacts: Iterable[UUID]) -> dict[UUID, int]:
    """How many tries reached nobody, by contact."""
    counts: dict[UUID, int] = {}
    found = Attempt.objects.filter(agency=agency, contact_id__in=set(contacts), reached=False)
    for contact in found.values_list("contact_id", flat=True):
        counts[contact] = counts.get(contact, 0) + 1
    return counts
