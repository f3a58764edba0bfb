"""Conditions over the facts of a matter, written as "written response decided: needed = yes"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from csplan.core.errors import BadProcedure
from csplan.core.procedures.matter import Known

HOLDS: Final = "holds"
FAILS: Final = "fails"
PENDING: Final = "pending"  # the facts do not yet say

_WRITTEN: Final = re.compile(
    r"(?P<negated>not )?(?P<fact>[^:=!]+?)(?: since (?P<since>[^:=!]+?))?"
    r"(?:: (?P<field>[^:=!]+?) (?P<sign>!?=) (?P<value>.+))?"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact is known, or is not; was recorded after another; or its latest record says a value in a field."""

    fact: str
    negated: bool = False
    since: str = ""  # the fact must not be older than the latest of this one
    field: str = ""
    value: str = ""
    differs: bool = False  # the field must say something other than value

    def __str__(self) -> str:
        """The condition as it is written in a policy file."""
        since = f" since {self.since}" if self.since else ""
        says = f": {self.field} {'!=' if self.differs else '='} {self.value}" if self.field else ""
        return f"{'not ' if self.negated else ''}{self.fact}{since}{says}"


def parse_condition(text: str) -> Condition:
    """The condition written as "fact", "not fact", "fact since other fact" or "fact: field = value".

    Raises BadProcedure.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        example = '"fact", "not fact", "fact since other" or "fact: field = value"'
        raise BadProcedure(f"cannot read the condition {text!r}; write it as {example}")
    return Condition(
        fact=found["fact"],
        negated=bool(found["negated"]),
        since=found["since"] or "",
        field=found["field"] or "",
        value=found["value"] or "",
        differs=found["sign"] == "!=",
    )


def outcome(condition: Condition, known: Known) -> str:
    """HOLDS, FAILS or PENDING, by the facts known so far."""
    latest = known.latest(condition.fact)
    other = known.latest(condition.since) if condition.since else None
    if condition.negated:
        return FAILS if latest else HOLDS
    if latest is None or (other is not None and latest.at < other.at):
        return PENDING
    if condition.field and (latest.said(condition.field) == condition.value) == condition.differs:
        return FAILS
    return HOLDS


def outcome_of_all(conditions: Iterable[Condition], known: Known) -> str:
    """FAILS where one condition fails, otherwise PENDING where one is pending, otherwise HOLDS."""
    results = {outcome(condition, known) for condition in conditions}
    return next((result for result in (FAILS, PENDING) if result in results), HOLDS)
