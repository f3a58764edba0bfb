"""Looking ahead: when a step would be due, and how long each step may take if every one takes all its time."""

from dataclasses import dataclass, replace
from datetime import datetime

from csplan.core.deadline import Due
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.procedures.matter import Fact, Matter
from csplan.core.procedures.procedure import MUST, Procedure
from csplan.core.procedures.progress import BLOCKED, OPEN, Progress, StepProgress, progress


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the longest course that the limits allow; due is None where no limit is stated."""

    step: str
    started: datetime
    due: Due | None


def due_if(procedure: Procedure, matter: Matter, step_id: str, happens: Fact, calendar: OfficeCalendar) -> Due | None:
    """When a step would be due if a fact happened: a provisional date. None where it would not have one."""
    ahead = matter.with_facts(replace(happens, assumed=True))
    return progress(procedure, ahead, happens.at, calendar).step(step_id).due


def worst_chain(procedure: Procedure, matter: Matter, at: datetime, calendar: OfficeCalendar) -> tuple[Link, ...]:
    """Each step that must still be done, in order, if each takes all its time: limits are shown, never added up.

    A step without a stated limit is taken as done at once; judgements not yet recorded are not assumed.
    """
    links: list[Link] = []
    for _ in procedure.steps:
        found = _ripe(progress(procedure, matter, at, calendar), {link.step for link in links})
        if found is None or found.started is None:
            break
        links.append(Link(found.step.id, found.started, found.due))
        happens = max(found.due.at, found.started) if found.due else found.started
        matter = matter.with_facts(Fact(found.step.done_by[0], happens, assumed=True))
        at = max(at, happens)
    return tuple(links)


def _ripe(now: Progress, taken: set[str]) -> StepProgress | None:
    """The step that would be done next: of those begun, the one that must be done earliest."""
    begun = [each for each in now.steps if each.state in (OPEN, BLOCKED) and each.started]
    ripe = [each for each in begun if each.step.binding == MUST and each.step.done_by and each.step.id not in taken]
    return min(ripe, key=_last_moment, default=None)


def _last_moment(each: StepProgress) -> float:
    moment = each.due.at if each.due else each.started
    return moment.timestamp() if moment else 0.0
