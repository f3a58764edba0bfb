"""Reads the form of a model plan from an edition file: [model], [[section]], [[contradiction]], [[comparison]]."""

from csplan.core.duration import UNITS, parse_duration
from csplan.core.errors import BadDuration
from csplan.core.plans.model import (
    AUDIENCES,
    BLANK_KINDS,
    COUNTY_PRACTICE,
    NEEDS,
    RULES,
    Blank,
    Comparison,
    Contradiction,
    Element,
    Model,
    Section,
)
from csplan.core.plans.plan import PLACE
from csplan.policy.document import Table

LEVELS = 3


def read_model(root: Table) -> Model | None:
    """The form of an edition, None where the file has no [[section]]; its defects are noted in the document."""
    sections = tuple(_section(table) for table in root.tables("section"))
    contradictions = tuple(_contradiction(table) for table in root.tables("contradiction"))
    comparisons = tuple(_comparison(table) for table in root.tables("comparison"))
    head = root.table("model")
    if head is None:
        if sections:
            root.note("section", "the file has sections but no [model]", "add [model]")
        return None
    model = _model(head, sections, contradictions, comparisons)
    _check_references(root, model)
    return model


def _model(
    head: Table,
    sections: tuple[Section, ...],
    contradictions: tuple[Contradiction, ...],
    comparisons: tuple[Comparison, ...],
) -> Model:
    model = Model(
        sections,
        contradictions,
        comparisons,
        placeholders=head.texts("placeholders", ()),
        agency=head.text("agency", ""),
        hours=head.texts("hours", ()),
        notice=head.text("notice", ""),
        no_procedure=head.text("no_procedure", ""),
    )
    head.finish()
    return model


def _section(table: Table) -> Section:
    title = table.text("title")
    section = Section(
        table.text("id"), title, table.text("heading", ""), tuple(_element(each) for each in table.tables("element"))
    )
    if not section.elements:
        table.note("", f"section {section.id!r} has no element", "add [[section.element]] below it")
    table.finish()
    return section


def _element(table: Table) -> Element:
    element = Element(
        id=table.text("id"),
        name=table.text("name"),
        text=table.text("text"),
        filled=table.text("filled", ""),
        level=table.whole("level", 0),
        authority=table.text("authority", COUNTY_PRACTICE),
        audience=_audience(table),
        printed=table.yes("printed", True),
        instruction=table.yes("instruction", False),
        may_be_na=table.yes("may_be_na", False),
        omit_unanswered=table.yes("omit_unanswered", False),
        blanks=tuple(_blank(each) for each in table.tables("blank")),
    )
    if not 0 <= element.level < LEVELS:
        table.note("level", f"level is {element.level}", f"use 0 to {LEVELS - 1}")
    table.finish()
    return element


def _audience(table: Table) -> tuple[str, ...]:
    audience = table.texts("audience", AUDIENCES)
    for name in audience:
        if name not in AUDIENCES:
            table.note("audience", f"unknown audience {name!r}", f"use some of: {', '.join(AUDIENCES)}")
    return audience


def _blank(table: Table) -> Blank:
    blank = Blank(
        id=table.text("id"),
        kind=table.choice("kind", BLANK_KINDS),
        asks=table.text("asks"),
        need=table.choice("need", NEEDS, NEEDS[0]),
        asked_if=table.texts("asked_if", ()),
        units=table.texts("units", ()),
        word=table.text("word", ""),
        default_unit=table.text("default_unit", ""),
        stands=table.text("stands", ""),
        otherwise=table.text("otherwise", ""),
        starts_with=table.texts("starts_with", ()),
        state=table.text("state", ""),
        overnight=table.yes("overnight", False),
    )
    _check_units(table, blank)
    table.finish()
    return blank


def _check_units(table: Table, blank: Blank) -> None:
    if (blank.kind == "duration") != bool(blank.units):
        table.note(
            "units", f"blank {blank.id!r} of kind {blank.kind!r}", "give units to a duration, and to nothing else"
        )
    for unit in blank.units:
        if unit not in UNITS:
            table.note("units", f"unknown unit {unit!r}", f"use some of: {', '.join(UNITS)}")
    if blank.default_unit and blank.default_unit not in blank.units:
        table.note("default_unit", f"default_unit {blank.default_unit!r} is not one of its units", "use one of units")
    try:
        if blank.stands:
            parse_duration(blank.stands)
    except BadDuration as error:
        table.note("stands", error.what, error.remedy)


def _contradiction(table: Table) -> Contradiction:
    found = Contradiction(
        table.text("id"), table.texts("when"), table.text("what"), table.text("remedy"), table.yes("serious", True)
    )
    table.finish()
    return found


def _comparison(table: Table) -> Comparison:
    found = Comparison(
        id=table.text("id"),
        blank=table.text("blank"),
        rule=table.choice("rule", RULES),
        other=table.text("other"),
        what=table.text("what"),
        remedy=table.text("remedy"),
        serious=table.yes("serious", True),
    )
    table.finish()
    return found


def _check_references(root: Table, model: Model) -> None:
    """Note ids given twice, and places, conditions and comparisons that name a blank which the form has not."""
    for what, ids in (("section", [s.id for s in model.sections]), ("element", [e.id for _, e in model.elements()])):
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            root.note("section", f"{what} {twice!r} stands twice", "give each its own id")
    blanks = [blank.id for _, element in model.elements() for blank in element.blanks]
    for twice in sorted({each for each in blanks if blanks.count(each) > 1}):
        root.note("section", f"blank {twice!r} stands twice", "give each its own id")
    for where, blank in _named_blanks(model):
        if blank not in blanks:
            root.note(
                "section", f"{where} names the blank {blank!r}, which the form has not", "add it, or mend the name"
            )


def _named_blanks(model: Model) -> list[tuple[str, str]]:
    named = [("[model]", blank) for blank in (*model.hours, model.agency) if blank]
    for _, element in model.elements():
        texts = (element.text, element.filled, *(blank.otherwise for blank in element.blanks))
        named += [(f"element {element.id!r}", found[1]) for text in texts for found in PLACE.finditer(text)]
        named += [(f"element {element.id!r}", c.partition("=")[0]) for b in element.blanks for c in b.asked_if]
    named += [(f"contradiction {each.id!r}", c.partition("=")[0]) for each in model.contradictions for c in each.when]
    named += [(f"comparison {each.id!r}", each.blank) for each in model.comparisons]
    return named + [(f"comparison {each.id!r}", each.other) for each in model.comparisons if each.other != OFFICE_HOURS]


OFFICE_HOURS = "hours"
