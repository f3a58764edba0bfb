"""Why the oracle's due date is what it is: each day from the start to the due date, counted or not, with a reason.

start     the start's own date, day zero            moved    left behind by closed_start
counted   counted (of hours and minutes: some of it) closed   the office does not open
paused    the clock stood still                     skipped  left out by `sundays-and-holidays`
outside   nothing of its time lies between start and due
end       the count ended at its first moment       rolled   the end was moved here by end_roll
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from csplan.core.duration import DATES, ELAPSED, OPEN_DAYS, OPEN_TIME, Counting, Duration
from csplan.core.office_calendar import DAY_SECONDS, OfficeCalendar
from oracle import (
    DAY,
    Moment,
    Pauses,
    closing,
    date_end,
    elapsed_end,
    is_paused,
    is_sunday_or_holiday,
    moment,
    moved_start,
    open_day_end,
    open_pieces_of,
    open_time_end,
    oracle_due,
    running,
    wall,
)

REASONS = ("start", "moved", "counted", "closed", "paused", "skipped", "outside", "end", "rolled")


@dataclass(frozen=True)
class Line:
    """One day of an explanation; seconds is what hours and minutes take of it, None for days."""

    day: date
    reason: str
    seconds: int | None = None


@dataclass(frozen=True)
class Asked:
    """One question, with the defaults of its unit filled in."""

    start: Moment
    duration: Duration
    options: Counting
    calendar: OfficeCalendar
    pauses: Pauses


def explained(
    start: datetime, duration: Duration, counting: Counting, calendar: OfficeCalendar, pauses: Pauses = ()
) -> list[Line]:
    """The days in the order in which they are counted, back in time for a negative n."""
    asked = Asked(moment(calendar, start), duration, counting.for_unit(duration.unit), calendar, pauses)
    lines = list(_days(asked) if duration.family in (OPEN_DAYS, DATES) else _times(asked))
    _, due_date = oracle_due(start, duration, counting, calendar, pauses)
    rolled_past = list(_between(lines[-1].day, due_date))
    zero = None if lines[-1].seconds is None else 0
    return lines + [Line(day, "rolled" if day == due_date else "closed", zero) for day in rolled_past]


def _days(asked: Asked) -> Iterator[Line]:
    first = asked.start.day
    if asked.duration.family == OPEN_DAYS:
        first = moved_start(asked.start, asked.duration.n, asked.options, asked.calendar).day
    passed = [asked.start.day, *_between(asked.start.day, first)][:-1]
    yield from (Line(day, "moved") for day in passed)
    yield Line(first, _why(first, asked) if asked.duration.n and asked.options.day_one == "start-day" else "start")
    yield from (Line(day, _why(day, asked)) for day in _between(first, _last_counted(first, asked)))


def _last_counted(first: date, asked: Asked) -> date:
    """The last day of a count of days, before end_roll."""
    part, calendar, pauses = asked.duration, asked.calendar, asked.pauses
    if part.family == OPEN_DAYS:
        return open_day_end(first, part.n, asked.options, calendar, pauses)
    return date_end(first, part, calendar, pauses)


def _why(day: date, asked: Asked) -> str:
    """Whether a day of a count of days counts: "counted", "closed" or "paused"."""
    open_days = asked.duration.family == OPEN_DAYS
    if open_days and not asked.calendar.is_open_day(day):
        return "closed"
    judged_at = closing(asked.calendar, day) if open_days else wall(asked.calendar, day, DAY_SECONDS)
    return "paused" if is_paused(judged_at, asked.pauses) else "counted"


def _times(asked: Asked) -> Iterator[Line]:
    end = _unrolled_end(asked)
    for day in (asked.start.day, *_between(asked.start.day, end.day)):
        if asked.duration.n:
            seconds = _seconds(day, end.at, asked, asked.pauses)
            yield Line(day, "counted" if seconds else _why_no_time(day, end, asked), seconds)
        else:
            reason = "outside" if asked.calendar.is_open_day(day) else "closed"
            yield Line(day, "start" if day == end.day else reason, 0)


def _unrolled_end(asked: Asked) -> Moment:
    start, calendar = asked.start.at, asked.calendar
    if asked.duration.family == OPEN_TIME:
        return open_time_end(start, asked.duration, calendar, asked.pauses)
    return moment(calendar, elapsed_end(start, asked.duration, asked.options, calendar, asked.pauses))


def _seconds(day: date, end: datetime, asked: Asked, pauses: Pauses) -> int:
    """The seconds of a day that are counted."""
    pieces = running(_pieces_of(day, asked), pauses)
    first, last = sorted((asked.start.at, end))
    clipped = ((max(begins, first), min(ends, last)) for begins, ends in pieces)
    return int(sum((max(ends - begins, timedelta(0)) for begins, ends in clipped), timedelta(0)).total_seconds())


def _pieces_of(day: date, asked: Asked) -> Iterator[tuple[datetime, datetime]]:
    if asked.duration.family == OPEN_TIME:
        yield from open_pieces_of(day, asked.calendar)
    elif asked.options.skip == "none" or not is_sunday_or_holiday(day, asked.calendar):
        yield wall(asked.calendar, day, 0), wall(asked.calendar, day, DAY_SECONDS)


def _why_no_time(day: date, end: Moment, asked: Asked) -> str:
    """Why nothing of a day is counted."""
    if _seconds(day, end.at, asked, ()):
        return "paused"
    if asked.duration.family == ELAPSED and not list(_pieces_of(day, asked)):
        return "skipped"
    if asked.duration.family == OPEN_TIME and not asked.calendar.is_open_day(day):
        return "closed"
    return "end" if day == end.day != asked.start.day else "outside"


def _between(first: date, last: date) -> Iterator[date]:
    """The days after first up to and including last, back in time where last is earlier; none if they are one."""
    step = DAY if last > first else -DAY
    while first != last:
        first += step
        yield first
