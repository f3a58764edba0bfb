"""What others did to the rows of a list since somebody last looked at it, as the ledger has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from csplan.agencies.models import Person
from csplan.agencies.queries import person_named
from csplan.contacts.models import Contact
from csplan.desk.listing import Asked
from csplan.ledger.chain import REDACTED
from csplan.ledger.queries import Act, acts_since

LOOKED_BACK: Final = 5_000
"""The most acts of an agency that are looked through for those on a list: those of a large one in a working day."""
TOLD: Final = 10
KIND: Final = "contact"
SAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "record contact": "logged it",
        "record attempt": "tried to reach them",
        "record return": "answered it",
        "record respond": "answered it",
        "record greet": "greeted them",
        "record provide application": "gave them the application",
        "record pass on": "passed it on",
        "record acknowledge": "acknowledged it",
        "record note": "added a note",
        "correct contact": "corrected it",
        "hand over": "handed it over",
        "pause clock": "paused its clock",
        "resume clock": "let its clock run again",
        "extend clock": "extended its time",
        "take back: pause": "took the pause of its clock back",
        "take back: extend": "took the extension of its time back",
        "ask for an extension": "asked for an extension",
        "refuse an extension": "gave no extension",
        "follow leave": "entered or changed an absence, which its clock follows",
        "reveal masked numbers": "looked at the numbers masked in it",
        REDACTED: "had its texts destroyed",
    }
)


@dataclass(frozen=True, slots=True)
class News:
    """One act of somebody else on a contact of the list."""

    contact: Contact
    at: datetime
    who: str
    did: str


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What others did to contacts of a list since an instant, the latest first."""

    news: tuple[News, ...] = ()
    more: int = 0  # that are not told
    reaches: bool = True  # whether all acts since then were looked through


def meanwhile(asked: Asked, myself: Person, since: datetime | None) -> Meanwhile:
    """What others did to contacts of a list since it was last looked at; nothing where nobody knows when that was."""
    if since is None:
        return Meanwhile()
    found = acts_since(asked.agency, since, kind=KIND, but=myself.id, most=LOOKED_BACK)
    contacts = _contacts(asked, {_key(act) for act in found.acts}) if found.acts else {}
    acts = [act for act in found.acts if _key(act) in contacts]
    told = acts[:TOLD]
    news = tuple(_told(act, contacts[_key(act)], asked) for act in told)
    return Meanwhile(news, len(acts) - len(told), found.reaches)


def _contacts(asked: Asked, keys: set[UUID]) -> dict[UUID, Contact]:
    found = Contact.objects.filter(agency=asked.agency, matter__office=asked.office, id__in=keys)
    mine = found.filter(matter__owner=asked.owner) if asked.owner else found
    return {each.id: each for each in mine.select_related("case").only("party", "case__system", "case__number")}


def _key(act: Act) -> UUID:
    return UUID(act.subject.removeprefix(f"{KIND}:"))


def _told(act: Act, contact: Contact, asked: Asked) -> News:
    at = act.entered.astimezone(asked.now.tzinfo)
    who = person_named(asked.agency, act.actor) if act.actor else "Somebody"
    return News(contact, at, who, SAYS.get(act.act, f"changed it ({act.act})"))
