"""An edition as things that can be compared: each with an id, a name, and its fields in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from csplan.core.duration import Counting, Limit
from csplan.core.edition import Edition, Named, Standard
from csplan.core.procedure import Gate, Judgement, Procedure, Step
from csplan.core.procedure_words import limit_in_words, start_in_words

HEADER: Final = "header"
LIMIT: Final = "limit"  # the field that holds a time limit
LETTERS: Final = "letters"  # the field that holds the letters of a step


@dataclass(frozen=True, slots=True)
class Thing:
    """One part of an edition. where names what it stands in ("formal" for a step of that procedure)."""

    kind: str  # "standard", "step", "role", "header" ...
    id: str
    name: str
    fields: Mapping[str, str]
    where: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What two editions have in common where they have the same part."""
        return self.kind, self.where, self.id


def things_of(edition: Edition) -> Iterator[Thing]:
    """Each part of an edition, in the order of the file, the header last."""
    roles = {role.id: role.name for role in edition.roles}
    yield from (_standard(standard, roles) for standard in edition.standards)
    for procedure in edition.procedures:
        yield Thing("procedure", procedure.id, procedure.name, _procedure(procedure))
        yield from (_step(step, procedure, roles) for step in procedure.steps)
    for duty in edition.duties:
        due = str(duty.due) if duty.due else "no date stated"
        yield Thing(
            "duty", duty.id, duty.name, {"who": _names(duty.who, roles), "due": due, "shown by": _list(duty.shown_by)}
        )
    for notice in edition.notices:
        given = {
            "to": _names([notice.to], roles),
            "given when": _list(notice.given_when),
            "contains": _list(notice.contains),
        }
        yield Thing("notice", notice.id, notice.name, given)
    yield from (Thing("role", role.id, role.name, {"name": role.name, "of": role.of}) for role in edition.roles)
    yield from (Thing("term", term.word, term.word, {"meaning": term.means}) for term in edition.terms)
    for citation in edition.citations:
        yield Thing("citation", citation.id, citation.title, {"title": citation.title, "held": _yes(citation.held)})
    yield from (Thing("sentence", each.id, each.id, {"words": each.says}) for each in edition.sentences)
    yield from _model(edition)
    yield Thing(HEADER, "", "header", header_fields(edition))


def header_fields(edition: Edition) -> dict[str, str]:
    """What the head of an edition says, in words; "none" and "not stated" stay apart."""
    return {
        "title": edition.title,
        "issuer": _list(edition.issuer),
        "policy number": edition.policy_number,
        "version number": edition.number,
        "issued": str(edition.issued),
        "last revised": str(edition.revised),
        "last reviewed": str(edition.reviewed),
        "effective date of the policy": str(edition.effective),
        "disposal date": str(edition.disposal),
        "cross reference": _named(edition.cross_references),
        "federal authority": _named(edition.federal_authority),
        "State authority": _named(edition.state_authority),
        "calendar": edition.calendar,
        "addressees": _list(edition.addressees),
        "contact": edition.contact,
    }


def full_limit_in_words(limit: Limit | None) -> str:
    """A limit in words, with the counting options that it sets: "5 days (end_roll next-open-day)"."""
    if limit is None:
        return limit_in_words(limit)
    options = {name: getattr(limit.counting, name) for name in Counting.__slots__}
    told = ", ".join(f"{name} {value}" for name, value in options.items() if value)
    return f"{limit_in_words(limit)} ({told})" if told else limit_in_words(limit)


def _standard(standard: Standard, roles: Mapping[str, str]) -> Thing:
    limit = f"as the plan fills {standard.blank}" if standard.blank else full_limit_in_words(standard.within)
    fields = {
        LIMIT: limit,
        "force": standard.force,
        "starts": standard.starts,
        "met by": _list(standard.met_by),
        "not met by": _list(standard.not_met_by),
        "actor": _names([standard.actor], roles),
        "channels": _list(standard.channels),
        "parties": _list(standard.parties),
        "federal limit": standard.federal or "",
        "only if": _list(standard.only_if),
    }
    return Thing("standard", standard.id, standard.name, fields)


def _procedure(procedure: Procedure) -> dict[str, str]:
    return {"opens with": procedure.opens_with, "channels": _list(procedure.channels), "note": procedure.note}


def _step(step: Step, procedure: Procedure, roles: Mapping[str, str]) -> Thing:
    fields = {
        LIMIT: full_limit_in_words(step.within),
        "actor": _names(step.actor, roles),
        "delegate": "may act" if step.delegate else "",
        "binding": step.binding,
        "starts": start_in_words(step.starts),
        "done by": _list(step.done_by),
        "not done by": _list(step.not_done_by),
        "must record": _list(step.needs),
        LETTERS: _list(step.letters),
        "to": _names(step.to, roles),
        "copies": _names([*step.copies, *step.copies_if_named], roles),
        "only if": "; ".join(map(str, step.only_if)),
        "judgement": judgement_in_words(step.judgement),
        "before it": "; ".join(gate_in_words(gate) for gate in step.gates),
        "closes the matter": "yes" if step.closes else "",
    }
    return Thing("step", step.id, step.name, fields, procedure.id)


def judgement_in_words(judgement: Judgement | None) -> str:
    """Whose judgement makes a step needed, in the source's words where it has them."""
    if judgement is None:
        return ""
    return f'"{judgement.says}"' if judgement.says else judgement.fact


def gate_in_words(gate: Gate) -> str:
    """Why a step may have to wait."""
    return gate.why


def _model(edition: Edition) -> Iterator[Thing]:
    if edition.model is None:
        return
    for section, element in edition.model.elements():
        yield Thing("element", element.id, element.name, {"text": element.text}, section.id)


def _list(items: Iterable[str]) -> str:
    return "; ".join(items)


def _names(ids: Iterable[str], roles: Mapping[str, str]) -> str:
    return "; ".join(roles.get(each, each) for each in ids)


def _named(value: Named) -> str:
    return value if isinstance(value, str) else _list(value)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
