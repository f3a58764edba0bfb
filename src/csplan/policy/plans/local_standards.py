"""Reads the standards that a county adds to its plan: [[local_standard]]."""

from csplan.core.duration import Limit
from csplan.core.edition import Edition, Standard
from csplan.core.plans.findings import Place
from csplan.core.plans.plan import LocalStandard
from csplan.policy.document import Table
from csplan.policy.plans.answers import place_defects
from csplan.policy.plans.suggestions import suggestion

FORCES = ("agency promise", "local aim")


def read_local_standards(root: Table, edition: Edition) -> tuple[LocalStandard, ...]:
    """The county's own standards; each needs an id of its own, a section of the model, a trigger and a limit."""
    taken = {standard.id for standard in edition.standards}
    found = []
    for table in root.tables("local_standard"):
        before = len(root.document.defects)
        local = _local_standard(table, edition)
        if local.standard.id in taken:
            table.note("id", f"the id {local.standard.id!r} is taken", "give the standard an id of its own")
        taken.add(local.standard.id)
        if place_defects(root.document, before, Place(local.section, local.standard.name, local.standard.id)):
            found.append(local)
    return tuple(found)


def _local_standard(table: Table, edition: Edition) -> LocalStandard:
    says = table.text("says")
    local = LocalStandard(_standard(table, says), _section(table, edition), says)
    table.finish()
    return local


def _standard(table: Table, says: str) -> Standard:
    return Standard(
        id=table.text("id"),
        name=table.text("name", says),
        force=table.choice("force", FORCES, FORCES[0]),
        sentence=table.text("id"),
        starts=table.text("starts"),
        also_starts=table.texts("also_starts", ()),
        met_by=table.texts("met_by"),
        not_met_by=table.texts("not_met_by", ()),
        actor=table.text("role", ""),
        channels=table.texts("channels", ()),
        parties=table.texts("parties", ()),
        within=_within(table),
        federal=table.text("federal", "") or None,
    )


def _within(table: Table) -> Limit | None:
    limit = table.limit()
    if limit is None:
        table.note("", "within is missing", 'add within = { n = 10, unit = "minutes" }')
    elif limit.duration and limit.duration.n < 0:
        table.note("within", f"a time limit is {limit.duration.n}", "write 0 or more")
    return limit


def _section(table: Table, edition: Edition) -> str:
    """The title of the section whose id or title the standard names."""
    name = table.text("section")
    sections = edition.model.sections if edition.model else ()
    for section in sections:
        if name in (section.id, section.title):
            return section.title
    if name:
        table.note("section", f"the model has no section {name!r}", suggestion(name, [each.id for each in sections]))
    return name
