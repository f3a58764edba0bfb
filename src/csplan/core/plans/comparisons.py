"""Promises of a plan held against one another, against its office hours, and against federal limits."""

from collections.abc import Iterator, Mapping

from csplan.core.deadline import Instants, due_dates
from csplan.core.edition import Standard
from csplan.core.office_calendar import DAY_SECONDS, OfficeCalendar
from csplan.core.plans.answer import Answer, DailyHours, PromisedTime, ProtectedTime
from csplan.core.plans.findings import Finding, Place, answer_key, blank_place
from csplan.core.plans.model import Comparison
from csplan.core.plans.plan import Plan, office_hours, plan_calendar
from csplan.core.plans.words import DAYS, promised_words
from csplan.core.strictness import WITHOUT_HORIZON, Rule, looser_example, looser_start
from csplan.core.tables import tables_for


def looser_than_federal(plan: Plan, limits: Mapping[str, Standard]) -> Iterator[Finding]:
    """Each promise later than its federal limit for some start; limits holds federal standards by POLICY#STANDARD."""
    calendar = plan_calendar(plan)
    for key, place, words, rule, federal in _federal_promises(plan):
        limit = limits[federal].within if federal in limits else None
        if calendar is None or limit is None or limit.duration is None:
            continue
        found = looser_example(rule, (limit.duration, limit.counting), calendar, plan.in_force_from)
        if found:
            what = (
                f"{words} is looser than the federal limit of {limit.number_words} ({limit.cite}), for example {found}"
            )
            yield Finding(key, place, what, f"write {limit.number_words} or less")


def compared(plan: Plan) -> Iterator[Finding]:
    """Each comparison of the model that the plan's answers do not stand."""
    for each in plan.model.comparisons:
        answer, other = plan.answers.get(each.blank), plan.answers.get(each.other)
        if isinstance(answer, PromisedTime) and isinstance(other, PromisedTime):
            why = _times_clash(plan, each, answer, other)
        elif isinstance(answer, int) and isinstance(other, tuple):
            why = f"{len(other)} and {answer}" if answer > len(other) else ""
        else:
            why = _outside_hours(plan, answer)
        if why:
            place = blank_place(plan, each.blank)
            yield Finding(answer_key(each.blank), place, f"{each.what} ({why})", each.remedy, each.serious)


def _federal_promises(plan: Plan) -> Iterator[tuple[tuple[str | int, ...], Place, str, Rule, str]]:
    """Each promise with a federal limit beneath it: its key, its place, its time in words, its rule, the limit's id."""
    for standard in plan.edition.standards:
        promised = plan.answers.get(standard.blank or "")
        if standard.blank and standard.federal and isinstance(promised, PromisedTime):
            rule = (promised.duration, promised.counting)
            words = promised_words(plan.model.places[standard.blank][2], promised.duration)
            yield answer_key(standard.blank), blank_place(plan, standard.blank), words, rule, standard.federal
    for index, local in enumerate(plan.local):
        within, federal = local.standard.within, local.standard.federal
        if within and within.duration and federal:
            place = Place(local.section, local.standard.name, local.standard.id)
            rule = (within.duration, within.counting)
            yield ("local_standard", index, "within"), place, within.number_words, rule, federal


def _times_clash(plan: Plan, comparison: Comparison, answer: PromisedTime, other: PromisedTime) -> str:
    calendar = plan_calendar(plan)
    rules = (answer.duration, answer.counting), (other.duration, other.counting)
    if calendar is None:
        return ""
    if comparison.rule == "not longer than":
        clash = looser_start(*rules, calendar) is not None
    else:
        clash = _uses_up(*rules, calendar)
    named = ((comparison.blank, answer), (comparison.other, other))
    words = [promised_words(plan.model.places[blank][2], each.duration) for blank, each in named]
    return f"{words[0]} and {words[1]}" if clash else ""


def _uses_up(rule: Rule, first: Rule, calendar: OfficeCalendar) -> bool:
    """Whether, from noon of some day, a rule falls due no later than the day on which the first one does."""
    midnights = tables_for(calendar, *(calendar.horizon or WITHOUT_HORIZON)).midnights[:-1]
    noons: Instants = (midnights + DAY_SECONDS // 2).view("M8[s]")
    due, before = (due_dates(noons, *each, calendar, refuse=False) for each in (rule, first))
    return bool((due <= before).any())


def _outside_hours(plan: Plan, answer: Answer | None) -> str:
    """The weekday and office hours that an answer lies outside of, in words; "" where it lies within."""
    week = office_hours(plan) or ()
    items = answer if isinstance(answer, tuple) else ()
    timed = [(item.weekdays, item.hours) for item in items if isinstance(item, ProtectedTime)]
    if isinstance(answer, DailyHours):
        timed = [(tuple(day for day, spans in enumerate(week) if spans), answer)]
    for days, hours in timed:
        for day in days if week else ():
            spans = week[day]
            if not spans:
                return f"the office is closed on {DAYS[day]}"
            if hours.overnight or hours.opens < spans[0].opens or hours.closes > spans[-1].closes:
                return f"on {DAYS[day]} the office is open {', '.join(str(span) for span in spans)}"
    return ""
