"""What a plan in force says beside its promises: where instructions lie, how interpreters are reached."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from csplan.agencies.set_up import read_once
from csplan.core.plans.answer import all_hold
from csplan.core.plans.words import answer_words
from csplan.standards.compiled import compiled_plan
from csplan.standards.queries import plan_in_force


def answers_in_force(agency: UUID, day: date, blanks: Iterable[str]) -> dict[str, str]:
    """The answers of the plan in force on a day to some blanks, as the plan prints them; unanswered ones left out."""
    stored = plan_in_force(agency, day)
    if stored is None:
        return {}
    plan = compiled_plan(stored.text, stored.model_text.text, f"plan version {stored.version}")
    places = {blank: plan.model.places[blank][2] for blank in blanks if blank in plan.model.places}
    answers = {blank: plan.filled(blank) for blank in places}
    return {blank: answer_words(places[blank], answer) for blank, answer in answers.items() if answer is not None}


@read_once
def plan_says(agency: UUID, day: date, conditions: tuple[str, ...]) -> bool:
    """Whether the plan in force on a day says all this: "ops.ivr=yes"; without a plan only nothing is said."""
    stored = plan_in_force(agency, day)
    if stored is None or not conditions:
        return not conditions
    plan = compiled_plan(stored.text, stored.model_text.text, f"plan version {stored.version}")
    return all_hold(conditions, plan.answers)
