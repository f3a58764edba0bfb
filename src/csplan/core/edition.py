"""A policy's edition: its text from one date to another, as dated and cited data."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from csplan.core.duration import Limit

if TYPE_CHECKING:
    from csplan.core.plans.model import Model
    from csplan.core.procedures.procedure import Procedure

NONE: Final = "none"  # the source says that there is none
NOT_STATED: Final = "not stated"  # the source says nothing, or leaves its heading empty
FORCES: Final = ("federal limit", "state policy", "agency promise", "local aim")
KINDS: Final = ("regulation", "bulletin", "memo", "model plan", "policy")

Named = tuple[str, ...] | str  # a list of names, or one of NONE and NOT_STATED


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence quoted word for word, and where it stands."""

    id: str
    says: str
    cite: str


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who acts or is told under a policy."""

    id: str
    name: str
    of: str = ""  # the body that the role belongs to


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the policy and what it means."""

    word: str
    means: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A promise with a time limit: what starts it, for whom, what meets it, how long, from which sentence.

    Exactly one of within and blank is given: a limit of the text, or the id of the blank that a county fills.
    """

    id: str
    name: str
    force: str  # one of FORCES
    sentence: str  # id of the sentence that promises it
    starts: str  # the fact that starts its clock, e.g. "call received"
    met_by: tuple[str, ...]  # the facts that meet it
    not_met_by: tuple[str, ...] = ()  # facts that look like it and do not, e.g. "attempt"
    actor: str = ""
    channels: tuple[str, ...] = ()  # empty: any
    parties: tuple[str, ...] = ()  # empty: any
    within: Limit | None = None
    blank: str | None = None
    federal: str | None = None  # the federal standard it may not be looser than: "us/45-cfr-303-2#remote-request"
    only_if: tuple[str, ...] = ()  # "element=answer" conditions of a plan under which it applies
    takes_over: tuple[str, ...] = ()  # the standards whose clocks it relieves once it starts
    unless: tuple[str, ...] = ()  # the facts after which it takes over nothing, e.g. "call redirected"
    also_starts: tuple[
        str, ...
    ] = ()  # further facts that start it: the earliest of all does, e.g. "voice mail received"

    @property
    def triggers(self) -> tuple[str, ...]:
        """All facts of which the earliest starts its clock."""
        return (self.starts, *self.also_starts)

    @property
    def start_in_words(self) -> str:
        """What starts it: "call received or voice mail received"."""
        return " or ".join(self.triggers)


@dataclass(frozen=True, slots=True)
class Duty:
    """What a directive asks of those it addresses, and by when (None: no date stated)."""

    id: str
    name: str
    sentence: str
    who: tuple[str, ...]  # role ids
    due: date | None = None
    shown_by: tuple[str, ...] = ()  # the facts that discharge it


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be told to somebody: when, and what it must contain."""

    id: str
    name: str
    sentence: str
    to: str
    given_when: tuple[str, ...]
    contains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document that this one cites; held tells whether its text is here."""

    id: str
    title: str
    held: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of one policy. in_force_to is None while no later edition ends it."""

    policy: str  # "us-wy/complaint-handling"
    title: str
    kind: str  # one of KINDS
    issuer: tuple[str, ...]  # department, division, bureau, as printed
    in_force_from: date
    in_force_to: date | None = None
    policy_number: str = NOT_STATED
    number: str = NOT_STATED  # of the edition
    issued: date | str = NOT_STATED
    revised: date | str = NOT_STATED
    reviewed: date | str = NOT_STATED
    effective: date | str = NOT_STATED  # of the policy: never selects an edition
    disposal: date | str = NOT_STATED
    cross_references: Named = NOT_STATED
    federal_authority: Named = NOT_STATED
    state_authority: Named = NOT_STATED
    calendar: str = ""  # the calendar that the acting office counts on, e.g. "us-wy"
    addressees: tuple[str, ...] = ()
    contact: str = ""
    roles: tuple[Role, ...] = ()
    terms: tuple[Term, ...] = ()
    citations: tuple[Citation, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    standards: tuple[Standard, ...] = ()
    duties: tuple[Duty, ...] = ()
    notices: tuple[Notice, ...] = ()
    procedures: tuple["Procedure", ...] = ()
    model: "Model | None" = None
    digest: str = ""  # SHA-256 of the file's bytes
    path: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """The policy with the day from which this edition is in force: "us-wy/complaint-handling@2023-03-29"."""
        return f"{self.policy}@{self.in_force_from}"
