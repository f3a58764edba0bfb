"""Every fact that a procedure mentions and every fact that something records, to find misspelled ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from csplan.core.procedures.condition import Condition
from csplan.core.procedures.procedure import OF_FACTS, Procedure, Start, Step

ANY_RECORD: Final = ("to", "copies", "text")  # fields that every record may have


@dataclass(frozen=True, slots=True)
class Mention:
    """A fact that a procedure waits for or asks about; key is where it stands, from the procedure on."""

    key: tuple[str | int, ...]
    fact: str
    field: str = ""  # the field of its record that a condition asks about


def starts_of(step: Step) -> Iterator[Start]:
    """The start of a step with all the starts that it is made of."""
    waiting = [step.starts] if step.starts else []
    while waiting:
        start = waiting.pop()
        yield start
        waiting.extend(start.of)


def mentions(procedure: Procedure) -> Iterator[Mention]:
    """Each fact that something must record, or the procedure cannot go on as it says."""
    for number, status in enumerate(procedure.statuses):
        yield from _of_conditions(("status", number, "when"), status.when)
    for number, record in enumerate(procedure.records):
        yield Mention(("record", number, "fact"), record.fact)
    for number, step in enumerate(procedure.steps):
        for each in (*_of_starts(step), *_of_rules(step)):
            yield replace(each, key=("step", number, *each.key))


def outside_facts(procedure: Procedure) -> set[str]:
    """The facts that come from outside the steps: the one that opens a matter, judgements, extensions, promises."""
    rules = [rule for step in procedure.steps for rule in (step.judgement, step.extension, step.promise) if rule]
    return {procedure.opens_with, *procedure.facts, *(rule.fact for rule in rules)}


def recorded_facts(procedure: Procedure) -> set[str]:
    """The facts that something records: a step, or something outside the steps."""
    return outside_facts(procedure).union(*({*step.done_by, *step.not_done_by} for step in procedure.steps))


def recorded_fields(procedure: Procedure) -> Mapping[str, set[str]]:
    """The fields that the record of each fact has, as far as the procedure says."""
    found: defaultdict[str, set[str]] = defaultdict(lambda: {*ANY_RECORD})
    for record in procedure.records:
        found[record.fact] |= {*record.needs, *record.allowed}
    for step in procedure.steps:
        for fact in step.done_by:
            found[fact] |= {*step.needs, *step.allowed, *step.someone_else, *(each.field for each in step.names)}
        if step.judgement:
            found[step.judgement.fact].add(step.judgement.field)
        if step.extension:
            found[step.extension.fact] |= {*step.extension.needs}
        if step.promise:
            found[step.promise.fact] |= {step.promise.field, *step.promise.needs}
    if procedure.channels:
        found[procedure.opens_with].add("channel")
    return found


def _of_starts(step: Step) -> Iterator[Mention]:
    for start in starts_of(step):
        if start.kind in OF_FACTS:
            yield Mention(("starts",), start.name)
        yield from _of_conditions(("starts",), start.only_if)


def _of_rules(step: Step) -> Iterator[Mention]:
    yield from _of_conditions(("only_if",), step.only_if)
    for number, gate in enumerate(step.gates):
        yield from _of_conditions(("gate", number, "needs"), gate.needs)
        yield from _of_conditions(("gate", number, "any_of"), gate.any_of)
    for number, other in enumerate(step.instead):
        yield from _of_conditions(("instead", number, "only_if"), other.only_if)
    if step.repeats and step.repeats.until:
        yield Mention(("repeats", "until"), step.repeats.until)
    if step.extension and step.extension.told_by:
        yield Mention(("extension", "told_by"), step.extension.told_by)


def _of_conditions(key: tuple[str | int, ...], conditions: Iterable[Condition]) -> Iterator[Mention]:
    for condition in conditions:
        yield Mention(key, condition.fact, condition.field)
        if condition.since:
            yield Mention(key, condition.since)
