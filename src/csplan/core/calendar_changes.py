"""Changes of an office calendar: each gives another calendar, and refuses what would change nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from csplan.core.errors import BadCalendar
from csplan.core.instants import day_words
from csplan.core.office_calendar import ClosedDay, OfficeCalendar, Span, Spans, SpecialDay, Week, named_zone

MOST_DAYS = 366  # of one closure


def days_between(first: date, last: date) -> tuple[date, ...]:
    """The days from first to last. Raises BadCalendar for days in the wrong order, or for more than a year."""
    if last < first:
        raise BadCalendar("the last day is before the first; put the earlier day first")
    if (last - first).days >= MOST_DAYS:
        raise BadCalendar("that is more than a year; check the years of the two days")
    return tuple(first + timedelta(days) for days in range((last - first).days + 1))


def closed_on(calendar: OfficeCalendar, days: Iterable[date], why: ClosedDay) -> OfficeCalendar:
    """The calendar with those of the days closed on which the office would open; a single closed day gets this reason.

    Raises BadCalendar where the office is closed on all of them anyway.
    """
    asked = tuple(days)
    opening = [day for day in asked if calendar.is_open_day(day)]
    if not opening and len(asked) == 1 and calendar.closed.get(asked[0], why) != why:
        opening = list(asked)
    if not opening:
        raise BadCalendar("the office is closed on that day anyway; choose a day on which it opens")
    _check_horizon(calendar, opening)
    special = {day: hours for day, hours in calendar.special.items() if day not in opening}
    return replace(calendar, closed={**calendar.closed, **dict.fromkeys(opening, why)}, special=special)


def open_on(calendar: OfficeCalendar, day: date, spans: Spans, name: str) -> OfficeCalendar:
    """The calendar with those hours on one day. Raises BadCalendar where these are its hours anyway."""
    if calendar.spans(day) == spans:
        raise BadCalendar("these are the hours of that day anyway; give others")
    _check_horizon(calendar, [day])
    closed = {each: why for each, why in calendar.closed.items() if each != day}
    return replace(calendar, closed=closed, special={**calendar.special, day: SpecialDay(spans, name)})


def as_usual_on(calendar: OfficeCalendar, days: Iterable[date]) -> OfficeCalendar:
    """The calendar with the usual hours of the weekday on those days. Raises BadCalendar where no day has others."""
    taken = {day for day in days if day in calendar.closed or day in calendar.special}
    if not taken:
        raise BadCalendar("that day has its usual hours already; choose a closed day or one with other hours")
    closed = {day: why for day, why in calendar.closed.items() if day not in taken}
    special = {day: hours for day, hours in calendar.special.items() if day not in taken}
    return replace(calendar, closed=closed, special=special)


def hours_from(calendar: OfficeCalendar, first: date, week: Week) -> OfficeCalendar:
    """The calendar with other weekly hours from a day on. Raises BadCalendar where these are its hours anyway."""
    if calendar.week_on(first) == week:
        raise BadCalendar("these are the weekly hours on that day anyway; give others")
    _check_horizon(calendar, [first])
    later = [each for each in calendar.later if each[0] != first]
    return replace(calendar, later=tuple(sorted([*later, (first, week)])))


def curated_until(calendar: OfficeCalendar, last: date, source: OfficeCalendar) -> OfficeCalendar:
    """The calendar with a later end of its horizon; the days after the present end are closed as the source says."""
    if calendar.horizon is None or last <= calendar.horizon[1]:
        raise BadCalendar("the calendar reaches as far already; give a later day")
    if source.horizon and last > source.horizon[1]:
        raise BadCalendar(f"{source.name} goes up to {day_words(source.horizon[1])}; give a day up to then")
    now = calendar.horizon[1]
    closed = {day: why for day, why in source.closed.items() if now < day <= last}
    special = {day: hours for day, hours in source.special.items() if now < day <= last}
    special = {day: hours for day, hours in special.items() if calendar.week_on(day)[day.weekday()]}
    return replace(
        calendar,
        closed={**calendar.closed, **closed},
        special={**calendar.special, **special},
        horizon=(calendar.horizon[0], last),
    )


def closes_earlier(calendar: OfficeCalendar, day: date, spans: Spans) -> bool:
    """Whether hours of a day end before those that the calendar has for it."""
    now = calendar.spans(day)
    return bool(now) and max(span.closes for span in spans) < max(span.closes for span in now)


def closing_at(spans: Spans, closes: int) -> Spans:
    """The hours of a day up to a closing, in seconds after midnight; none where the office would not open before it."""
    return tuple(Span(each.opens, min(each.closes, closes)) for each in spans if each.opens < closes)


def settled_until(before: OfficeCalendar, after: OfficeCalendar) -> datetime | None:
    """The instant before which nothing is due otherwise, of what starts before it too; None where anything may be.

    It is the begin of the last open day before the first day that differs: a date that falls on a closed day may be
    taken back to that one.
    """
    day = _first_difference(before, after)
    reach = (day - timedelta(each) for each in range(1, MOST_DAYS)) if day > date.min + timedelta(MOST_DAYS) else ()
    opening = next((each for each in reach if before.is_open_day(each) and after.is_open_day(each)), None)
    return datetime.combine(opening, time(), named_zone(before.zone)) if opening else None


def _first_difference(before: OfficeCalendar, after: OfficeCalendar) -> date:
    """The first day that is not the same in both; date.min where their zones or usual hours differ from the outset."""
    if (before.zone, before.week) != (after.zone, after.week):
        return date.min
    named = {*before.closed, *after.closed, *before.special, *after.special}
    days = {day for day in named if _said(before, day) != _said(after, day)}
    weeks = {day for day, _ in set(before.later) ^ set(after.later)}
    reached = set(before.horizon or ()) ^ set(after.horizon or ())
    return min(days | weeks | reached, default=date.max)


def _said(calendar: OfficeCalendar, day: date) -> object:
    return calendar.closed.get(day), calendar.special.get(day)


def _check_horizon(calendar: OfficeCalendar, days: Iterable[date]) -> None:
    first, last = calendar.horizon or (date.min, date.max)
    if not all(first <= day <= last for day in days):
        raise BadCalendar(f"the calendar covers {day_words(first)} to {day_words(last)}; give a day in between")
