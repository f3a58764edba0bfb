"""Reads one edition of a policy from its file."""

from datetime import date
from typing import Any, Final

from csplan.core.edition import KINDS, NONE, NOT_STATED, Edition, Named
from csplan.policy.document import Document, Table
from csplan.policy.edition_parts import (
    citation_of,
    duty_of,
    notice_of,
    parts,
    role_of,
    sentence_of,
    standard_of,
    term_of,
)
from csplan.policy.models import read_model
from csplan.policy.procedures import read_procedures

ONGOING: Final = "ongoing"  # a disposal date that is printed as a word
_DATED: Final = ("issued", "revised", "reviewed", "effective", "disposal")


def read_edition(document: Document) -> Edition:
    """The edition that a document holds; each thing wrong with it is noted among the document's defects."""
    root = document.root
    edition = Edition(
        **_policy(_required_table(root, "policy")),
        **_edition(_required_table(root, "edition")),
        **_authority(root.table("authority")),
        **_parts(root),
        procedures=read_procedures(root),
        model=read_model(root),
        digest=document.digest,
        path=document.path,
    )
    root.finish()
    return edition


def _policy(table: Table) -> dict[str, Any]:
    found = {
        "policy": table.text("id"),
        "title": table.text("title"),
        "policy_number": table.text("number", NOT_STATED),
        "kind": table.choice("kind", KINDS),
        "issuer": table.texts("issuer"),
        "calendar": table.text("calendar", ""),
        "addressees": table.texts("addressees", ()),
        "contact": table.text("contact", ""),
    }
    table.finish()
    return found


def _edition(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {"number": table.text("number", NOT_STATED)}
    found |= {name: _day_or_word(table, name) for name in _DATED}
    found["cross_references"] = _names_or_word(table, "cross_references")
    in_force = _required_table(table, "in_force")
    found["in_force_from"] = in_force.day("from")
    found["in_force_to"] = in_force.day("to", None)
    if found["in_force_to"] and found["in_force_to"] < found["in_force_from"]:
        in_force.note("to", "in_force ends before it begins", "put the first day in from and the last day in to")
    in_force.finish()
    table.finish()
    return found


def _authority(table: Table | None) -> dict[str, Any]:
    if table is None:
        return {}
    found = {f"{name}_authority": _names_or_word(table, name) for name in ("federal", "state")}
    table.finish()
    return found


def _parts(root: Table) -> dict[str, Any]:
    return {
        "roles": parts(root, "role", role_of),
        "terms": parts(root, "term", term_of),
        "citations": parts(root, "citation", citation_of),
        "sentences": parts(root, "sentence", sentence_of),
        "standards": parts(root, "standard", standard_of),
        "duties": parts(root, "duty", duty_of),
        "notices": parts(root, "notice", notice_of),
    }


def _required_table(parent: Table, name: str) -> Table:
    """The table of that name; where it is missing, that is noted once and a table that notes nothing stands in."""
    table = parent.table(name)
    if table is not None:
        return table
    if name not in parent:
        wanted = f"[{name}]" if not parent.key else f"{name} = {{ from = 2023-03-29 }}"
        parent.note("", f"{name} is missing", f"add {wanted}")
    return Table(Document("", parent.document.path), (name,), {})


def _day_or_word(table: Table, name: str) -> date | str:
    if not isinstance(table.data.get(name), str):
        return table.day(name, NOT_STATED)
    words = (NONE, NOT_STATED, ONGOING) if name == "disposal" else (NONE, NOT_STATED)
    return table.choice(name, words)


def _names_or_word(table: Table, name: str) -> Named:
    if isinstance(table.data.get(name), str):
        return table.choice(name, (NONE, NOT_STATED))
    return table.texts(name, ()) or NOT_STATED
