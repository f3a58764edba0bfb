"""Why a record does not do a step: who acted, what the record lacks, where it would go."""

from collections.abc import Iterator, Mapping

from csplan.core.procedures.matter import Actor, Fact, Matter
from csplan.core.procedures.procedure import Step


def record_reasons(step: Step, fact: Fact, matter: Matter) -> list[str]:
    """Why this record does not do the step, whatever else is known of the matter; empty where it does."""
    return [
        *_fact_reasons(step, fact),
        *_actor_reasons(step, fact.by, matter),
        *lacking(fact, step.needs, step.allowed),
        *_named_person_reasons(step, fact),
        *_target_reasons(step, fact, matter),
        *_passage_reasons(step, fact),
    ]


def lacking(fact: Fact, needs: tuple[str, ...], allowed: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What the record of a fact leaves out, or says that it may not say."""
    missing = [f"{name} is not recorded; fill it in" for name in needs if not fact.said(name)]
    wrong = [
        f"{name} is {fact.said(name)!r}; use one of: {', '.join(values)}"
        for name, values in allowed.items()
        if fact.said(name) and fact.said(name) not in values
    ]
    return missing + wrong


def acted_as(step: Step, actor: Actor) -> str:
    """Who acted on whose behalf, in words; "" where the actor holds the role."""
    if not actor.for_whom:
        return ""
    named = "" if step.delegate else "; the text names no delegate for this step"
    return f"by {actor.name} for {actor.for_whom}{named}"


def _fact_reasons(step: Step, fact: Fact) -> Iterator[str]:
    if fact.name in step.not_done_by:
        yield f"{fact.name!r} does not do this step; it takes: {' or '.join(step.done_by)}"
    elif fact.name not in step.done_by:
        yield f"{fact.name!r} is no act of this step; it takes: {' or '.join(step.done_by) or 'nothing'}"


def _actor_reasons(step: Step, actor: Actor, matter: Matter) -> Iterator[str]:
    if step.actor and actor.role and actor.role not in step.actor:
        yield f"{actor.role} may not do this; it is for {' or '.join(step.actor)}"
    if actor.for_whom and actor.name not in matter.delegates.get(actor.role, ()):
        yield f"no delegation of {actor.role} to {actor.name} is recorded; record it first"
    for relation in matter.relations(actor.name):
        if relation in step.may_not_act:
            yield f"{actor.name} is the {relation} and may not do this; choose somebody else"


def _named_person_reasons(step: Step, fact: Fact) -> Iterator[str]:
    for name in step.someone_else:
        if fact.said(name) and fact.said(name) == fact.by.name:
            yield f"{name} is {fact.by.name}, who acts; name another person"


def _target_reasons(step: Step, fact: Fact, matter: Matter) -> Iterator[str]:
    target = fact.said("to")
    for never in step.never_to:
        if target and (target == never or target in matter.people.get(never, ())):
            who = target if target == never else f"{target}, the {never}"
            yield f"this may not go to {who}; send it to {' or '.join(step.to) or 'somebody else'}"


def _passage_reasons(step: Step, fact: Fact) -> Iterator[str]:
    said = _folded(fact.said("text"))
    for passage in step.must_say:
        if _folded(passage) not in said:
            yield f"the letter does not say {passage!r}; put the passage back"


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
