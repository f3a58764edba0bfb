"""Calendars proposed to an office: its first one, and the hours that a plan in force writes. Somebody confirms them."""

from dataclasses import dataclass
from datetime import date

from csplan.agencies.models import Office
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import OfficeCalendar, Week
from csplan.core.plans.plan import Plan, office_hours, plan_calendar
from csplan.policy.calendars import named_calendar
from csplan.standards.compiled import compiled_plan
from csplan.standards.queries import plan_in_force

HORIZON_WARNED_DAYS = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """A calendar proposed, with where it comes from in words."""

    calendar: OfficeCalendar
    comes_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedHours:
    """Weekly hours that a plan in force writes and the office's calendar does not have."""

    week: Week
    first: date
    version: int


def first_calendar(office: Office, day: date) -> Proposal:
    """The first calendar proposed to an office: the one that the plan in force names, with its hours.

    Without a plan it is the one named when the office was added, or the state's. Raises BadCalendar for unknown names.
    """
    plan = _plan(office, day)
    from_plan = plan and plan_calendar(plan)
    if plan and from_plan:
        hours = ("the hours of your plan",) if office_hours(plan) else ()
        return Proposal(from_plan, (f"the days of the calendar {from_plan.name}, which your plan names", *hours))
    if office.proposed:
        return Proposal(named_calendar(office.proposed), (f"the calendar {office.proposed}, named for your office",))
    state = named_calendar(office.agency.state)
    return Proposal(state, (f"the days and hours of the state's calendar {state.name}",))


def source_of_days(office: Office) -> OfficeCalendar | None:
    """The state's curated calendar, from which further years are taken; None where it has none."""
    try:
        return named_calendar(office.agency.state)
    except CsplanError:
        return None


def proposed_hours(office: Office, calendar: OfficeCalendar, day: date) -> ProposedHours | None:
    """The hours of the plan in force, from the first day on which they could hold; None where these are the hours."""
    stored = plan_in_force(office.agency_id, day)
    plan = _plan(office, day)
    week = office_hours(plan) if plan else None
    first = max(day, stored.first_day) if stored else day
    if stored is None or week is None or calendar.week_on(first) == week:
        return None
    return ProposedHours(week, first, stored.version)


def ends_soon(calendar: OfficeCalendar, day: date) -> date | None:
    """The last day of a calendar that ends within 60 days, None of one that reaches further."""
    last = calendar.horizon[1] if calendar.horizon else None
    return last if last and (last - day).days <= HORIZON_WARNED_DAYS else None


def _plan(office: Office, day: date) -> Plan | None:
    stored = plan_in_force(office.agency_id, day)
    return compiled_plan(stored.text, stored.model_text.text, f"plan version {stored.version}") if stored else None
