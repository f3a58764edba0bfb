"""An edition as things that can be compared: each with an id, a name, and its fields in words, or in lists of words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from csplan.core.duration import Counting, Limit
from csplan.core.edition import Edition, Standard
from csplan.core.procedures.condition import Condition
from csplan.core.procedures.procedure import Procedure, Step
from csplan.core.procedures.words import limit_in_words, start_in_words

HEADER: Final = "header"
LIMIT: Final = "limit"  # the field that holds a time limit
LETTERS: Final = "letters"  # the field that holds the letters of a step
READING: Final = "our reading of its start"
RESTS_ON: Final = "rests on"  # the field that holds the ids of sentences
NOTES: Final = (READING, "local", "note")  # fields in our own words, no source's

Value = str | tuple[str, ...]  # what a field says; empty where it says nothing
Names = Mapping[str, str]  # roles by id


@dataclass(frozen=True, slots=True)
class Thing:
    """One part of an edition. where names what it stands in ("formal" for a step of that procedure)."""

    kind: str  # "standard", "step", "role", "header" ...
    id: str
    name: str
    fields: Mapping[str, Value]
    where: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What two editions have in common where they have the same part."""
        return self.kind, self.where, self.id


def things_of(edition: Edition, roles: Names | None = None) -> Iterator[Thing]:
    """Each part of an edition, in the order of the file, the header last. Roles are called by their names."""
    names = roles or role_names(edition)
    yield from (_standard(standard, names) for standard in edition.standards)
    yield from _procedures(edition, names)
    yield from _duties(edition, names)
    yield from (Thing("role", role.id, role.name, {"of": role.of}) for role in edition.roles)
    yield from (Thing("term", term.word, term.word, {"meaning": term.means}) for term in edition.terms)
    for citation in edition.citations:
        yield Thing(
            "citation",
            citation.id,
            citation.title,
            {"title": citation.title, "held": "held" if citation.held else "not held"},
        )
    yield from (Thing("sentence", each.id, each.id, {"words": each.says}) for each in edition.sentences)
    for section, each in edition.model.elements() if edition.model else ():
        yield Thing("element", each.id, each.name, {"text": each.text}, section.id)
    yield Thing(HEADER, "", "header", header_fields(edition))


def role_names(edition: Edition) -> dict[str, str]:
    """The names of an edition's roles, by id."""
    return {role.id: role.name for role in edition.roles}


def header_fields(edition: Edition) -> dict[str, Value]:
    """What the head of an edition says, in words; "none" and "not stated" stay apart."""
    return {
        "title": edition.title,
        "issuer": edition.issuer,
        "policy number": edition.policy_number,
        "version number": edition.number,
        "issued": str(edition.issued),
        "last revised": str(edition.revised),
        "last reviewed": str(edition.reviewed),
        "effective date of the policy": str(edition.effective),
        "disposal date": str(edition.disposal),
        "cross reference": edition.cross_references,
        "federal authority": edition.federal_authority,
        "State authority": edition.state_authority,
        "calendar": edition.calendar,
        "addressees": edition.addressees,
        "contact": edition.contact,
    }


def full_limit_in_words(limit: Limit | None) -> str:
    """A limit in words, with the counting options that it sets: "5 days (end_roll next-open-day)"."""
    if limit is None:
        return limit_in_words(limit)
    options = {name: getattr(limit.counting, name) for name in Counting.__slots__}
    told = ", ".join(f"{name} {value}" for name, value in options.items() if value)
    return f"{limit_in_words(limit)} ({told})" if told else limit_in_words(limit)


def _standard(standard: Standard, roles: Names) -> Thing:
    limit = f"as the plan fills {standard.blank}" if standard.blank else full_limit_in_words(standard.within)
    fields: dict[str, Value] = {
        LIMIT: limit,
        "read otherwise": _readings(standard.within),
        "force": standard.force,
        "starts": standard.start_in_words,
        "met by": standard.met_by,
        "not met by": standard.not_met_by,
        "actor": _named([standard.actor], roles),
        "channels": standard.channels,
        "parties": standard.parties,
        "federal limit": standard.federal or "",
        "only if": standard.only_if,
        "takes over": standard.takes_over,
        "takes over unless": standard.unless,
        RESTS_ON: standard.sentence,
    }
    return Thing("standard", standard.id, standard.name, fields)


def _procedures(edition: Edition, roles: Names) -> Iterator[Thing]:
    for procedure in edition.procedures:
        yield Thing("procedure", procedure.id, procedure.name, _procedure(procedure))
        yield from (_step(step, procedure, roles) for step in procedure.steps)


def _procedure(procedure: Procedure) -> dict[str, Value]:
    return {
        "opens with": procedure.opens_with,
        "other facts": procedure.facts,
        "must be recorded": tuple(f"{', '.join(each.needs)} with {each.fact}" for each in procedure.records),
        "statuses": tuple(status.name for status in procedure.statuses),
        "relations": procedure.relations,
        "channels": procedure.channels,
        RESTS_ON: procedure.sentences,
        "note": procedure.note,
    }


def _step(step: Step, procedure: Procedure, roles: Names) -> Thing:
    fields = {**_times_of(step), **_people_of(step, roles), **_doing_of(step)}
    return Thing("step", step.id, step.name, fields, procedure.id)


def _times_of(step: Step) -> dict[str, Value]:
    instead = (f"{full_limit_in_words(each.within)} if {_and(each.only_if)}" for each in step.instead)
    more, promise, repeats = step.extension, step.promise, step.repeats
    return {
        LIMIT: full_limit_in_words(step.within),
        "read otherwise": _readings(step.within),
        "other limits": tuple(instead),
        "needed": f'"{step.judgement.says or step.judgement.fact}"' if step.judgement else "",
        "starts": start_in_words(step.starts),
        READING: step.starts_reading,
        "a round for each start": _yes(step.each),
        "repeats": f"since {repeats.since}, until {repeats.until or 'the matter ends'}" if repeats else "",
        "extension": f"{full_limit_in_words(more.within)}, {more.times} times, by {more.fact}" if more else "",
        "promise of a later date": f"{promise.field} of {promise.fact}" if promise else "",
        "names a date": tuple(f"{named.field} of {named.step}" for named in step.names),
    }


def _people_of(step: Step, roles: Names) -> dict[str, Value]:
    judges, extenders = step.judgement, step.extension
    return {
        "actor": _named(step.actor, roles),
        "delegate": "may act in the actor's place" if step.delegate else "",
        "judged by": _named(judges.by if judges else (), roles),
        "extended by": _named(extenders.by if extenders else (), roles),
        "to": _named(step.to, roles),
        "copies": _named([*step.copies, *step.copies_if_named], roles),
        "never to": _named(step.never_to, roles),
        "may not act": _named(step.may_not_act, roles),
        "somebody else": step.someone_else,
    }


def _doing_of(step: Step) -> dict[str, Value]:
    return {
        "binding": step.binding,
        "done by": step.done_by,
        "not done by": step.not_done_by,
        "must record": step.needs,
        "values allowed": tuple(f"{name}: {', '.join(values)}" for name, values in step.allowed.items()),
        "must say": step.must_say,
        LETTERS: step.letters,
        "only if": tuple(map(str, step.only_if)),
        "waits while": tuple(gate.why for gate in step.gates),
        "must have started": _yes(step.needs_start),
        "opens": step.opens,
        "closes the matter": _yes(step.closes),
        "measured as": step.standard,
        RESTS_ON: step.sentences,
        "local": step.local,
        "note": step.note,
    }


def _duties(edition: Edition, roles: Names) -> Iterator[Thing]:
    for duty in edition.duties:
        due = str(duty.due) if duty.due else "no date stated"
        fields: dict[str, Value] = {"who": _named(duty.who, roles), "due": due, "shown by": duty.shown_by}
        yield Thing("duty", duty.id, duty.name, fields | {RESTS_ON: duty.sentence})
    for notice in edition.notices:
        told: dict[str, Value] = {"to": _named([notice.to], roles), "given when": notice.given_when}
        yield Thing("notice", notice.id, notice.name, told | {"contains": notice.contains, RESTS_ON: notice.sentence})


def _named(ids: Iterable[str], roles: Names) -> tuple[str, ...]:
    return tuple(roles.get(each, each) for each in ids if each)


def _readings(limit: Limit | None) -> tuple[str, ...]:
    return tuple(f"{each.name}: {each.duration}" for each in (limit.readings if limit else ()))


def _and(conditions: Iterable[Condition]) -> str:
    return " and ".join(map(str, conditions))


def _yes(value: bool) -> str:
    return "yes" if value else ""
