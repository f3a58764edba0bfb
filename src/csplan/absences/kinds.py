"""The kinds of absence: what a form offers, and which fact the return from one states."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class AbsenceKind:
    """One kind of absence. One whose return states no fact relieves no clock."""

    id: str
    says: str
    returned: str = ""

    @property
    def relieves(self) -> bool:
        """Whether calls left in such an absence count from the return."""
        return bool(self.returned)


@cache
def kinds() -> Mapping[str, AbsenceKind]:
    """The kinds by id, in the order of the form."""
    return MappingProxyType({each["id"]: AbsenceKind(**each) for each in _words()["kind"]})


@cache
def relieving() -> frozenset[str]:
    """The kinds that relieve ordinary clocks."""
    return frozenset(each.id for each in kinds().values() if each.relieves)


@cache
def returning_facts() -> frozenset[str]:
    """The facts that returns from absences state."""
    return frozenset(each.returned for each in kinds().values() if each.relieves)


@cache
def redirected_fact() -> str:
    """The fact that a call went on to a cover."""
    return str(_words()["redirected"])


def _words() -> dict[str, Any]:
    return tomllib.loads(resources.files("csplan.absences").joinpath("kinds.toml").read_text(encoding="utf-8"))
