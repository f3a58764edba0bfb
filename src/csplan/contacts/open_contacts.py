"""Whether a contact is open, and whose open contacts are."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.clocks.models import OPEN, UNPROMISED, Clock, Matter
from csplan.contacts.models import Contact


def is_open(contact: Contact) -> bool:
    """Whether an answer is still owed: a clock of a contact runs, or it is owed without a promise."""
    return (
        contact.matter.unpromised is not None
        or Clock.objects.filter(OPEN, agency=contact.agency_id, matter=contact.matter_id).exists()
    )


def open_contacts_of(agency: UUID, office: UUID, owner: UUID) -> list[Contact]:
    """The contacts of an office that are still owed an answer and that a person answers for."""
    running = Clock.objects.filter(OPEN, agency=agency, office=office, owner=owner).values("matter")
    unpromised = Matter.objects.filter(UNPROMISED, agency=agency, office=office, owner=owner).values("id")
    found = Contact.objects.filter(agency=agency, matter__in=running.union(unpromised)).select_related("matter")
    return list(found.order_by("id"))


def due_until_tonight(agency: UUID, office: UUID, matters: Iterable[UUID], now: datetime) -> QuerySet[Clock]:
    """The clocks of some matters that are open, and due before the day of an office ends; the first one first."""
    today = wall_time(calendar_of(calendar_edition(agency, office)), now).replace(hour=0, minute=0, second=0)
    found = Clock.objects.filter(OPEN, agency=agency, matter__in=list(matters), due__lt=today + timedelta(days=1))
    return found.order_by("due", "id")


def people_with_open_contacts(agency: UUID, office: UUID) -> QuerySet[Person]:
    """Who of an office answers for something open, also those who have left, by name."""
    running = Clock.objects.filter(OPEN, agency=agency, office=office).values("owner")
    unpromised = Matter.objects.filter(UNPROMISED, agency=agency, office=office).values("owner")
    return Person.objects.filter(agency=agency, id__in=running.union(unpromised)).order_by("name")
