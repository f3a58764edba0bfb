"""How far a matter has come on its procedure: a pure function of the facts so far, an instant and a calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from csplan.core.deadline import Due
from csplan.core.errors import BadProcedure
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.procedures.condition import FAILS, HOLDS, PENDING, outcome_of_all
from csplan.core.procedures.due import Dues, SetAside, limit_of, named_instant
from csplan.core.procedures.matter import Fact, Known, Matter
from csplan.core.procedures.procedure import MAY, NamedDate, Procedure, Step
from csplan.core.procedures.records import acted_as, lacking
from csplan.core.procedures.rounds import (
    NOT_MEASURED,
    Course,
    Round,
    acts,
    closed_gates,
    is_done,
    neededness,
    reasons_against,
    rounds,
    set_aside,
)
from csplan.core.procedures.words import start_in_words

WAITING: Final = "waiting"  # what starts it has not happened
TO_BE_JUDGED: Final = "to be judged"  # whether it is needed has not been said
BLOCKED: Final = "blocked"  # it has started; something must be done before
OPEN: Final = "open"
DONE: Final = "done"
NOT_NEEDED: Final = "not needed"
LAPSED: Final = "lapsed"  # a right whose time has passed unused
STATES: Final = (WAITING, TO_BE_JUDGED, BLOCKED, OPEN, DONE, NOT_NEEDED, LAPSED)

PROVISIONAL: Final = "provisional"  # the date was named before its clock started
HOLDING: Final = "holds"
ISSUE_AGAIN: Final = "issue again"  # the date that was named is not the date that came about

NO_LIMIT: Final = "no limit stated"
NOT_BEGUN: Final = Round(None, "", Dues(), None, NOT_MEASURED)
COPY_SENT: Final = "copy sent"  # the fact that records a copy; its field "to" says to whom


@dataclass(frozen=True, slots=True)
class StepProgress:
    """Where one step stands. The figures are those of the round that leads: the first still open, otherwise the last.

    verdict is about time (met, missed, open, open past due, inconsistent, not measured), state about what may be done.
    """

    step: Step
    state: str
    why: tuple[str, ...]  # what it waits for, or is blocked by
    lead: Round
    limit: str = NO_LIMIT  # the source's words, or the number and unit
    attempts: tuple[Fact, ...] = ()
    set_aside: tuple[SetAside, ...] = ()  # facts that do not do or extend it, and why
    copies_owed: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()

    @property
    def verdict(self) -> str:
        """What has become of the limit."""
        return self.lead.verdict

    @property
    def started(self) -> datetime | None:
        """When the clock started, None where it has not."""
        return self.lead.started

    @property
    def started_by(self) -> str:
        """The fact that started the clock, in words."""
        return self.lead.started_by

    @property
    def due(self) -> Due | None:
        """When the step is due, by its limit or by what took its place."""
        return self.lead.dues.due

    @property
    def original_due(self) -> Due | None:
        """When it was due before extensions and a promised date."""
        return self.lead.dues.original

    @property
    def aim(self) -> Due | None:
        """When it is due by our own aim, where the source gives a word and no number."""
        return self.lead.dues.aim

    @property
    def done(self) -> Fact | None:
        """The fact that did the step."""
        return self.lead.done

    @property
    def acted_as(self) -> str:
        """Who acted on whose behalf: "by Bob for Alice"."""
        return acted_as(self.step, self.lead.done.by) if self.lead.done else ""


@dataclass(frozen=True, slots=True)
class NamedDue:
    """A date that one step's record names for another step: provisional, holds, or to be issued again."""

    field: str
    step: str
    named: date
    due: Due | None
    standing: str  # PROVISIONAL, HOLDING or ISSUE_AGAIN


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a matter stands: each step in order, its status in a word, and what comes next."""

    procedure: Procedure
    at: datetime
    steps: tuple[StepProgress, ...]
    status: str = ""
    closed: Fact | None = None
    opens: tuple[str, ...] = ()  # procedures that a done step begins
    named_dues: tuple[NamedDue, ...] = ()
    incomplete: tuple[SetAside, ...] = ()  # facts whose record leaves something out

    def step(self, step_id: str) -> StepProgress:
        """Where the step of that id stands. Raises BadProcedure."""
        wanted = self.procedure.step(step_id)
        return next(each for each in self.steps if each.step is wanted)

    @property
    def next(self) -> tuple[StepProgress, ...]:
        """What can be done now, the earliest due first; nothing once the matter is closed."""
        if self.closed:
            return ()
        return tuple(sorted((each for each in self.steps if each.state == OPEN), key=_due_first))


def progress(procedure: Procedure, matter: Matter, at: datetime, calendar: OfficeCalendar) -> Progress:
    """Where a matter stands at an instant, by the facts up to then. Raises OutsideHorizon, BadProcedure."""
    try:
        return _progress(Course(procedure, matter, calendar), at)
    except RecursionError:
        raise _circle(procedure) from None


def why_not(procedure: Procedure, matter: Matter, step_id: str, act: Fact, calendar: OfficeCalendar) -> tuple[str, ...]:
    """Why an act may not do a step, a line for each reason; empty where it may. Raises BadProcedure."""
    try:
        return tuple(reasons_against(Course(procedure, matter, calendar), procedure.step(step_id), act))
    except RecursionError:
        raise _circle(procedure) from None


def _circle(procedure: Procedure) -> BadProcedure:
    return BadProcedure(f"steps of procedure {procedure.id} wait for one another; find them with csplan policy check")


def _progress(course: Course, at: datetime) -> Progress:
    procedure, known = course.procedure, course.matter.known(at)
    closing = [fact for step in procedure.steps if step.closes for fact in acts(course, step, at)]
    done = [step for step in procedure.steps if is_done(course, step, at)]
    return Progress(
        procedure,
        at,
        tuple(_step_progress(course, step, at) for step in procedure.steps),
        next((each.name for each in procedure.statuses if outcome_of_all(each.when, known) == HOLDS), ""),
        closing[0] if closing else None,
        tuple(step.opens for step in done if step.opens),
        tuple(_named_dues(course, at)),
        tuple(_incomplete(procedure, known)),
    )


def _step_progress(course: Course, step: Step, at: datetime) -> StepProgress:
    found = rounds(course, step, at)
    lead = next((each for each in found if not each.done), found[-1] if found else NOT_BEGUN)
    state, why = _state(course, step, found, lead, at)
    return StepProgress(
        step,
        state,
        why,
        lead,
        limit=_limit_words(course, step, at),
        attempts=tuple(course.matter.known(at).named(*step.not_done_by)),
        set_aside=set_aside(course, step, at) + lead.dues.set_aside,
        copies_owed=_copies_owed(course, step, lead.done, at) if lead.done else (),
        rounds=found,
    )


def _state(
    course: Course, step: Step, found: tuple[Round, ...], lead: Round, at: datetime
) -> tuple[str, tuple[str, ...]]:
    if lead.done:
        return DONE, ()
    needed = neededness(course, step, at)
    if needed == FAILS:
        return NOT_NEEDED, tuple(str(each) for each in step.only_if)
    if step.starts and not found:
        return WAITING, (start_in_words(step.starts),)
    if needed == PENDING:
        return _pending(course, step, at)
    if step.binding == MAY and lead.verdict == "open past due":
        return LAPSED, ()
    gates = closed_gates(course, step, at)
    return (BLOCKED, tuple(gates)) if gates else (OPEN, ())


def _pending(course: Course, step: Step, at: datetime) -> tuple[str, tuple[str, ...]]:
    """Whether the step waits for facts, or for a judgement."""
    if step.judgement is None or outcome_of_all(step.only_if, course.matter.known(at)) != HOLDS:
        return WAITING, tuple(str(each) for each in step.only_if)
    return TO_BE_JUDGED, (f"{step.judgement.says or step.name}: record {step.judgement.fact!r}",)


def _limit_words(course: Course, step: Step, at: datetime) -> str:
    limit = limit_of(step, course.matter.known(at))
    if limit is None:
        return NO_LIMIT
    return limit.says or str(limit.duration)


def _copies_owed(course: Course, step: Step, done: Fact, at: datetime) -> tuple[str, ...]:
    named = [name for relation in step.copies_if_named for name in course.matter.people.get(relation, ())]
    copies = course.matter.known(at).named(COPY_SENT)
    sent = {fact.said("to") for fact in copies if fact.latest >= done.at} | set(done.said("copies").split(", "))
    return tuple(name for name in (*step.copies, *named) if name not in sent)


def _named_dues(course: Course, at: datetime) -> list[NamedDue]:
    found = []
    for step in course.procedure.steps:
        for rule in step.names:
            said = [fact.values.get(rule.field) for fact in acts(course, step, at)[-1:]]
            named = named_instant(said[0], course.zone) if said else None
            if named:
                found.append(_named_due(course, rule, named.date(), at))
    return found


def _named_due(course: Course, rule: NamedDate, named: date, at: datetime) -> NamedDue:
    target = rounds(course, course.procedure.step(rule.step), at)
    due = target[0].dues.due if target else None
    standing = PROVISIONAL if due is None else HOLDING if due.date == named else ISSUE_AGAIN
    return NamedDue(rule.field, rule.step, named, due, standing)


def _incomplete(procedure: Procedure, known: Known) -> list[SetAside]:
    return [
        (fact, reasons)
        for record in procedure.records
        for fact in known.named(record.fact)
        if (reasons := tuple(lacking(fact, record.needs, record.allowed)))
    ]


def _due_first(each: StepProgress) -> tuple[bool, float]:
    moment = each.due.at if each.due else each.started
    return each.due is None, moment.timestamp() if moment else 0.0
