"""Reads plan files and checks them: whole, free of contradictions, and no looser than federal limits."""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path

from csplan.core.defect import Defect
from csplan.core.edition import Standard
from csplan.core.errors import BadFile, CsplanError
from csplan.core.plans.comparisons import compared, looser_than_federal
from csplan.core.plans.contradictions import contradictions
from csplan.core.plans.findings import Finding, PlanDefect
from csplan.core.plans.gaps import gaps
from csplan.core.plans.plan import Plan
from csplan.core.plans.standards import plan_standards, written_standards
from csplan.policy.catalogue import Catalogue, packaged_catalogue
from csplan.policy.checks.limits import cited_standard
from csplan.policy.document import Document, read_document
from csplan.policy.lines import line_of
from csplan.policy.plans.file import read_plan_tables

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
    plan = read_plan_tables(document.root, around)
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
            document.note(key, error.what, error.remedy)
    return limits
