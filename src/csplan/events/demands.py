"""What a state's case system demands of events, and the words that events are written with: data, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Model

from csplan.contacts.models import Attempt, Contact, Handling
from csplan.policy.folder import EVENTS, packaged_folder

EVERY: Final = "every contact"
"""The choice of an agency under which each contact on a case owes an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which contacts, or tries to answer one, owe an event, and why."""

    of: str
    why: str
    cite: str
    reached: bool | None = None
    kinds: tuple[str, ...] = ()
    has: tuple[str, ...] = ()

    def fits(self, contact: Contact, row: Contact | Attempt | Handling) -> bool:
        """Whether it speaks of this contact, of this try to answer it, or of this that was done with it."""
        if self.of != OF[type(row)]:
            return False
        if isinstance(row, Attempt) and self.reached not in (None, row.reached):
            return False
        if isinstance(row, Handling):
            return not self.kinds or row.kind in self.kinds
        return all(getattr(row, name) for name in self.has) and (not self.kinds or contact.kind in self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence of the sources, with where it stands."""

    text: str
    cite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """How long an entry may be and of which characters, what the sources say, and what owes an event."""

    limit: int
    characters: str
    says: tuple[Said, ...]
    owed: tuple[Rule, ...]


OF: Final[Mapping[type[Model], str]] = {Contact: "contact", Attempt: "attempt", Handling: "handling"}
ANY: Final = Rule(of="", why="your agency enters every contact", cite="")


@cache
def demands(state: str) -> Demands:
    """What a state's case system demands; where the state says nothing, the general limits and no event."""
    path = packaged_folder() / state / EVENTS / "events.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    general = words()
    return Demands(
        limit=said.get("limit", general["limit"]),
        characters=said.get("characters", general["characters"]),
        says=tuple(Said(**each) for each in said.get("says", ())),
        owed=tuple(Rule(**_frozen(each)) for each in said.get("owed", ())),
    )


@cache
def words() -> Mapping[str, Any]:
    """The words that events are written with, whatever the case system."""
    text = resources.files("csplan.events").joinpath("events.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def rule_of(state: str, contact: Contact, row: Contact | Attempt | Handling, *, every: bool) -> Rule | None:
    """The rule by which a contact, or something done to answer it, owes an event; None where it owes none."""
    found = next((rule for rule in demands(state).owed if rule.fits(contact, row)), None)
    return ANY if found is None and every else found


def _frozen(rule: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in rule.items()}
