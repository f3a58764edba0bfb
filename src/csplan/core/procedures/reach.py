"""Which steps of a procedure can ever be done, and which wait for one another in a circle."""

from typing import Final

from csplan.core.procedures.condition import Condition
from csplan.core.procedures.facts import outside_facts
from csplan.core.procedures.procedure import (
    EARLIER_OF,
    FIRST_KNOWN,
    LATER_OF,
    OF_FACTS,
    OF_STEPS,
    Gate,
    Procedure,
    Start,
    Step,
)

_ALTERNATIVES: Final = (EARLIER_OF, FIRST_KNOWN)


def reachable_steps(procedure: Procedure) -> frozenset[str]:
    """The ids of the steps that some course of events can bring about."""
    reached: set[str] = set()
    facts = outside_facts(procedure)
    while True:
        found = {step.id: step for step in procedure.steps if step.id not in reached and _can(step, reached, facts)}
        if not found:
            return frozenset(reached)
        reached |= set(found)
        facts |= {fact for step in found.values() for fact in (*step.done_by, *step.not_done_by)}


def circles(procedure: Procedure) -> tuple[tuple[str, ...], ...]:
    """Each circle of steps that wait for one another, beginning with the step that stands first in the text."""
    waits = {step.id: _steps_waited_for(step) for step in procedure.steps}
    order = {step: index for index, step in enumerate(waits)}
    found = (_circle(step, waits) for step in waits)
    return tuple(way for way in found if way and way[0] == min(way, key=order.__getitem__))


def _steps_waited_for(step: Step) -> tuple[str, ...]:
    """The steps that must be done, or missed, before a step: by every way in which it may start."""
    if step.starts is None:
        started: set[str] = set()
    else:
        started = _needed_steps(step.starts)
    return tuple(sorted(started.union(*(gate.done for gate in step.gates))))


def _needed_steps(start: Start) -> set[str]:
    if start.kind in OF_STEPS:
        return {start.name}
    parts = [_needed_steps(each) for each in start.of]
    if start.kind in _ALTERNATIVES and parts:
        return set.intersection(*parts)
    return set().union(*parts)


def _circle(goal: str, waits: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest way from a step back to itself, empty where there is none."""
    came_from: dict[str, str] = {}
    queue = [goal]
    for here in queue:
        for step in waits[here]:
            if step == goal:
                return _way(goal, here, came_from)
            if step in waits and step not in came_from:
                came_from[step] = here
                queue.append(step)
    return ()


def _way(goal: str, here: str, came_from: dict[str, str]) -> tuple[str, ...]:
    way = [here]
    while way[-1] != goal:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def _can(step: Step, reached: set[str], facts: set[str]) -> bool:
    started = step.starts is None or _can_start(step.starts, reached, facts)
    return started and _can_hold(step.only_if, facts) and all(_can_pass(gate, reached, facts) for gate in step.gates)


def _can_start(start: Start, reached: set[str], facts: set[str]) -> bool:
    if start.kind in OF_STEPS:
        return start.name in reached
    if start.kind in OF_FACTS:
        return start.name in facts and _can_hold(start.only_if, facts)
    parts = [_can_start(each, reached, facts) for each in start.of]
    if start.kind == LATER_OF:
        return all(parts)
    return any(parts) or not parts


def _can_hold(conditions: tuple[Condition, ...], facts: set[str]) -> bool:
    return all(condition.negated or condition.fact in facts for condition in conditions)


def _can_pass(gate: Gate, reached: set[str], facts: set[str]) -> bool:
    any_of = not gate.any_of or any(_can_hold((each,), facts) for each in gate.any_of)
    return _can_hold(gate.needs, facts) and any_of and set(gate.done) <= reached
