"""The everyday kinds of contact: what a button records, which facts it states, and which facts return it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of contact. One that starts nothing owes nothing."""

    id: str
    says: str
    key: str
    channel: str
    direction: str
    binds_on: tuple[str, ...] = ()  # the channels whose standards bind it
    starts: tuple[str, ...] = ()  # facts
    returned: tuple[str, ...] = ()  # the facts that a return states

    @property
    def owes(self) -> bool:
        """Whether it may start a clock."""
        return bool(self.starts)


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds by id, in the order of their buttons."""
    return MappingProxyType({kind["id"]: Kind(**_frozen(kind)) for kind in _words()["kind"]})


@cache
def parties() -> tuple[str, ...]:
    """The parties in the order of the page."""
    return tuple(_words()["parties"])


def _words() -> dict[str, Any]:
    return tomllib.loads(resources.files("csplan.contacts").joinpath("kinds.toml").read_text(encoding="utf-8"))


def _frozen(kind: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kind.items()}
