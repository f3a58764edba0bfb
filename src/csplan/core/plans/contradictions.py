"""Answers and marks of a plan that cannot stand together."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from csplan.core.plans.answer import Answer, TrainedEmployee, all_hold, holds
from csplan.core.plans.findings import NOWHERE, Finding, answer_key, blank_place, place_of
from csplan.core.plans.model import Blank, Element, Section
from csplan.core.plans.plan import Plan
from csplan.core.plans.words import date_words

YEAR: Final = timedelta(days=365)


def contradictions(plan: Plan, today: date | None = None) -> Iterator[Finding]:
    """Each contradiction between answers, marks and dates; dates are held against today where it is given."""
    for each in plan.model.contradictions:
        if all_hold(each.when, plan.answers):
            last = each.when[-1].partition("=")[0]
            yield Finding(answer_key(last), blank_place(plan, last), each.what, each.remedy, each.serious)
    for section, element, blank in plan.model.places.values():
        if blank.id in plan.answers:
            yield from _not_asked(plan, section, element, blank)
            yield from _dated(plan, blank.id, today)
    yield from _marks(plan)
    yield from _beyond_calendar(plan)


def _not_asked(plan: Plan, section: Section, element: Element, blank: Blank) -> Iterator[Finding]:
    place = place_of(section, element, blank)
    for condition in blank.asked_if:
        if not holds(condition, plan.answers):
            asked, _, wanted = condition.partition("=")
            what = f"is answered, but is asked only where {asked} is {wanted}; the plan leaves it out"
            yield Finding(answer_key(blank.id), place, what, f"take the answer out, or mend {asked}", serious=False)
    if element.id in (*plan.not_applicable, *plan.requested):
        what = f"is answered, although the element {element.id} is marked as without one"
        yield Finding(answer_key(blank.id), place, what, "take out the answer or the mark")


def _dated(plan: Plan, blank: str, today: date | None) -> Iterator[Finding]:
    answer = plan.answers[blank]
    key, place = answer_key(blank), blank_place(plan, blank)
    for day in dates_of(answer):
        if today and day > today:
            yield Finding(key, place, f"{date_words(day)} lies in the future", "give the day on which it was done")
    if isinstance(answer, date) and plan.in_force_from and answer > plan.in_force_from:
        what = f"{date_words(answer)} lies after the plan has come into force ({date_words(plan.in_force_from)})"
        yield Finding(key, place, what, "confirm it, or mend one of the dates", serious=False)


def dates_of(answer: Answer) -> tuple[date, ...]:
    """The days that an answer says something was done on."""
    if isinstance(answer, date):
        return (answer,)
    items = answer if isinstance(answer, tuple) else ()
    return tuple(item.trained for item in items if isinstance(item, TrainedEmployee) and item.trained)


def _beyond_calendar(plan: Plan) -> Iterator[Finding]:
    """A plan that begins where its calendar is not curated; a warning where that calendar ends within a year."""
    if plan.in_force_from is None or plan.calendar is None or plan.calendar.horizon is None:
        return
    begins, (first, last) = plan.in_force_from, plan.calendar.horizon
    known = f"its calendar {plan.calendar.name} covers {first} to {last}"
    key, remedy = ("plan", "in_force", "from"), "extend the calendar, or mend in_force"
    if not first <= begins <= last:
        yield Finding(key, NOWHERE, f"the plan is in force from {begins}, and {known}", remedy)
    elif last - begins < YEAR and (plan.in_force_to is None or plan.in_force_to > last):
        what = f"the plan is in force from {begins}, and {known}, less than a year on"
        yield Finding(key, NOWHERE, what, "extend the calendar in time", serious=False)


def _marks(plan: Plan) -> Iterator[Finding]:
    for section, element in plan.model.elements():
        place = place_of(section, element)
        if element.id in plan.not_applicable and not element.may_be_na:
            what = "is marked not applicable, which the model does not allow here"
            yield Finding(("plan", "not_applicable"), place, what, "answer it, or ask under [[no_procedure]]")
        if element.id in plan.not_applicable and element.id in plan.requested:
            what = "is marked both not applicable and without a procedure"
            yield Finding(("plan", "not_applicable"), place, what, "keep one of the two")
