"""An edition in words, for a reader: header, standards, steps with limits and quoted sentences, roles, citations."""

from collections.abc import Iterable, Iterator
from typing import Final

from csplan.core.edition import Citation, Edition
from csplan.policy.comparable import RESTS_ON, Thing, Value, header_fields, things_of

_QUIET: Final = ("name", "title")


def edition_in_words(edition: Edition) -> str:
    """The whole edition as text, section by section."""
    things = list(things_of(edition))
    says = {sentence.id: f'"{sentence.says}" ({sentence.cite})' for sentence in edition.sentences}
    quoted = _quoted_by(edition)
    lines = [*_head(edition), *_promises(things, says, quoted), *_procedures(edition, things, says)]
    lines += _list("Roles", (f"{role.id}: {role.name}{f', {role.of}' if role.of else ''}" for role in edition.roles))
    lines += _list("Words", (f"{term.word}: {term.means}" for term in edition.terms))
    lines += _list("Documents cited and held", (each.title for each in edition.citations if each.held))
    lines += _list("Documents cited, not held", (_not_held(each.title, each.note) for each in _unheld(edition)))
    lines += _list("Form", _form(edition))
    lines += _list("Further sentences", (says[each] for each in says if each not in _used(edition, quoted)))
    return "\n".join(lines)


def _head(edition: Edition) -> Iterator[str]:
    yield f"{edition.policy}: {edition.title}"
    until = f"to {edition.in_force_to}" if edition.in_force_to else "and still in force"
    yield f"This text is in force from {edition.in_force_from} {until}. Its SHA-256 is {edition.digest}."
    yield ""
    for name, value in header_fields(edition).items():
        if value and name not in _QUIET:
            yield f"{name[0].upper()}{name[1:]}: {_text(value)}"


def _promises(things: list[Thing], says: dict[str, str], quoted: dict[tuple[str, str], str]) -> Iterator[str]:
    for kind, heading in (("standard", "Standards"), ("duty", "Duties"), ("notice", "Notices")):
        found = [thing for thing in things if thing.kind == kind]
        if found:
            yield from ("", heading)
        for thing in found:
            yield from _thing(f"{thing.id}: {thing.name}", thing)
            yield from _quotes([quoted[kind, thing.id]], says)


def _procedures(edition: Edition, things: list[Thing], says: dict[str, str]) -> Iterator[str]:
    wholes = {thing.id: thing for thing in things if thing.kind == "procedure"}
    for procedure in edition.procedures:
        yield ""
        yield from _thing(f"Procedure {procedure.id}: {procedure.name}", wholes[procedure.id], indent="")
        yield from _quotes(procedure.sentences, says)
        steps = {thing.id: thing for thing in things if thing.kind == "step" and thing.where == procedure.id}
        for number, step in enumerate(procedure.steps, start=1):
            yield from _thing(f"{number}. {step.id}: {step.name}", steps[step.id])
            yield from _quotes(step.sentences, says)


def _thing(heading: str, thing: Thing, indent: str = "  ") -> Iterator[str]:
    yield f"{indent}{heading}"
    for name, value in thing.fields.items():
        if value and name != RESTS_ON:
            yield f"    {name}: {_text(value)}"


def _quotes(ids: Iterable[str], says: dict[str, str]) -> Iterator[str]:
    for sentence in ids:
        if sentence in says:
            yield f"    {says[sentence]}"


def _quoted_by(edition: Edition) -> dict[tuple[str, str], str]:
    """The id of the sentence that each standard, duty and notice rests on, by kind and id."""
    found = {("standard", each.id): each.sentence for each in edition.standards}
    found |= {("duty", each.id): each.sentence for each in edition.duties}
    return found | {("notice", each.id): each.sentence for each in edition.notices}


def _used(edition: Edition, quoted: dict[tuple[str, str], str]) -> set[str]:
    """The ids of the sentences that stand beside a promise, a procedure or a step."""
    used = set(quoted.values())
    for procedure in edition.procedures:
        used |= {*procedure.sentences, *(sentence for step in procedure.steps for sentence in step.sentences)}
    return used


def _text(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _unheld(edition: Edition) -> Iterator[Citation]:
    return (citation for citation in edition.citations if not citation.held)


def _not_held(title: str, note: str) -> str:
    return f"{title} (not on file{f': {note}' if note else ''})"


def _form(edition: Edition) -> Iterator[str]:
    for section in edition.model.sections if edition.model else ():
        yield f"{section.title}: {len(section.elements)} elements"


def _list(heading: str, items: Iterable[str]) -> list[str]:
    told = [f"  {item}" for item in items]
    return ["", heading, *told] if told else []
