"""What others did to the rows of a list since somebody last looked at it, as the ledger has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from csplan.agencies.models import Person
from csplan.contacts.models import Contact
from csplan.desk.listing import Asked
from csplan.ledger.queries import Act, last_acts

LOOKED_BACK: Final = 200
"""The most acts of an agency that are looked through for those that concern the list."""
TOLD: Final = 10
SUBJECT: Final = "contact:"
SAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "record contact": "logged it",
        "record attempt": "tried to reach them",
        "record return": "answered it",
        "record respond": "answered it",
        "record greet": "greeted them",
        "record pass on": "passed it on",
        "record acknowledge": "acknowledged it",
        "record note": "added a note",
        "correct contact": "corrected it",
        "hand over": "handed it over",
        "pause clock": "paused its clock",
        "resume clock": "let its clock run again",
        "extend clock": "extended its time",
        "ask for an extension": "asked for an extension",
        "refuse an extension": "gave no extension",
    }
)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """One act of somebody else on a contact of the list."""

    contact: Contact
    at: datetime
    who: str
    did: str


def meanwhile(asked: Asked, myself: Person, since: datetime | None) -> list[Meanwhile]:
    """What others did to contacts of a list since an instant, the latest first."""
    if since is None:
        return []
    acts = [act for act in last_acts(asked.agency, LOOKED_BACK) if _concerns(act, myself, since)]
    keys = {UUID(act.subject.removeprefix(SUBJECT)) for act in acts}
    if not keys:
        return []
    contacts = {str(each.id): each for each in _contacts(asked, keys)}
    people = dict(Person.objects.filter(id__in={act.actor for act in acts}).values_list("id", "name"))
    return [_told(act, contacts, people, asked) for act in acts if _key(act) in contacts][:TOLD]


def _contacts(asked: Asked, keys: set[UUID]) -> list[Contact]:
    found = Contact.objects.filter(agency=asked.agency, matter__office=asked.office, id__in=keys)
    mine = found.filter(matter__owner=asked.owner) if asked.owner else found
    return list(mine.select_related("case"))


def _concerns(act: Act, myself: Person, since: datetime) -> bool:
    return act.entered >= since and act.subject.startswith(SUBJECT) and act.actor not in (None, myself.id)


def _key(act: Act) -> str:
    return act.subject.removeprefix(SUBJECT)


def _told(act: Act, contacts: Mapping[str, Contact], people: Mapping[UUID, str], asked: Asked) -> Meanwhile:
    at = act.entered.astimezone(asked.now.tzinfo)
    who = people.get(act.actor, "Somebody") if act.actor else "Somebody"
    return Meanwhile(contacts[_key(act)], at, who, SAYS.get(act.act, f"changed it ({act.act})"))
