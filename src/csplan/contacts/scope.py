"""Whose contacts somebody sees, and who answers them."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from csplan.agencies.asking import Asking
from csplan.agencies.models import Grant, Person
from csplan.agencies.queries import workers_of
from csplan.agencies.queue import queue_of
from csplan.agencies.roles import ANSWERING, EVERY_OFFICE
from csplan.agencies.set_up import read_once


def scope_of(asking: Asking) -> UUID | None:
    """The office whose contacts somebody sees, None for all offices of the agency."""
    return None if EVERY_OFFICE.intersection(asking.roles) else asking.office


@read_once
def answering(agency: UUID, office: UUID, day: date) -> tuple[Person, ...]:
    """The people of an office who answer contacts on a day, by name."""
    return tuple(answerers(agency, office, day))


@read_once
def owners(agency: UUID, office: UUID, day: date) -> tuple[Person, ...]:
    """Whom a contact may be for: who answers on a day, and the office itself where the agency has chosen so."""
    return (*answering(agency, office, day), *queue_of(agency, office))


def choosable(agency: UUID, office: UUID, day: date) -> QuerySet[Person]:
    """The same people, as a form of another kind asks for them."""
    queue = [each.id for each in queue_of(agency, office)]
    return answerers(agency, office, day) | Person.objects.filter(agency=agency, id__in=queue)


def answerers(agency: UUID, office: UUID, day: date) -> QuerySet[Person]:
    """These people, as a form of another kind asks for them."""
    held = Grant.objects.filter(Q(last_day=None) | Q(last_day__gte=day), agency=agency, first_day__lte=day)
    return workers_of(agency, office).filter(Exists(held.filter(person=OuterRef("pk"), role__in=ANSWERING)))
