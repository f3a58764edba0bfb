"""A plan in force compiled down to standards, with the county's numbers in place of the blanks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from csplan.core.duration import Duration, Limit, Reading
from csplan.core.edition import Standard
from csplan.core.model_plan import Blank
from csplan.core.plan import Plan
from csplan.core.plan_answer import PromisedTime, all_hold
from csplan.core.plan_words import promised_words

AUTHORITIES = {
    "federal limit": "federal",
    "state policy": "state",
    "agency promise": "county",
    "local aim": "county",
}


def plan_standards(plan: Plan, *, on: date) -> tuple[Standard, ...]:
    """The standards that a plan sets on a day, none where it is not in force: fixed, filled and local, in order."""
    return written_standards(plan) if plan.is_in_force(on) else ()


def written_standards(plan: Plan) -> tuple[Standard, ...]:
    """The standards that a plan writes, in force or not; a blank without an answer sets none."""
    found = (_filled(plan, standard) for standard in plan.edition.standards if _applies(plan, standard))
    return (*(standard for standard in found if standard), *(local.standard for local in plan.local))


def authority(standard: Standard) -> str:
    """By whose word a standard holds, as the table of standards prints it: "federal", "state" or "county"."""
    return AUTHORITIES[standard.force]


def _applies(plan: Plan, standard: Standard) -> bool:
    asked = {blank.id for _, _, blank in plan.asked()}
    return all_hold(standard.only_if, plan.answers) and (standard.blank is None or standard.blank in asked)


def _filled(plan: Plan, standard: Standard) -> Standard | None:
    if standard.blank is None:
        return standard
    promised = plan.answers.get(standard.blank)
    if not isinstance(promised, PromisedTime):
        return None
    section, _, blank = plan.model.places[standard.blank]
    limit = Limit(
        promised.duration,
        promised.counting,
        says=promised_words(blank, promised.duration),
        cite=f"{plan.agency} customer service plan, version {plan.version}, {section.title}",
        readings=tuple(_other_readings(blank, promised)),
    )
    return replace(standard, within=limit, blank=None)


def _other_readings(blank: Blank, promised: PromisedTime) -> Iterator[Reading]:
    """The reading of bare days that the county did not declare."""
    n, unit = promised.duration.n, promised.duration.unit
    if blank.word and not promised.declared and unit == "days":
        yield Reading("working days instead of calendar days", Duration(n, "working days"))
