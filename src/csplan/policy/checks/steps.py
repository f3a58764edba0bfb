"""Checks the steps of procedures: ids, roles, sentences and letters that exist, and that each step can be reached."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from csplan.core.edition import Edition
from csplan.core.procedures.facts import mentions, recorded_facts, recorded_fields, starts_of
from csplan.core.procedures.procedure import OF_STEPS, Procedure, Step
from csplan.core.procedures.reach import circles, reachable_steps
from csplan.policy.checks.references import Named, check_names, check_unique
from csplan.policy.document import Document
from csplan.policy.folder import LETTERS, beside
from csplan.policy.lines import Key


def check_steps(document: Document, edition: Edition, path: Path) -> None:
    """Note what an edition's procedures name and is not there, and steps that go in circles or cannot be reached."""
    letters = {letter.name.split(".")[0] for letter in beside(path, LETTERS).glob("*.md")}
    sentences = [sentence.id for sentence in edition.sentences]
    for index, procedure in enumerate(edition.procedures):
        key = ("procedure", index)
        quoted = [((*key, "sentences"), sentence) for sentence in procedure.sentences]
        check_names(document, quoted, sentences, "sentence")
        for number, step in enumerate(procedure.steps):
            _check_step(document, (*key, "step", number), step, letters)
            _check_names(document, (*key, "step", number), step, procedure, edition)
        check_unique(document, key, "step", [step.id for step in procedure.steps])
        _check_reach(document, key, procedure)
    check_unique(document, (), "procedure", [procedure.id for procedure in edition.procedures])


def _check_step(document: Document, key: Key, step: Step, letters: set[str]) -> None:
    if step.within and step.starts is None:
        document.note(key, f"nothing starts the limit of the step {step.id!r}", "say in starts what starts it")
    for letter in step.letters:
        if letter not in letters:
            remedy = f"write it as {LETTERS}/{letter}.en.md beside the policy's folder"
            document.note((*key, "letters"), f"the letter {letter!r} is missing", remedy)


def _check_names(document: Document, key: Key, step: Step, procedure: Procedure, edition: Edition) -> None:
    named = (
        ("role", _roles_named(step), [role.id for role in edition.roles]),
        ("sentence", _sentences_named(step), [sentence.id for sentence in edition.sentences]),
        ("step", _steps_named(step), [each.id for each in procedure.steps]),
        ("procedure", [(("opens",), step.opens)], [each.id for each in edition.procedures]),
    )
    for kind, names, known in named:
        check_names(document, [((*key, *where), name) for where, name in names], known, kind)


def _roles_named(step: Step) -> Iterator[Named]:
    yield from ((("actor",), role) for role in step.actor)
    yield from ((("judgement",), role) for role in (step.judgement.by if step.judgement else ()))
    yield from ((("extension",), role) for role in (step.extension.by if step.extension else ()))


def _sentences_named(step: Step) -> Iterator[Named]:
    yield from ((("sentences",), sentence) for sentence in step.sentences)
    yield from ((("gate", number, "sentence"), gate.sentence) for number, gate in enumerate(step.gates))


def _steps_named(step: Step) -> Iterator[Named]:
    """Each other step that a step names, and the key by which it does."""
    for start in starts_of(step):
        if start.kind in OF_STEPS:
            yield ("starts",), start.name
    for number, gate in enumerate(step.gates):
        yield from ((("gate", number, "done"), each) for each in gate.done)
        yield from ((("gate", number, "settled"), each) for each in gate.settled)
    yield from ((("names", number, "step"), named.step) for number, named in enumerate(step.names))


def _check_facts(document: Document, key: Key, procedure: Procedure) -> None:
    """Note each fact, and each field of a fact, that the procedure mentions and that nothing records."""
    facts, fields = recorded_facts(procedure), recorded_fields(procedure)
    for each in dict.fromkeys(mentions(procedure)):
        where = (*key, *each.key)
        if each.fact not in facts:
            remedy = _nearest(each.fact, facts) or "list it in the procedure's facts, or mend its name"
            document.note(where, f"nothing records the fact {each.fact!r}", remedy)
        elif each.field and each.field not in fields[each.fact]:
            remedy = _nearest(each.field, fields[each.fact]) or "list it in needs, where the fact is recorded"
            document.note(where, f"nothing records the field {each.field!r} of the fact {each.fact!r}", remedy)


def _nearest(name: str, known: set[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def _check_reach(document: Document, key: Key, procedure: Procedure) -> None:
    """Note each circle at its first step; where nothing else is wrong, the first step that cannot be reached."""
    number = {step.id: index for index, step in enumerate(procedure.steps)}
    before = len(document.defects)
    _check_facts(document, key, procedure)
    for circle in circles(procedure):
        what = f"the steps wait for one another in a circle: {' -> '.join((*circle, circle[0]))}"
        document.note((*key, "step", number[circle[0]]), what, "let one of them start from a fact")
    reached = reachable_steps(procedure)
    lost = [step.id for step in procedure.steps if step.id not in reached]
    if lost and len(document.defects) == before and not _dangling(procedure):
        what = f"the step {lost[0]!r} can never be reached"
        document.note((*key, "step", number[lost[0]]), what, "let it start from a fact that can happen")


def _dangling(procedure: Procedure) -> bool:
    steps = {step.id for step in procedure.steps}
    return any(name not in steps for step in procedure.steps for _, name in _steps_named(step))
