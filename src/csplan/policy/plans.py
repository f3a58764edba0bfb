"""Reads plan files and checks them: whole, free of contradictions, and no looser than federal limits."""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path

from csplan.core.defect import Defect
from csplan.core.edition import Edition, Standard
from csplan.core.errors import BadFile, CsplanError
from csplan.core.model_plan import AUDIENCES, Element
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.plan import Plan, Request
from csplan.core.plan_comparisons import compared, looser_than_federal
from csplan.core.plan_contradictions import contradictions
from csplan.core.plan_findings import Finding, PlanDefect
from csplan.core.plan_gaps import gaps
from csplan.core.plan_standards import plan_standards, written_standards
from csplan.policy.answer_times import READINGS
from csplan.policy.calendars import load_calendar, named_calendar
from csplan.policy.catalogue import Catalogue, packaged_catalogue
from csplan.policy.check_limits import cited_standard
from csplan.policy.document import Document, Table, read_document
from csplan.policy.lines import line_of
from csplan.policy.local_standards import read_local_standards
from csplan.policy.plan_answers import read_answers
from csplan.policy.suggestions import suggestion

__all__ = ["check_document", "check_plan", "draft_plan", "plan_standards", "read_plan", "written_standards"]


def read_plan(path: Path, catalogue: Catalogue | None = None) -> Plan:
    """The plan of a file, which may have gaps. Raises BadFile for a wrong answer or one looser than a federal limit."""
    plan, document = draft_plan(path, catalogue)
    serious = [defect for defect in document.defects if defect.serious]
    if plan is None or serious:
        raise BadFile(str(min(serious, key=_line)))
    return plan


def check_plan(path: Path, *, today: date | None = None, catalogue: Catalogue | None = None) -> list[PlanDefect]:
    """What is wrong with a plan file, and warnings, by line; dates are held against today where it is given.

    Raises BadFile for a file that cannot be read as TOML.
    """
    plan, document = draft_plan(path, catalogue)
    return check_document(plan, document, today)


def draft_plan(path: Path, catalogue: Catalogue | None = None) -> tuple[Plan | None, Document]:
    """The plan of a file as far as it can be read, and the document with its defects. Raises BadFile for no TOML."""
    document = read_document(path)
    if document.defects:
        raise BadFile(str(document.defects[0]))
    around = catalogue or packaged_catalogue()
    plan = _plan(document.root, around)
    if plan:
        _note(document, looser_than_federal(plan, _federal_limits(document, plan, around)))
    return plan, document


def check_document(plan: Plan | None, document: Document, today: date | None = None) -> list[PlanDefect]:
    """The defects of a document that was read, with those of the plan that it holds, by line."""
    if plan:
        wrong = {d.place.blank for d in document.defects if isinstance(d, PlanDefect) and d.serious}
        lacking = (finding for finding in gaps(plan) if not _hangs_on(plan, finding.place.blank, wrong))
        _note(document, chain(lacking, contradictions(plan, today), compared(plan)))
    return sorted({_as_plan_defect(defect) for defect in document.defects})


def _hangs_on(plan: Plan, blank: str, wrong: set[str]) -> bool:
    """Whether a blank, or one that it is asked on, has an answer that could not be read."""
    place = plan.model.places.get(blank)
    asked_on = {condition.partition("=")[0] for condition in place[2].asked_if} if place else set()
    return place is not None and bool({blank, *asked_on} & wrong)


def _as_plan_defect(defect: Defect) -> PlanDefect:
    if isinstance(defect, PlanDefect):
        return defect
    return PlanDefect(defect.path, defect.line, defect.what, defect.remedy, defect.serious)


def _line(defect: Defect) -> int:
    return defect.line


def _note(document: Document, findings: Iterable[Finding]) -> None:
    for each in findings:
        line = line_of(document.lines, each.key)
        defect = PlanDefect(document.path, line, each.what, each.remedy, each.serious, each.place)
        document.defects.append(defect)


def _plan(root: Table, catalogue: Catalogue) -> Plan | None:
    head = root.table("plan")
    edition = _edition(head, catalogue) if head else None
    if head is None or edition is None or edition.model is None:
        if head is None:
            root.note("", "[plan] is missing", 'begin the file with [plan] and model = "..."')
        return None
    begins, ends = _in_force(head, edition)
    plan = Plan(
        edition,
        read_answers(root, edition.model, _days_mean(head)),
        version=head.whole("version", 1),
        in_force_from=begins,
        in_force_to=ends,
        calendar=_calendar(head, edition),
        not_applicable=_elements(head, "not_applicable", edition),
        no_procedure=tuple(_request(each, edition) for each in root.tables("no_procedure")),
        local=read_local_standards(root, edition),
        audiences=_audiences(root, edition),
        path=root.document.path,
    )
    if plan.version < 1:
        head.note("version", f"version is {plan.version}", "write 1 or more")
    head.finish()
    root.finish()
    return plan


def _edition(head: Table, catalogue: Catalogue) -> Edition | None:
    policy, day = head.text("model"), head.day("model_edition")
    if day == date.min or not policy:
        return None
    try:
        edition = catalogue.edition_on(policy, day)
    except CsplanError as error:
        what, _, remedy = str(error).partition("; ")
        head.note("model_edition" if policy in catalogue.held else "model", what, remedy or "mend it")
        return None
    if edition.model is None:
        models = [name for name, held in catalogue.held.items() if any(each.model for each in held)]
        head.note("model", f"{policy} is not a model plan", f"use one of: {', '.join(models)}")
    return edition


def _in_force(head: Table, edition: Edition) -> tuple[date | None, date | None]:
    table = head.table("in_force")
    if table is None:
        return None, None
    begins, ends = table.day("from"), table.day("to", None)
    table.finish()
    if ends and ends < begins:
        table.note("to", "in_force ends before it begins", "put the first day in from and the last day in to")
    if date.min < begins < edition.in_force_from:
        what = f"the plan is in force from {begins}, before its model ({edition.in_force_from})"
        table.note("from", what, "give a later day, or an earlier edition of the model")
    return begins if begins > date.min else None, ends


def _days_mean(head: Table) -> str:
    word = head.choice("days_mean", tuple(READINGS), "")
    return word if word in READINGS else ""


def _calendar(head: Table, edition: Edition) -> OfficeCalendar | None:
    name = head.text("calendar", "")
    if not name:
        what = f"no calendar is named; {edition.calendar} is taken"
        head.note("", what, "name the office's calendar: calendar = ...", serious=False)
    try:
        if name.endswith(".toml"):
            return load_calendar(Path(head.document.path).parent / name)
        return named_calendar(name or edition.calendar)
    except CsplanError as error:
        what, _, remedy = str(error).partition("; ")
        head.note("calendar", what, remedy or "mend it")
        return None


def _element_ids(edition: Edition) -> dict[str, Element]:
    return {element.id: element for _, element in edition.model.elements()} if edition.model else {}


def _elements(table: Table, name: str, edition: Edition) -> tuple[str, ...]:
    """The ids of elements that a key lists; an unknown one is noted."""
    known = _element_ids(edition)
    listed = table.texts(name, ())
    for each in listed:
        if each not in known:
            table.note(name, f"the model has no element {each!r}", suggestion(each, known))
    return tuple(each for each in listed if each in known)


def _request(table: Table, edition: Edition) -> Request:
    elements = _elements(table, "element", edition)
    if "element" not in table:
        table.note("", "element is missing", "name the element that has no procedure")
    request = Request(
        elements[0] if elements else "",
        table.day("asked", None),
        table.text("answer", ""),
        table.day("answered", None),
    )
    table.finish()
    return request


def _audiences(root: Table, edition: Edition) -> dict[str, tuple[str, ...]]:
    table, known = root.table("audience"), _element_ids(edition)
    if table is None:
        return {}
    found = {name: table.texts(name) for name in table.data}
    for name, audience in found.items():
        if name not in known:
            table.note(name, f"the model has no element {name!r}", suggestion(name, known))
        for each in audience:
            if each not in AUDIENCES:
                table.note(name, f"unknown audience {each!r}", suggestion(each, AUDIENCES))
    return found


def _federal_limits(document: Document, plan: Plan, catalogue: Catalogue) -> dict[str, Standard]:
    """The federal standards that the plan's standards cite, by POLICY#STANDARD; a wrong name is noted."""
    limits = {}
    cited: list[tuple[tuple[str | int, ...], str | None]] = [
        (("plan", "model"), s.federal) for s in plan.edition.standards
    ]
    cited += [(("local_standard", index, "federal"), each.standard.federal) for index, each in enumerate(plan.local)]
    for key, federal in cited:
        try:
            if federal:
                limits[federal] = cited_standard(federal, plan.edition, catalogue)
        except CsplanError as error:
            what, _, remedy = str(error).partition("; ")
            document.note(key, what, remedy)
    return limits
