"""What this room asks of the rooms above it, which it does not know: they register their answers.

answers_call_day(call_day_by_plan)
answers_protected(protected_by_plan)
answers_trained(trained_by_plan)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from csplan.core.office_calendar import OfficeCalendar
from csplan.core.plans.answer import ProtectedTime

CallDay = Callable[[UUID, datetime, OfficeCalendar], date | None]
"""(agency, return to work, calendar) -> the day by which calls are returned then; None where nothing is promised."""
Protected = Callable[[UUID, date], tuple[ProtectedTime, ...]]
"""(agency, day) -> the protected time that the plan in force names."""


@dataclass(frozen=True, slots=True)
class Trained:
    """Whom the plan names as trained in something, and how many of them it regards as sufficient (None: not said)."""

    what: str
    names: tuple[str, ...]
    sufficient: int | None


AreTrained = Callable[[UUID, date], tuple[Trained, ...]]
"""(agency, day) -> the lists of trained staff in the plan in force."""

_call_days: list[CallDay] = []
_protected: list[Protected] = []
_trained: list[AreTrained] = []


def answers_call_day(answer: CallDay) -> None:
    """Register who knows by when calls are returned after a return to work."""
    _call_days[:] = [answer]


def answers_protected(answer: Protected) -> None:
    """Register who knows the protected time that an agency's plan names."""
    _protected[:] = [answer]


def answers_trained(answer: AreTrained) -> None:
    """Register who knows which employees an agency's plan names as trained."""
    _trained[:] = [answer]


def call_day(agency: UUID, back: datetime, calendar: OfficeCalendar) -> date | None:
    """The day by which calls are returned after a return to work; None where nothing is promised."""
    return next((answer(agency, back, calendar) for answer in _call_days), None)


def planned_protected(agency: UUID, day: date) -> tuple[ProtectedTime, ...]:
    """The protected time that the plan in force on a day names."""
    return next((answer(agency, day) for answer in _protected), ())


def planned_trained(agency: UUID, day: date) -> tuple[Trained, ...]:
    """The lists of trained staff in the plan in force on a day."""
    return next((answer(agency, day) for answer in _trained), ())
