"""Procedures: steps with actor, limit, required facts and letters, as dated data; progress.py runs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from csplan.core.duration import Limit
from csplan.core.errors import BadProcedure
from csplan.core.procedures.condition import Condition

# What starts a clock.
FACT: Final = "fact"  # a fact of that name; with field, the date or time that the fact names
DONE: Final = "done"  # a step is done
MISSED: Final = "missed"  # a step's limit has passed and it was not done: the effect of silence
LATER_OF: Final = "later_of"
EARLIER_OF: Final = "earlier_of"
FIRST_KNOWN: Final = "first_known"  # the first of a list that is known: a fallback
REPEATED: Final = "repeated"  # the fact that makes it so many times
YEARLY: Final = "yearly"  # a day of each year
OF_FACTS: Final = (FACT, REPEATED, YEARLY)
OF_STEPS: Final = (DONE, MISSED)
OF_STARTS: Final = (LATER_OF, EARLIER_OF, FIRST_KNOWN)
START_KINDS: Final = (FACT, DONE, MISSED, LATER_OF, EARLIER_OF, FIRST_KNOWN, REPEATED, YEARLY)

MUST: Final = "must"
SUGGESTION: Final = "suggestion"  # shown, never late, never in the way
MAY: Final = "may"  # a right or an option: it lapses, it is not missed
BINDINGS: Final = (MUST, SUGGESTION, MAY)


@dataclass(frozen=True, slots=True)
class Start:
    """What starts a clock: one of START_KINDS, moved on by plus where that is given."""

    kind: str
    name: str = ""  # of the fact; of the step for DONE and MISSED
    field: str = ""  # FACT: the field that names the instant, e.g. "hearing date"
    of: tuple["Start", ...] = ()  # LATER_OF, EARLIER_OF, FIRST_KNOWN
    plus: Limit | None = None  # e.g. receipt presumed three business days after issue
    only_if: tuple[Condition, ...] = ()  # counts only where these hold; a list passes over it otherwise
    times: int = 2  # REPEATED
    same: tuple[str, ...] = ()  # REPEATED: the fields in which the facts agree
    window: Limit | None = None  # REPEATED: the first and the last of them lie no further apart
    month: int = 0  # YEARLY
    day: int = 0  # YEARLY


@dataclass(frozen=True, slots=True)
class OtherLimit:
    """The limit that takes the place of a step's own where the conditions hold."""

    only_if: tuple[Condition, ...]
    within: Limit


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a step is needed at all is for somebody to say: "if needed", "when necessary"."""

    fact: str  # the fact that records the judgement
    field: str  # its field that says yes or no
    says: str = ""  # the source's words
    by: tuple[str, ...] = ()  # role ids; empty: anybody


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be so before a step may be done, and why."""

    why: str
    needs: tuple[Condition, ...] = ()  # all of them
    any_of: tuple[Condition, ...] = ()  # at least one of them
    done: tuple[str, ...] = ()  # steps that must be done first
    settled: tuple[str, ...] = ()  # steps that must not stand open
    sentence: str = ""  # the sentence it rests on


@dataclass(frozen=True, slots=True)
class Extension:
    """How a step's limit may be made longer: by whom, how often, told to whom in time."""

    fact: str  # "extension granted"
    within: Limit  # the further time, counted on from the unextended end
    by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # fields that the fact must record
    told_by: str = ""  # the fact that must lie before the end so far, e.g. "extension notice mailed"
    times: int = 1


@dataclass(frozen=True, slots=True)
class Promise:
    """An answer in between that names a final date: that date leads, the limit is reported beside it."""

    fact: str  # "interim letter sent"
    field: str  # its field with the date
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """A step that comes again: counted from when it was done, or from when it was due, until a fact ends it."""

    since: str  # "done" or "due"
    until: str = ""


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A field of a step's record that names the date on which another step is due."""

    field: str
    step: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure. Where within is None the source states no limit."""

    id: str
    name: str
    actor: tuple[str, ...] = ()  # role ids; empty: anybody
    delegate: bool = False  # the text names a delegate of the actor
    binding: str = MUST
    starts: Start | None = None
    starts_reading: str = ""  # why it is read to start there, where the text does not say
    within: Limit | None = None
    instead: tuple[OtherLimit, ...] = ()
    standard: str = ""  # the id by which its limit is measured, e.g. "complaint.draft"
    done_by: tuple[str, ...] = ()  # any of these facts does the step
    not_done_by: tuple[str, ...] = ()  # facts that look like it and do not, e.g. an attempt
    needs: tuple[str, ...] = ()  # fields that the fact must record
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the values that a field may have
    someone_else: tuple[str, ...] = ()  # fields that must name another person than the one who acts
    must_say: tuple[str, ...] = ()  # passages that the text sent must contain
    letters: tuple[str, ...] = ()  # letter ids
    to: tuple[str, ...] = ()  # who is written to or told
    copies: tuple[str, ...] = ()  # who gets a copy
    copies_if_named: tuple[str, ...] = ()  # relations; whoever the matter names so gets a copy
    never_to: tuple[str, ...] = ()  # roles and relations to which it may never go
    may_not_act: tuple[str, ...] = ()  # relations; whoever stands so to the matter may not act
    only_if: tuple[Condition, ...] = ()
    judgement: Judgement | None = None
    gates: tuple[Gate, ...] = ()
    needs_start: bool = False  # it may not be done before it has started
    each: bool = False  # each starting fact runs a round of its own
    repeats: Repeat | None = None
    extension: Extension | None = None
    promise: Promise | None = None
    names: tuple[NamedDate, ...] = ()
    opens: str = ""  # the procedure that begins when it is done
    closes: bool = False  # the matter ends when it is done
    sentences: tuple[str, ...] = ()  # ids of the sentences that it rests on
    local: str = ""  # why it is here although no sentence of the source sets it
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a fact that is no step must record."""

    fact: str
    needs: tuple[str, ...]
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Status:
    """A word for where a matter stands; the first whose conditions hold is the matter's."""

    name: str
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """Ordered steps. opens_with is the fact whose local date selects the edition: the receipt."""

    id: str
    name: str
    opens_with: str
    steps: tuple[Step, ...]
    facts: tuple[str, ...] = ()  # further facts that come from outside the steps
    records: tuple[Record, ...] = ()
    statuses: tuple[Status, ...] = ()
    relations: tuple[str, ...] = ()  # in which people may stand to the matter
    channels: tuple[str, ...] = ()  # by which it may open
    sentences: tuple[str, ...] = ()
    note: str = ""

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises BadProcedure."""
        for step in self.steps:
            if step.id == step_id:
                return step
        known = ", ".join(step.id for step in self.steps)
        raise BadProcedure(f"procedure {self.id} has no step {step_id!r}; use one of: {known}")
