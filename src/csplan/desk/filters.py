"""What a list is narrowed down to. It stands in the address, so it holds plain words and opaque keys only."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from csplan.clocks.models import NAME, Clock
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.desk.windows import Window

KEYS: Final = ("person", "case")
ON_CONTACT: Final = {"party": "party", "channel": "channel", "case": "case"}
CALL: Final = "call received"
"""The fact by which a contact is owed a call back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list is narrowed down to; an empty word narrows nothing."""

    due: str = ""
    party: str = ""
    channel: str = ""
    promise: str = ""
    language: str = ""
    person: str = ""
    case: str = ""

    @property
    def text(self) -> str:
        """As it stands in an address; the same filter is always written alike."""
        return urlencode(self.said)

    @property
    def said(self) -> list[tuple[str, str]]:
        """What narrows, by name."""
        return [(each.name, said) for each in fields(self) if (said := getattr(self, each.name))]

    @property
    def besides_due(self) -> str:
        """As it stands in an address, but for when things are due."""
        return self.without("due").text

    @property
    def kept(self) -> "Filter":
        """What of it may be saved under a name: not the one case that was looked for."""
        return replace(self, case="")

    def without(self, name: str) -> "Filter":
        """The same with one narrowing less."""
        return replace(self, **{name: ""})


def filter_of(said: Mapping[str, str]) -> Filter:
    """The filter of an address; what it cannot read narrows nothing."""
    words = {each.name: said.get(each.name, "").strip()[:NAME] for each in fields(Filter)}
    return Filter(**{name: _key(word) if name in KEYS else word for name, word in words.items()})


def narrowed(clocks: QuerySet[Clock], to: Filter, found: Mapping[str, Window]) -> QuerySet[Clock]:
    """The clocks that a filter leaves."""
    if to.due in found:
        clocks = clocks.filter(found[to.due].holds)
    if to.promise:
        clocks = clocks.filter(standard=to.promise)
    if to.person:
        clocks = clocks.filter(owner=UUID(to.person))
    if to.language:
        of_contact = Q(matter__contact__language__iexact=to.language)
        clocks = clocks.filter(of_contact | Q(matter__contact__participant__language__iexact=to.language))
    said = {f"matter__contact__{column}": getattr(to, name) for name, column in ON_CONTACT.items() if getattr(to, name)}
    return clocks.filter(**said) if said else clocks


def contacts_narrowed(contacts: QuerySet[Contact], to: Filter, calls: bool) -> QuerySet[Contact]:
    """The contacts without any clock that a filter leaves: none by when they are due, or by what was promised."""
    if to.due or to.promise:
        return contacts.none()
    if to.person:
        contacts = contacts.filter(matter__owner=UUID(to.person))
    if to.language:
        contacts = contacts.filter(Q(language__iexact=to.language) | Q(participant__language__iexact=to.language))
    if calls:
        contacts = contacts.filter(kind__in=_called_back())
    return contacts.filter(**{column: said for name, column in ON_CONTACT.items() if (said := getattr(to, name))})


def call_backs(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """The clocks of those who are to be called back."""
    return clocks.filter(matter__contact__kind__in=_called_back())


def _called_back() -> list[str]:
    return [each.id for each in kinds().values() if CALL in each.starts]


def _key(word: str) -> str:
    try:
        return str(UUID(word))
    except ValueError:
        return ""
