"""The kinds of contact and their words: what a button records, which facts it states, what is done with it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

POSITION: Final = "position"
RELATIONSHIP: Final = "relationship"
IDENTIFIED: Final = "identified"
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of contact. One that starts nothing owes nothing."""

    id: str
    says: str
    channel: str
    direction: str
    group: str
    key: str = ""  # Alt and this letter press its button
    party: str = ""  # where the kind itself says who it was
    stamped: bool = False
    binds_on: tuple[str, ...] = ()  # the channels whose standards bind it
    starts: tuple[str, ...] = ()  # facts
    returned: tuple[str, ...] = ()  # the facts that a return of the call states
    handled: tuple[str, ...] = ()  # the handlings of what is no call
    needs: tuple[str, ...] = ()  # what else must be said
    outcome: str = ""  # how it ended, where the kind itself says so
    instead: bool = False  # offered where something is refused on a case without services
    followed: bool = False  # may be followed up by telephone, though nothing is owed
    unless: tuple[str, ...] = ()  # what it may not say: "ops.voice_mail=no|na"
    only_if: tuple[str, ...] = ()  # what the plan in force has to say for it to be offered: "ops.ivr=yes"

    @property
    def owes(self) -> bool:
        """Whether it may start a clock."""
        return bool(self.starts)

    @property
    def called_back(self) -> bool:
        """Whether tries by telephone are recorded on it: to return it, or to follow it up."""
        return self.followed or bool(self.returned)


@dataclass(frozen=True, slots=True)
class Party:
    """Who it may be."""

    id: str
    key: str
    participant: bool = False  # has a record of their own on the case
    represents: bool = False  # speaks for a participant, with an authorization
    named: bool = False  # is called back by name


@dataclass(frozen=True, slots=True)
class HandlingKind:
    """Something done with a letter, an e-mail or a visit; asks: "to" (a person), "promised" (a day) or "note"."""

    id: str
    says: str
    key: str
    means: str
    fact: str = ""  # what it states, by which clocks are met
    asks: str = ""
    offer: str = ""  # what its button says, where that is something else
    answers: bool = False  # the customer has what they asked for
    always: bool = False  # of whatever kind the contact is, answered or not

    @property
    def offers(self) -> str:
        """What its button says."""
        return self.offer or self.says

    def fits(self, kind: Kind) -> bool:
        """Whether it may be done with a contact of a kind."""
        return self.always or self.id in kind.handled


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a list to choose from."""

    id: str
    says: str = ""
    has: str = ""  # of an interpreter: a position or a relationship
    position: str = ""  # of a service: what its interpreters are, where nothing else is said
    reached: bool = False  # of a result
    without_services: str = ""  # of what is done on a case: what it needs there, or that it is refused


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds by id, in the order of their buttons."""
    return MappingProxyType({kind["id"]: Kind(**_frozen(kind)) for kind in _words()["kind"]})


@cache
def handlings() -> Mapping[str, HandlingKind]:
    """The handlings by id."""
    return MappingProxyType({each["id"]: HandlingKind(**each) for each in _words()["handling"]})


@cache
def party_kinds() -> Mapping[str, Party]:
    """The parties by id, in the order of the page."""
    return MappingProxyType({each["id"]: Party(**each) for each in _words()["party"]})


def parties() -> tuple[str, ...]:
    """The ids of the parties in the order of the page."""
    return tuple(party_kinds())


def case_kinds() -> tuple[str, ...]:
    """What a case may be: with or without services."""
    return tuple(_words()["case_kinds"])


def without_services() -> str:
    """The kind of case on which nothing is done without an application."""
    return str(_words()["without_services"])


def local_facts() -> tuple[str, ...]:
    """The facts of which only a county's own promise can speak."""
    return tuple(_words()["local_facts"])


@cache
def words(name: str) -> Mapping[str, Word]:
    """A list to choose from ("result", "interpreter", "source", "restriction", "service"), by id."""
    return MappingProxyType({each["id"]: Word(**{"says": each["id"], **each}) for each in _words()[name]})


def interpreter_said(source: str, name: str, position: str) -> tuple[str, str]:
    """An interpreter's name and position as they are recorded: of a service its own, where nothing else is said."""
    known = words("interpreter").get(source)
    if known is None or not known.position:
        return name, position
    return name or known.id, position or known.position


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(resources.files("csplan.contacts").joinpath("kinds.toml").read_text(encoding="utf-8"))


def _frozen(kind: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kind.items()}
