"""Who answers what reaches an office: whom a contact may be left for, and who may cover for somebody."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from csplan.agencies.models import Grant, Person
from csplan.agencies.queries import holding, workers_of
from csplan.agencies.queue import queue_of
from csplan.agencies.roles import ANSWERING
from csplan.agencies.set_up import read_once
from csplan.core.errors import CsplanError


class AnswersNothing(CsplanError):
    """Something left for a person who cannot return it: without a role that answers, or of another office."""


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
    """The people of an office who answer, as a form of another kind asks for them."""
    held = Grant.objects.filter(holding(day), agency=agency, person=OuterRef("pk"), role__in=ANSWERING)
    return workers_of(agency, office).filter(Exists(held))


def check_owner(agency: UUID, office: UUID, person: UUID, day: date) -> None:
    """Refuse whom a contact may not be left for. Raises AnswersNothing."""
    if all(each.id != person for each in owners(agency, office, day)):
        raise AnswersNothing("the person chosen answers no contacts of this office; choose somebody who does")


def check_cover(agency: UUID, office: UUID | None, person: UUID, day: date) -> None:
    """Refuse a cover who could return no call. Raises AnswersNothing."""
    if office is None or all(each.id != person for each in answering(agency, office, day)):
        raise AnswersNothing("the cover answers no contacts of this office; choose somebody who does")
