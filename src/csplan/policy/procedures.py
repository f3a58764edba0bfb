"""Reads the [[procedure]] tables of an edition file."""

from collections.abc import Mapping
from typing import Any, Final

from csplan.core.deadline import count_parts
from csplan.core.duration import DEFAULT_COUNTING, Duration
from csplan.core.errors import BadDuration
from csplan.core.procedures.procedure import (
    BINDINGS,
    MUST,
    Extension,
    Gate,
    Judgement,
    NamedDate,
    OtherLimit,
    Procedure,
    Promise,
    Record,
    Repeat,
    Status,
    Step,
)
from csplan.policy.document import Table, note_error
from csplan.policy.edition_parts import parts
from csplan.policy.procedure_starts import conditions_of, numbered_limit, start_of

REPEATS_SINCE: Final = ("done", "due")
ANY_LIMIT: Final = Duration(1, "days")


def read_procedures(root: Table) -> tuple[Procedure, ...]:
    """The procedures of an edition file; each thing wrong with them is noted with file, line and remedy."""
    return parts(root, "procedure", _procedure_of)


def _procedure_of(table: Table) -> Procedure:
    steps = parts(table, "step", _step_of)
    if not steps:
        table.note("", "the procedure has no step", "add a [[procedure.step]]")
    return Procedure(
        id=table.text("id"),
        name=table.text("name"),
        opens_with=table.text("opens_with"),
        steps=steps,
        facts=table.texts("facts", ()),
        records=parts(table, "record", _record_of),
        statuses=parts(table, "status", _status_of),
        relations=table.texts("relations", ()),
        channels=table.texts("channels", ()),
        sentences=table.texts("sentences", ()),
        note=table.text("note", ""),
    )


def _step_of(table: Table) -> Step:
    step = Step(
        id=table.text("id"),
        name=table.text("name"),
        binding=table.choice("binding", BINDINGS, MUST),
        starts=start_of(table, "starts"),
        within=table.limit(),
        allowed=_allowed(table),
        only_if=conditions_of(table, "only_if"),
        **_plain(table),
        **_rules(table),
    )
    _check_whole(table, step)
    return step


def _plain(table: Table) -> dict[str, Any]:
    lists = {name: table.texts(name, ()) for name in _LISTS}
    texts = {name: table.text(name, "") for name in _TEXTS}
    return lists | texts | {name: table.yes(name, False) for name in _MARKS}


def _rules(table: Table) -> dict[str, Any]:
    return {
        "instead": parts(table, "instead", _other_limit_of),
        "gates": parts(table, "gate", _gate_of),
        "names": parts(table, "names", _named_date_of),
        "judgement": _judgement_of(table.table("judgement")),
        "repeats": _repeat_of(table.table("repeats")),
        "extension": _extension_of(table.table("extension")),
        "promise": _promise_of(table.table("promise")),
    }


_TEXTS: Final = ("starts_reading", "standard", "opens", "local", "note")
_MARKS: Final = ("delegate", "needs_start", "each", "closes")
_LISTS: Final = (
    "actor",
    "done_by",
    "not_done_by",
    "needs",
    "someone_else",
    "must_say",
    "letters",
    "to",
    "copies",
    "copies_if_named",
    "never_to",
    "may_not_act",
    "sentences",
)


def _check_whole(table: Table, step: Step) -> None:
    """Note what does not fit together within one step."""
    if not step.done_by and step.binding == MUST:
        table.note("", "nothing does the step", 'say what does it: done_by = ["letter sent"]')
    if not step.sentences and not step.local:
        remedy = "name its sentences, or say in local why it is here without one"
        table.note("", f"no sentence sets the step {step.id!r}", remedy)
    for fact in sorted({*step.done_by} & {*step.not_done_by}):
        table.note("not_done_by", f"{fact!r} both does the step and does not", "name it in one of the two lists")
    if step.each and step.repeats:
        table.note("each", "each and repeats are both set", "keep one: a round for each fact, or rounds in time")
    if step.repeats and step.within is None:
        table.note("repeats", "a step that repeats needs a limit", "give its limit in within")


def _record_of(table: Table) -> Record:
    return Record(table.text("fact"), table.texts("needs", ()), _allowed(table))


def _status_of(table: Table) -> Status:
    return Status(table.text("name"), conditions_of(table, "when"))


def _other_limit_of(table: Table) -> OtherLimit:
    return OtherLimit(conditions_of(table, "only_if"), numbered_limit(table, "within"))


def _gate_of(table: Table) -> Gate:
    gate = Gate(
        why=table.text("why"),
        needs=conditions_of(table, "needs"),
        any_of=conditions_of(table, "any_of"),
        done=table.texts("done", ()),
        settled=table.texts("settled", ()),
        sentence=table.text("sentence", ""),
    )
    if not (gate.needs or gate.any_of or gate.done or gate.settled):
        table.note("", "the gate never closes", "say in needs, any_of, done or settled what must be so first")
    return gate


def _judgement_of(table: Table | None) -> Judgement | None:
    if table is None:
        return None
    found = Judgement(table.text("fact"), table.text("field"), table.text("says", ""), table.texts("by", ()))
    table.finish()
    return found


def _repeat_of(table: Table | None) -> Repeat | None:
    if table is None:
        return None
    found = Repeat(table.choice("since", REPEATS_SINCE), table.text("until", ""))
    table.finish()
    return found


def _extension_of(table: Table | None) -> Extension | None:
    if table is None:
        return None
    found = Extension(
        fact=table.text("fact"),
        within=numbered_limit(table, "within"),
        by=table.texts("by", ()),
        needs=table.texts("needs", ()),
        told_by=table.text("told_by", ""),
        times=table.whole("times", 1),
    )
    table.finish()
    try:
        count_parts(ANY_LIMIT, DEFAULT_COUNTING, [(found.within.duration or ANY_LIMIT, found.within.counting)])
    except BadDuration as error:
        note_error(table, "within", error)
    return found


def _promise_of(table: Table | None) -> Promise | None:
    if table is None:
        return None
    found = Promise(table.text("fact"), table.text("field"), table.texts("needs", ()))
    table.finish()
    return found


def _named_date_of(table: Table) -> NamedDate:
    return NamedDate(table.text("field"), table.text("step"))


def _allowed(table: Table) -> Mapping[str, tuple[str, ...]]:
    values = table.table("allowed")
    return {name: values.texts(name) for name in values.data} if values else {}
