"""Stored texts compiled down to a plan; the same texts give the same plan, so each is compiled once."""

from datetime import date
from functools import lru_cache

from csplan.core.edition import Standard
from csplan.core.errors import BadFile
from csplan.core.plans.plan import Plan
from csplan.core.plans.standards import plan_standards, sentence_of
from csplan.policy.catalogue import catalogue_of
from csplan.policy.document import Document
from csplan.policy.editions import read_edition
from csplan.policy.plans.file import read_plan_tables


@lru_cache(maxsize=128)
def compiled_plan(plan_text: str, model_text: str, name: str) -> Plan:
    """The plan of its text and its model's text. Raises BadFile for texts with a defect."""
    model = Document(model_text, f"{name}, model")
    edition = read_edition(model)
    document = Document(plan_text, name)
    plan = None if document.defects else read_plan_tables(document.root, catalogue_of([edition]))
    serious = [defect for read in (model, document) for defect in read.defects if defect.serious]
    if plan is None or serious:
        raise BadFile(str(serious[0]) if serious else f"{name}: holds no plan; store the text of a plan")
    return plan


def standards_on(plan_text: str, model_text: str, name: str, day: date) -> tuple[tuple[Standard, str], ...]:
    """The standards that a plan puts in force on a day, each with the sentence that promises it. Raises BadFile."""
    plan = compiled_plan(plan_text, model_text, name)
    return tuple((standard, sentence_of(plan, standard)) for standard in plan_standards(plan, on=day))
