"""Two who answer one contact at once: the second is shown what was recorded since the page was opened, and decides."""

from csplan.contacts.models import Attempt, Contact, Handling
from csplan.contacts.queries import attempts_on, handlings_on
from csplan.core.errors import CsplanError


class AnsweredMeanwhile(CsplanError):
    """Something was recorded of a contact since its page was opened; look at it, and decide again."""


def recorded_on(contact: Contact) -> list[Attempt | Handling]:
    """What was done with a contact, in the order in which it was entered."""
    every: list[Attempt | Handling] = [*attempts_on(contact), *handlings_on(contact)]
    return sorted(every, key=lambda each: (each.entered, each.id))


def check_answered(contact: Contact, seen: int | None) -> None:
    """Hold a contact, and refuse where more was done with it than was seen. Raises AnsweredMeanwhile.

    Call it in the transaction of the act. None is said by who is shown nothing: a program.
    """
    if seen is None:
        return
    Contact.objects.select_for_update(of=("self",)).get(agency=contact.agency_id, id=contact.id)
    if _count(contact) > seen:
        raise AnsweredMeanwhile("somebody else has recorded something since; both are shown")


def _count(contact: Contact) -> int:
    return contact.attempts.count() + contact.handlings.count()
