"""A county's filled plan: its answers, marks and own standards on one edition of a model."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from csplan.core.edition import Edition, Standard
from csplan.core.office_calendar import ClosedDay, OfficeCalendar, Span, Spans
from csplan.core.plans.answer import Answer, Answers, DailyHours, WeeklyHours, all_hold
from csplan.core.plans.model import Blank, Element, Model, Section

PLACE: Final = re.compile(r"\{([a-z0-9_.]+)(?:\|([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Request:
    """An element for which the agency has no procedure; answer is what the administrator said ("" while open)."""

    element: str
    asked: date | None = None
    answer: str = ""
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class LocalStandard:
    """A standard that the county adds, the section it stands in, and its sentence."""

    standard: Standard
    section: str
    says: str


@dataclass(frozen=True)
class Plan:
    """One edition of a county's plan. in_force_from is None for a draft."""

    edition: Edition  # the model's
    answers: Answers
    version: int = 1
    in_force_from: date | None = None
    in_force_to: date | None = None
    calendar: OfficeCalendar | None = None  # closed and special days, before the hours that the plan writes
    not_applicable: tuple[str, ...] = ()  # ids of elements
    no_procedure: tuple[Request, ...] = ()
    local: tuple[LocalStandard, ...] = ()
    audiences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by element, where not the model's
    path: str = field(default="", compare=False)

    @property
    def model(self) -> Model:
        """The form that this plan fills; one without sections where the edition has none."""
        return self.edition.model or Model(())

    @property
    def agency(self) -> str:
        """The agency's name, "an unnamed agency" while the county's name is missing."""
        return str(self.filled(self.model.agency) or "an unnamed agency")

    @property
    def requested(self) -> MappingProxyType[str, Request]:
        """The requests to the administrator, by element."""
        return MappingProxyType({request.element: request for request in self.no_procedure})

    def is_in_force(self, day: date) -> bool:
        """Whether the plan is in force on a day."""
        begins, ends = self.in_force_from, self.in_force_to
        return begins is not None and begins <= day and (ends is None or day <= ends)

    def filled(self, blank: str) -> Answer | None:
        """The answer to a blank, or the text that stands in for one; None where there is neither."""
        place = self.model.places.get(blank)
        if blank in self.answers or place is None or not place[2].otherwise:
            return self.answers.get(blank)
        pattern = place[2].otherwise
        parts = {found[1]: self.filled(found[1]) for found in PLACE.finditer(pattern)}
        return None if None in parts.values() else PLACE.sub(lambda found: str(parts[found[1]]), pattern)

    def asked(self) -> Iterator[tuple[Section, Element, Blank]]:
        """Each blank that the plan has to answer or may answer, in the order of the form."""
        marked = {*self.not_applicable, *self.requested}
        for section, element, blank in self.model.places.values():
            if element.id not in marked and all_hold(blank.asked_if, self.answers):
                yield section, element, blank

    def audience(self, element: Element) -> tuple[str, ...]:
        """The audiences to which the plan shows an element."""
        return self.audiences.get(element.id, element.audience)


def office_hours(plan: Plan) -> tuple[Spans, ...] | None:
    """The opening spans of Monday to Sunday that the plan writes, None where it writes none."""
    written = _written_hours(plan)
    if isinstance(written, DailyHours) and plan.calendar:
        spans = (Span(written.opens, written.closes),)
        return tuple(spans if usual else () for usual in plan.calendar.week)
    return written.week if isinstance(written, WeeklyHours) else None


def plan_calendar(plan: Plan) -> OfficeCalendar | None:
    """The calendar that the plan counts on: its own hours, with the closed and special days of the named one."""
    hours = office_hours(plan)
    if plan.calendar is None or hours is None:
        return plan.calendar
    written = _written_hours(plan)
    days = written.closed if isinstance(written, WeeklyHours) else ()
    closed = {
        **dict.fromkeys(days, ClosedDay("closed by the plan", plan.agency, holiday=False)),
        **plan.calendar.closed,
    }
    special = {d: s for d, s in plan.calendar.special.items() if hours[d.weekday()] and d not in closed}
    return replace(plan.calendar, week=hours, closed=closed, special=special)


def _written_hours(plan: Plan) -> Answer | None:
    found = (plan.answers.get(blank) for blank in plan.model.hours)
    return next((hours for hours in found if hours is not None), None)
