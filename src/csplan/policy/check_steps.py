"""Checks the steps of procedures: ids, roles, sentences and letters that exist, and that each step can be reached."""

from collections.abc import Iterator
from pathlib import Path

from csplan.core.edition import Edition
from csplan.core.procedure import DONE, MISSED, Procedure, Step
from csplan.core.reach import circles, missing_facts, reachable_steps, starts_of
from csplan.policy.check_references import check_unique, note_unknown
from csplan.policy.document import Document
from csplan.policy.folder import LETTERS, beside
from csplan.policy.lines import Key


def check_steps(document: Document, edition: Edition, path: Path) -> None:
    """Note what an edition's procedures name and is not there, and steps that go in circles or cannot be reached."""
    letters = {letter.name.split(".")[0] for letter in beside(path, LETTERS).glob("*.md")}
    for index, procedure in enumerate(edition.procedures):
        key = ("procedure", index)
        for name, what, known in _names_of_procedure(procedure, edition):
            note_unknown(document, (*key, name), what, known)
        for number, step in enumerate(procedure.steps):
            _check_step(document, (*key, "step", number), step, procedure, edition, letters)
        check_unique(document, key, "step", [step.id for step in procedure.steps])
        _check_reach(document, key, procedure)
    check_unique(document, (), "procedure", [procedure.id for procedure in edition.procedures])


def _names_of_procedure(procedure: Procedure, edition: Edition) -> Iterator[tuple[str, str, list[str]]]:
    sentences = [sentence.id for sentence in edition.sentences]
    for sentence in procedure.sentences:
        if sentence not in sentences:
            yield "sentences", f"the sentence {sentence!r} is not in this file", sentences


def _check_step(
    document: Document, key: Key, step: Step, procedure: Procedure, edition: Edition, letters: set[str]
) -> None:
    if step.within and step.starts is None:
        document.note(key, f"nothing starts the limit of the step {step.id!r}", "say in starts what starts it")
    for name, what, known in _names_of_step(step, procedure, edition):
        note_unknown(document, (*key, name), what, known)
    for letter in step.letters:
        if letter not in letters:
            remedy = f"write it as {LETTERS}/{letter}.en.md beside the policy's folder"
            document.note((*key, "letters"), f"the letter {letter!r} is missing", remedy)


def _names_of_step(step: Step, procedure: Procedure, edition: Edition) -> Iterator[tuple[str, str, list[str]]]:
    roles = [role.id for role in edition.roles]
    sentences = [sentence.id for sentence in edition.sentences]
    steps = [each.id for each in procedure.steps]
    judges = step.judgement.by if step.judgement else ()
    extenders = step.extension.by if step.extension else ()
    for name, used in (("actor", step.actor), ("judgement", judges), ("extension", extenders)):
        yield from ((name, f"the role {each!r} is not in this file", roles) for each in used if each not in roles)
    quoted = [("sentences", each) for each in step.sentences] + [("gate", each.sentence) for each in step.gates]
    for name, each in quoted:
        if each and each not in sentences:
            yield name, f"the sentence {each!r} is not in this file", sentences
    for name, each in _steps_named(step):
        if each not in steps:
            yield name, f"the step {each!r} is not in this procedure", steps
    procedures = [each.id for each in edition.procedures]
    if step.opens and step.opens not in procedures:
        yield "opens", f"the procedure {step.opens!r} is not in this file", procedures


def _steps_named(step: Step) -> Iterator[tuple[str, str]]:
    for start in starts_of(step):
        if start.kind in (DONE, MISSED):
            yield "starts", start.name
    for gate in step.gates:
        yield from (("gate", each) for each in (*gate.done, *gate.settled))
    yield from (("names", named.step) for named in step.names)


def _check_reach(document: Document, key: Key, procedure: Procedure) -> None:
    """Note each circle at its first step, and each step that waits for a fact that nothing records.

    A step that cannot be reached because another cannot is noted only where that other is not.
    """
    number = {step.id: index for index, step in enumerate(procedure.steps)}
    before = len(document.defects)
    for circle in circles(procedure):
        what = f"the steps wait for one another in a circle: {' -> '.join((*circle, circle[0]))}"
        document.note((*key, "step", number[circle[0]]), what, "let one of them start from a fact")
    lost = [step for step in procedure.steps if step.id not in reachable_steps(procedure)]
    for step in lost:
        for fact in missing_facts(step, procedure):
            what = f"the step {step.id!r} can never be reached: nothing records the fact {fact!r}"
            document.note((*key, "step", number[step.id]), what, "list it in the procedure's facts, or mend its name")
    if lost and len(document.defects) == before and not _dangling(procedure):
        what = f"the step {lost[0].id!r} can never be reached"
        document.note((*key, "step", number[lost[0].id]), what, "let it start from a fact that can happen")


def _dangling(procedure: Procedure) -> bool:
    steps = {step.id for step in procedure.steps}
    return any(name not in steps for step in procedure.steps for _, name in _steps_named(step))
