"""The facts of one matter: what happened, when, by whom, and what was recorded with it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from csplan.core.errors import BadInstant

Value = str | int | bool | date | tuple[str, ...]

_ALMOST_A_DAY: Final = timedelta(hours=23, minutes=59, seconds=59)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role, and for whom where somebody else holds that role."""

    name: str = ""
    role: str = ""  # a role id of the policy; empty where it is not recorded
    for_whom: str = ""

    def __str__(self) -> str:
        """The actor in words: "Bob for Alice"."""
        who = self.name or self.role or "somebody not recorded"
        return f"{who} for {self.for_whom}" if self.for_whom else who


@dataclass(frozen=True, eq=False)
class Fact:
    """Something that happened at an instant, cut to whole seconds. Raises BadInstant for a time without a zone."""

    name: str  # "formal complaint received"
    at: datetime
    by: Actor = Actor()
    values: Mapping[str, Value] = field(default_factory=dict)
    whole_day: bool = False  # at is the local midnight that begins the day; the time is not known
    assumed: bool = False  # made up to look ahead, not recorded

    def __post_init__(self) -> None:
        """Refuse a time without a zone; cut to whole seconds; make the values read-only."""
        if self.at.tzinfo is None:
            raise BadInstant(f"the fact {self.name!r} at {self.at} has no time zone; give an offset or name the zone")
        object.__setattr__(self, "at", self.at.replace(microsecond=0))
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    @property
    def latest(self) -> datetime:
        """The latest instant at which it may have happened."""
        return self.at + _ALMOST_A_DAY if self.whole_day else self.at

    def said(self, name: str) -> str:
        """What a field of the record says, as text; "" where it says nothing."""
        value = self.values.get(name, "")
        if isinstance(value, bool):
            return "yes" if value else "no"
        return ", ".join(value) if isinstance(value, tuple) else str(value).strip()

    def when(self, zone: ZoneInfo) -> date | datetime:
        """The local instant, or the local day where no time is known."""
        return self.at.astimezone(zone).date() if self.whole_day else self.at.astimezone(zone)


@dataclass(frozen=True, eq=False)
class Matter:
    """Facts in order of time; people by their relation to the matter; who is recorded as delegate of a role.

    people: "person complained of" -> names. delegates: role id -> names.
    """

    facts: tuple[Fact, ...] = ()
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    delegates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_name: Mapping[str, Sequence[Fact]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Put the facts in order of time, facts of one instant in the order given."""
        object.__setattr__(self, "facts", tuple(sorted(self.facts, key=instant_of)))
        by_name = defaultdict(list)
        for fact in self.facts:
            by_name[fact.name].append(fact)
        object.__setattr__(self, "by_name", MappingProxyType(dict(by_name)))

    def known(self, at: datetime) -> "Known":
        """What is known of the matter at an instant."""
        return Known(self, at)

    def named(self, *names: str) -> Sequence[Fact]:
        """The facts of those names, in order of time."""
        if len(names) == 1:
            return self.by_name.get(names[0], ())
        return tuple(fact for fact in self.facts if fact.name in names)

    def relations(self, name: str) -> tuple[str, ...]:
        """The relations in which a person stands to the matter, e.g. "person complained of"."""
        return tuple(relation for relation, names in self.people.items() if name and name in names)

    def with_facts(self, *facts: Fact) -> "Matter":
        """The same matter with further facts."""
        return Matter((*self.facts, *facts), self.people, self.delegates)


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a matter up to and including an instant; asked by name, so that no question reads them all."""

    matter: Matter
    at: datetime

    def named(self, *names: str, since: datetime | None = None) -> Sequence[Fact]:
        """The facts of those names, in order of time; since: from that instant on."""
        facts = self.matter.named(*names)
        first = 0 if since is None else bisect_left(facts, since, key=instant_of)
        return facts[first : bisect_right(facts, self.at, key=instant_of)]

    def latest(self, name: str) -> Fact | None:
        """The latest fact of that name, None where there is none."""
        facts = self.matter.named(name)
        count = bisect_right(facts, self.at, key=instant_of)
        return facts[count - 1] if count else None


def instant_of(fact: Fact) -> datetime:
    """The instant of a fact, to sort and to search by."""
    return fact.at
