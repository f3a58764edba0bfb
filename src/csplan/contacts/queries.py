"""Questions about contacts."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q

from csplan.contacts.models import Attempt, Contact


def contact_of(agency: UUID, office: UUID, key: UUID) -> Contact:
    """A contact of an office. Raises Contact.DoesNotExist, also for one of another agency."""
    found = Contact.objects.select_related("matter__owner", "case", "entered_by")
    return found.get(agency=agency, matter__office=office, id=key)


def contacts_on(agency: UUID, matters: Iterable[UUID]) -> dict[UUID, Contact]:
    """The contacts of some matters, by matter, each with its number of tries that reached nobody."""
    found = Contact.objects.filter(agency=agency, matter_id__in=set(matters)).select_related("matter__owner", "case")
    nobody = Count("attempts", filter=Q(attempts__reached=False))
    return {contact.matter_id: contact for contact in found.annotate(tries=nobody)}


def attempts_on(contact: Contact) -> list[Attempt]:
    """The tries to answer a contact in order of happening."""
    found = Attempt.objects.filter(agency=contact.agency_id, contact=contact).select_related("entered_by")
    return list(found.order_by("happened", "id"))
