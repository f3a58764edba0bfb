"""The office as who answers until somebody takes it: a person of its own who holds no role and never signs in."""

from typing import Final
from uuid import UUID, uuid5

from csplan.agencies.choices import chosen
from csplan.agencies.models import Office, Person

QUEUE: Final = "contacts.office_queue"
NAME: Final = "The office, to be taken"


def queue_key(office: UUID) -> UUID:
    """The key of the person who stands for an office."""
    return uuid5(office, QUEUE)


def queue_of(agency: UUID, office: UUID) -> tuple[Person, ...]:
    """Who stands for an office, as an agency that has chosen so may leave something for it; otherwise nobody."""
    if not chosen(agency, QUEUE):
        return ()
    return tuple(Person.objects.filter(agency=agency, id=queue_key(office)))


def new_queue(office: Office) -> Person:
    """The person who stands for an office, not stored yet."""
    key = queue_key(office.id)
    found = Person(id=key, username=f"office.{key.hex}", name=NAME, office=office, is_active=False)
    found.agency_id = office.agency_id
    found.set_unusable_password()
    return found
