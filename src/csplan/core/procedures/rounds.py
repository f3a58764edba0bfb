"""The rounds of each step: started by which fact, due when, done when. Starts, gates and rounds ask one another."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from csplan.core.deadline import Due
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.core.procedures.condition import FAILS, HOLDS, PENDING, outcome, outcome_of_all
from csplan.core.procedures.due import Dues, SetAside, dues, limit_of
from csplan.core.procedures.matter import Fact, Matter, instant_of
from csplan.core.procedures.procedure import DONE, MAY, REPEATED, YEARLY, Gate, Procedure, Start, Step
from csplan.core.procedures.records import record_reasons
from csplan.core.procedures.starts import Begun, Repetition, begun, next_yearly
from csplan.core.verdict import verdict

LONGER_THAN_A_DAY = timedelta(days=2)  # no fact lies so long before its latest instant, whatever the clocks do
NOT_MEASURED = "not measured"  # no limit is stated, or what starts it is not known


@dataclass(frozen=True, slots=True)
class Round:
    """One run of a step's clock. started is None where it was done before anything started it."""

    started: datetime | None
    started_by: str
    dues: Dues
    done: Fact | None
    verdict: str  # met, missed, open, open past due, inconsistent, not measured


@dataclass(eq=False, slots=True)
class Judged:
    """The facts that may do a step, judged one after the other, each once, by what was so at its own time."""

    facts: Sequence[Fact]  # in order of time
    accepted: list[Fact] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)

    @property
    def following(self) -> int:
        """The index of the next fact to judge."""
        return len(self.accepted) + len(self.set_aside)


@dataclass(frozen=True, eq=False)
class Course:
    """A matter on its procedure, counted on one office calendar, with what was found out about it so far."""

    procedure: Procedure
    matter: Matter
    calendar: OfficeCalendar
    found: dict[tuple[str, datetime], tuple[Round, ...]] = field(default_factory=dict)
    judged: dict[str, Judged] = field(default_factory=dict)
    repeated: dict[Start, Repetition] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the calendar."""
        return named_zone(self.calendar.zone)


def rounds(course: Course, step: Step, at: datetime) -> tuple[Round, ...]:
    """The rounds of a step as known at an instant, in order; none where it has neither started nor been done."""
    key = (step.id, at)
    if key not in course.found:
        course.found[key] = tuple(_rounds(course, step, at))
    return course.found[key]


def reasons_against(course: Course, step: Step, fact: Fact) -> list[str]:
    """Why a fact does not do the step, by its record and by what was so at its time; empty where it does."""
    if fact.assumed:
        return []
    reasons = record_reasons(step, fact, course.matter)
    if step.needs_start and next(_begun(course, step, fact.latest), None) is None:
        reasons.append("nothing has started this step yet")
    return reasons + closed_gates(course, step, fact.latest)


def acts(course: Course, step: Step, at: datetime) -> Sequence[Fact]:
    """The facts that do the step, as known at an instant, in order of time."""
    accepted = _judged(course, step, at).accepted
    return accepted[: bisect_right(accepted, at, key=instant_of)]


def set_aside(course: Course, step: Step, at: datetime) -> tuple[SetAside, ...]:
    """The facts that look as if they did the step and do not, with the reasons, as known at an instant."""
    return tuple(each for each in _judged(course, step, at).set_aside if each[0].at <= at)


def closed_gates(course: Course, step: Step, at: datetime) -> list[str]:
    """Why the step may not be done yet: a reason for each gate that is closed."""
    return [gate.why for gate in step.gates if not _is_open(course, gate, at)]


def is_done(course: Course, step: Step, at: datetime) -> bool:
    """Whether the step is done, in every round that has started."""
    begins = step.each and next(_begun(course, step, at), None) is not None
    return bool(begins or acts(course, step, at)) and not _stands_open(course, step, at)


def neededness(course: Course, step: Step, at: datetime) -> str:
    """HOLDS where the step is needed, FAILS where it is not, PENDING where that is not yet known."""
    known = course.matter.known(at)
    result = outcome_of_all(step.only_if, known)
    if result != HOLDS or step.judgement is None:
        return result
    judged = next((fact for fact in reversed(known.named(step.judgement.fact)) if _may_judge(step, fact)), None)
    return {"yes": HOLDS, "no": FAILS}.get(judged.said(step.judgement.field), PENDING) if judged else PENDING


def _judged(course: Course, step: Step, at: datetime) -> Judged:
    """The facts that may do the step, judged up to an instant."""
    if step.id not in course.judged:
        course.judged[step.id] = Judged(course.matter.named(*step.done_by))
    judged = course.judged[step.id]
    while judged.following < len(judged.facts) and judged.facts[judged.following].at <= at:
        fact = judged.facts[judged.following]
        if reasons := reasons_against(course, step, fact):
            judged.set_aside.append((fact, tuple(reasons)))
        else:
            judged.accepted.append(fact)
    return judged


def _begun(course: Course, step: Step, at: datetime) -> Iterator[Begun]:
    """Each instant at which the step has started, as known at an instant."""
    if step.starts:
        yield from begun(step.starts, course.matter.known(at), course.calendar, lambda it: _of_course(course, it, at))


def _stands_open(course: Course, step: Step, at: datetime) -> bool:
    """Whether a round of the step has started and is not done."""
    if step.repeats:
        return not all(each.done for each in rounds(course, step, at))
    done = acts(course, step, at)
    if not done or not step.each:
        return not done and next(_begun(course, step, at), None) is not None
    last = max(fact.latest for fact in done)
    return any(start.at > last for start in _begun(course, step, at))


def _may_judge(step: Step, fact: Fact) -> bool:
    return not (step.judgement and step.judgement.by and fact.by.role and fact.by.role not in step.judgement.by)


def _is_open(course: Course, gate: Gate, at: datetime) -> bool:
    known = course.matter.known(at)
    steps = course.procedure.step
    return (
        outcome_of_all(gate.needs, known) == HOLDS
        and (not gate.any_of or any(outcome(each, known) == HOLDS for each in gate.any_of))
        and all(is_done(course, steps(name), at) for name in gate.done)
        and all(_is_settled(course, steps(name), at) for name in gate.settled)
    )


def _is_settled(course: Course, step: Step, at: datetime) -> bool:
    """Whether the step does not stand open: not begun, done, not needed, or a right that need not be used."""
    return not _stands_open(course, step, at) or step.binding == MAY or neededness(course, step, at) == FAILS


def _of_course(course: Course, start: Start, at: datetime) -> Iterator[Begun]:
    """When a start has happened that rests on a step, or on facts that are read in order."""
    if start.kind == REPEATED:
        if start not in course.repeated:
            course.repeated[start] = Repetition(start, iter(course.matter.named(start.name)), course.calendar)
        yield from course.repeated[start].by(at)
        return
    step = course.procedure.step(start.name)
    if start.kind == DONE:
        yield from (Begun(fact.at, fact.name, fact.whole_day) for fact in acts(course, step, at))
        return
    missed = (each.dues.due for each in rounds(course, step, at) if each.verdict in ("missed", "open past due"))
    yield from (Begun(due.at, f"no {step.name} in time") for due in missed if due)


def _rounds(course: Course, step: Step, at: datetime) -> list[Round]:
    starts, done = _begun(course, step, at), acts(course, step, at)
    if step.each:
        return [_round(course, step, each, _first_from(done, each), at) for each in starts]
    start = next(starts, None)
    if start and step.repeats:
        return _repeating(course, step, start, done, at)
    if start is None and not done:
        return []
    first = _first_from(done, start) if start else None
    return [_round(course, step, start, first or next(iter(done), None), at)]


def _first_from(done: Sequence[Fact], start: Begun) -> Fact | None:
    """The first of the acts that may have happened at the start or after it."""
    first = bisect_left(done, start.at - LONGER_THAN_A_DAY, key=instant_of)
    return next((done[index] for index in range(first, len(done)) if done[index].latest >= start.at), None)


def _repeating(course: Course, step: Step, start: Begun, done: Sequence[Fact], at: datetime) -> list[Round]:
    """Rounds one after the other, each done by the next act, until the ending fact or the present."""
    until = step.repeats.until if step.repeats else ""
    ended = next((fact.at for fact in course.matter.known(at).named(until)), None)
    yearly = bool(step.starts and step.starts.kind == YEARLY)
    unused = [fact for fact in done if yearly or fact.latest >= start.at]
    found: list[Round] = []
    following: Begun | None = start
    opens = start.at
    while following and (not found or opens <= (ended or at)):
        each = _round(course, step, following, unused.pop(0) if unused else None, at)
        if each.done is None and ended and each.dues.due and ended <= each.dues.due.at:
            break
        found.append(each)
        before, following = following, _following(course, step, each)
        if following and following.at <= before.at:
            break
        opens = each.dues.due.at if yearly and each.dues.due else following.at if following else opens
    return found


def _following(course: Course, step: Step, last: Round) -> Begun | None:
    if step.repeats and step.repeats.since == "done":
        return Begun(last.done.at, last.done.name, last.done.whole_day) if last.done else None
    if last.dues.due is None or last.started is None or step.starts is None:
        return None
    if step.starts.kind != YEARLY:
        return Begun(last.dues.due.at, "the limit before")
    day = next_yearly(step.starts, date(last.started.year + 1, 1, 1))
    return Begun(datetime.combine(day, time(), course.zone), f"{day.day} {day:%B %Y}", whole_day=True)


def _round(course: Course, step: Step, start: Begun | None, done: Fact | None, at: datetime) -> Round:
    known = course.matter.known(at)
    found = dues(step, start.at, known, course.calendar) if start else Dues()
    said = _verdict(course, step, start, found.due, done, at)
    return Round(start.at.astimezone(course.zone) if start else None, start.by if start else "", found, done, said)


def _verdict(course: Course, step: Step, start: Begun | None, due: Due | None, done: Fact | None, at: datetime) -> str:
    if start is None or due is None:
        return NOT_MEASURED
    limit = limit_of(step, course.matter.known(at))
    backward = bool(limit and limit.duration and limit.duration.n < 0)
    begins = start.at.astimezone(course.zone)
    return verdict(
        begins.date() if start.whole_day else begins,
        due.at,
        due.date,
        done.when(course.zone) if done else None,
        at.astimezone(course.zone),
        backward=backward or bool(step.starts and step.starts.kind == YEARLY),
    )
