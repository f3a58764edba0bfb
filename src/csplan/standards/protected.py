"""What the plan in force says of protected time, to be proposed to the office."""

from datetime import date
from uuid import UUID

from csplan.core.plans.answer import ProtectedTime
from csplan.standards.compiled import compiled_plan
from csplan.standards.queries import plan_in_force


def protected_by_plan(agency: UUID, day: date) -> tuple[ProtectedTime, ...]:
    """The protected times that an agency's plan names on a day; none where it names them in a text."""
    stored = plan_in_force(agency, day)
    if stored is None:
        return ()
    plan = compiled_plan(stored.text, stored.model_text.text, f"plan version {stored.version}")
    asked = (blank.id for _, _, blank in plan.model.places.values() if blank.kind == "schedule")
    answers = (plan.answers.get(each) for each in asked)
    lines = (line for answer in answers if isinstance(answer, tuple) for line in answer)
    return tuple(line for line in lines if isinstance(line, ProtectedTime))
