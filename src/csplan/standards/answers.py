"""What a plan in force says beside its promises: where instructions lie, how interpreters are reached."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

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
