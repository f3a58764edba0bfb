"""A plan in force compiled down to standards, with the county's numbers in place of the blanks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from csplan.core.duration import Duration, Limit, Reading
from csplan.core.edition import Standard
from csplan.core.plans.answer import PromisedTime, all_hold
from csplan.core.plans.model import Blank
from csplan.core.plans.plan import PLACE, Plan
from csplan.core.plans.words import answer_words, promised_words

FEDERAL = "federal limit"
AUTHORITIES = {
    FEDERAL: "federal",
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


def sentence_of(plan: Plan, standard: Standard) -> str:
    """The sentence that promises a standard of the plan, with the county's number in the place of the blank."""
    for local in plan.local:
        if local.standard.id == standard.id:
            return local.says
    quoted = {sentence.id: sentence.says for sentence in plan.edition.sentences}.get(standard.sentence, standard.name)
    for element in (element for _, element in plan.model.elements()):
        places = {found[2]: found[1] for found in PLACE.finditer(element.text) if found[2]}
        if quoted in PLACE.sub(lambda found: found[2] or "", element.text):
            return _with_answers(plan, quoted, places, standard.force)
    return quoted


def _with_answers(plan: Plan, sentence: str, places: dict[str, str], force: str) -> str:
    """The sentence with each printed blank replaced by its answer, the longest first; places holds ids by print.

    A federal limit keeps its printed number, whatever stricter one the county promises.
    """
    for printed in sorted(places, key=len, reverse=True):
        blank = plan.model.places[places[printed]][2]
        answer = plan.filled(blank.id)
        if answer is not None and not (blank.stands and force == FEDERAL):
            sentence = sentence.replace(printed, answer_words(blank, answer))
    return sentence
