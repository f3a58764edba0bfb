"""What changed between two editions of a plan, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from csplan.core.edition import Standard
from csplan.core.plans.answer import Answer, PromisedTime
from csplan.core.plans.findings import Place, place_of
from csplan.core.plans.plan import LocalStandard, Plan, plan_calendar
from csplan.core.plans.words import answer_words, date_words
from csplan.core.strictness import looser_start

NOT_ANSWERED = "not answered"


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """One change: where, what stood before and what stands now ("" for nothing); note says looser or stricter."""

    place: Place
    before: str
    after: str
    note: str = ""

    def __str__(self) -> str:
        """The change in one line: "E-MAIL, response to e-mail (email.respond): 2 days becomes 1 day (stricter)"."""
        note = f" ({self.note})" if self.note else ""
        if self.before and self.after:
            return f"{self.place}: {self.before} becomes {self.after}{note}"
        return f"{self.place}: {f'new: {self.after}' if self.after else f'gone: {self.before}'}"


def plan_differences(before: Plan, after: Plan) -> list[PlanDifference]:
    """Each change from one plan to another: header, answers in the order of the form, marks, local standards."""
    return [*_header(before, after), *_answers(before, after), *_marks(before, after), *_locals(before, after)]


def _header(before: Plan, after: Plan) -> Iterator[PlanDifference]:
    parts = (
        ("model", before.edition.id, after.edition.id),
        ("version", str(before.version), str(after.version)),
        ("in force", _in_force(before), _in_force(after)),
        ("calendar", _calendar(before), _calendar(after)),
    )
    return (PlanDifference(Place(section), old, new) for section, old, new in parts if old != new)


def _in_force(plan: Plan) -> str:
    if plan.in_force_from is None:
        return "a draft"
    return f"from {date_words(plan.in_force_from)}" + (
        f" to {date_words(plan.in_force_to)}" if plan.in_force_to else ""
    )


def _calendar(plan: Plan) -> str:
    return plan.calendar.name if plan.calendar else "none"


def _answers(before: Plan, after: Plan) -> Iterator[PlanDifference]:
    for blank in {**after.model.places, **before.model.places}:
        old, new = before.answers.get(blank), after.answers.get(blank)
        if old != new:
            owner = after if blank in after.model.places else before
            was, now = _words(before, blank, old), _words(after, blank, new)
            yield PlanDifference(place_of(*owner.model.places[blank]), was, now, _strictness(after, old, new))


def _words(plan: Plan, blank: str, answer: Answer | None) -> str:
    if answer is None:
        return NOT_ANSWERED
    asked = plan.model.places[blank][2]
    words = answer_words(asked, answer)
    return f'"{words}"' if asked.kind in ("text", "document", "schedule") else words


def _strictness(plan: Plan, old: Answer | None, new: Answer | None) -> str:
    """Whether the new of two promised times is looser or stricter, on the calendar of the plan."""
    calendar = plan_calendar(plan)
    if not isinstance(old, PromisedTime) or not isinstance(new, PromisedTime) or calendar is None:
        return ""
    if (new.duration, new.counting) == (old.duration, old.counting):
        return "the county now declares this reading" if new.declared else "the county no longer declares a reading"
    was, now = (old.duration, old.counting), (new.duration, new.counting)
    looser, stricter = looser_start(now, was, calendar), looser_start(was, now, calendar)
    if looser and stricter:
        return "looser for some starts, stricter for others"
    return "looser" if looser else "stricter" if stricter else "due at the same moments"


def _marks(before: Plan, after: Plan) -> Iterator[PlanDifference]:
    named = {each.id: place_of(section, each) for plan in (before, after) for section, each in plan.model.elements()}
    for element, place in named.items():
        old, new = _mark(before, element), _mark(after, element)
        if old != new:
            yield PlanDifference(place, old, new)


def _mark(plan: Plan, element: str) -> str:
    if element in plan.not_applicable:
        return "marked not applicable"
    request = plan.requested.get(element)
    if request is None:
        return ""
    return f"without a procedure, answered: {request.answer}" if request.answer else "without a procedure"


def _locals(before: Plan, after: Plan) -> Iterator[PlanDifference]:
    old, new = ({each.standard.id: each for each in plan.local} for plan in (before, after))
    for name in {**new, **old}:
        if old.get(name) != new.get(name):
            shown = new.get(name) or old[name]
            place = Place(shown.section, shown.standard.name, name)
            yield PlanDifference(place, _promise(old.get(name)), _promise(new.get(name)))


def _promise(local: LocalStandard | None) -> str:
    if local is None:
        return ""
    standard: Standard = local.standard
    within = standard.within
    limit = str(within.duration) if within and within.duration else "no number"
    return f"{local.says} ({limit} from {standard.start_in_words})"
