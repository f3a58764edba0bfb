"""Reads the parts of an edition file that every kind of policy has: roles, terms, citations, sentences, promises."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from csplan.core.duration import Limit
from csplan.core.edition import FORCES, Citation, Duty, Notice, Role, Sentence, Standard, Term
from csplan.policy.document import Table

LOCAL_AIM: Final = FORCES[-1]
LISTS: Final = ("not_met_by", "channels", "parties", "only_if", "takes_over", "unless", "also_starts")
Part = TypeVar("Part")


def parts(root: Table, name: str, part_of: Callable[[Table], Part]) -> tuple[Part, ...]:
    """What each [[name]] of a file says; keys that nobody asked for are noted."""
    found = []
    for table in root.tables(name):
        found.append(part_of(table))
        table.finish()
    return tuple(found)


def role_of(table: Table) -> Role:
    """The role of a [[role]]."""
    return Role(table.text("id"), table.text("name"), table.text("of", ""))


def term_of(table: Table) -> Term:
    """The word of a [[term]]."""
    return Term(table.text("word"), table.text("means"))


def citation_of(table: Table) -> Citation:
    """The cited document of a [[citation]]; without held it is taken to be here, and the checker looks for it."""
    return Citation(table.text("id"), table.text("title"), table.yes("held", True), table.text("note", ""))


def sentence_of(table: Table) -> Sentence:
    """The sentence of a [[sentence]]."""
    return Sentence(table.text("id"), table.text("says"), table.text("cite"))


def duty_of(table: Table) -> Duty:
    """The duty of a [[duty]]."""
    return Duty(
        id=table.text("id"),
        name=table.text("name"),
        sentence=table.text("sentence"),
        who=table.texts("who"),
        due=table.day("due", None),
        shown_by=table.texts("shown_by", ()),
    )


def notice_of(table: Table) -> Notice:
    """The notice of a [[notice]]."""
    return Notice(
        id=table.text("id"),
        name=table.text("name"),
        sentence=table.text("sentence"),
        to=table.text("to"),
        given_when=table.texts("given_when"),
        contains=table.texts("contains", ()),
    )


def standard_of(table: Table) -> Standard:
    """The standard of a [[standard]]."""
    lists: dict[str, Any] = {name: table.texts(name, ()) for name in LISTS}
    return Standard(
        id=table.text("id"),
        name=table.text("name"),
        force=table.choice("force", FORCES),
        sentence=_sentence(table),
        starts=_starts(table),
        met_by=_met_by(table),
        actor=table.text("actor", ""),
        within=_within(table),
        blank=table.text("blank", "") or None,
        federal=table.text("federal", "") or None,
        **lists,
    )


def _sentence(table: Table) -> str:
    """The sentence that promises it; an aim of an agency's own needs none."""
    return table.text("sentence", "") if table.data.get("force") == LOCAL_AIM else table.text("sentence")


def _starts(table: Table) -> str:
    if "starts" not in table:
        table.note("", "the standard has no trigger", 'say what starts it: starts = "call received"')
    return table.text("starts", "")


def _met_by(table: Table) -> tuple[str, ...]:
    found = table.texts("met_by", ())
    if not table.data.get("met_by"):
        table.note("", "nothing meets the standard", 'say what meets it: met_by = ["call returned"]')
    return found


def _within(table: Table) -> Limit | None:
    if ("within" in table) == ("blank" in table):
        both = "within" in table
        what = "the standard has both within and blank" if both else "the standard has neither within nor blank"
        table.note("", what, "give its limit in within, or in blank the id of the blank that a county fills")
    return table.limit()
