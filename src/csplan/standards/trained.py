"""Whom the plan in force names as trained, so that the office sees on which days too few of them are there."""

from datetime import date
from uuid import UUID

from csplan.absences.from_above import Trained
from csplan.core.plans.answer import TrainedEmployee
from csplan.core.plans.model import Section
from csplan.core.plans.plan import Plan
from csplan.standards.compiled import compiled_plan
from csplan.standards.queries import plan_in_force


def trained_by_plan(agency: UUID, day: date) -> tuple[Trained, ...]:
    """The lists of trained staff of an agency's plan on a day, each with the number that its section says suffices."""
    stored = plan_in_force(agency, day)
    if stored is None:
        return ()
    plan = compiled_plan(stored.text, stored.model_text.text, f"plan version {stored.version}")
    lists = ((section, blank) for section, _, blank in plan.model.places.values() if blank.kind == "staff list")
    return tuple(_trained(plan, section, blank.id) for section, blank in lists if blank.id in plan.answers)


def _trained(plan: Plan, section: Section, blank: str) -> Trained:
    answer = plan.answers[blank]
    staff = answer if isinstance(answer, tuple) else ()
    numbers = (
        plan.answers.get(other.id)
        for place, _, other in plan.model.places.values()
        if place is section and other.kind == "whole number"
    )
    sufficient = next((number for number in numbers if isinstance(number, int)), None)
    return Trained(section.title, tuple(each.name for each in staff if isinstance(each, TrainedEmployee)), sufficient)
