"""The slow, obvious reading of the counting rules: day by day in plain Python, to hold the kernel against.

Where the rules leave room, this is the reading taken:
- A day is the local date in the calendar's zone. A wall time becomes an instant by zoneinfo's fold 0: one that a
  change of clocks skips moves forward by the gap, a doubled one is the first. 24:00 is the next date's 00:00.
- Elapsed and business time end at the earliest instant (going back: the latest) between which and the start n is
  counted; so a count that ends where a pause, a skipped day or a closing begins stays there.
- n = 0 looks at no pause: it is the start itself (elapsed), the start moved to the next opening (business time) or
  the start's date (days), which `roll` and `roll-after-hours` move forward, and `keep` and `day_one` leave alone.
- Open time is the union of the spans' intervals of instants; one whose ends a change of clocks reverses is empty,
  though its day stays an open day. A day's closing is the wall time of its last span.
- Business time that ends at a day's 24:00 belongs to that day. So does, going back, a start that `roll-after-hours`
  finds at, or moves to, a closing at 24:00.
- A day counts unless its last closing (calendar days: its 24:00) lies in a pause, from <= instant < to, be that
  instant before the start or not.
- With `start-day` the count may end at a closing before the start: it is not moved.
- An extension counts on from the end so far: day counts from its date and clock time (the start's, as rolled; after
  a count of time: the end's), counts of time from its instant, which a day count has by its own due_time.
  `day_one` and `closed_start` of an extension are not looked at; `end_roll` and `due_time` are those of the last part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from csplan.core.duration import DATES, ELAPSED, OPEN_DAYS, OPEN_TIME, Counting, Duration
from csplan.core.errors import BadDuration
from csplan.core.office_calendar import DAY_SECONDS, OfficeCalendar

Piece = tuple[datetime, datetime]  # from, to; in UTC, half-open
Pauses = Sequence[Piece]
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
END_OF_DAY = DAY_SECONDS - 1


@dataclass(frozen=True)
class Moment:
    """A local day, the clock time on it in seconds (86400 is its 24:00) and the instant in UTC."""

    day: date
    clock: int
    at: datetime


def oracle_due(
    start: datetime,
    duration: Duration,
    counting: Counting,
    calendar: OfficeCalendar,
    pauses: Pauses = (),
    extensions: Sequence[tuple[Duration, Counting]] = (),
) -> tuple[datetime, date]:
    """The due instant in UTC and the due date. Raises BadDuration for pauses with months or a negative n."""
    parts = [(duration, counting), *extensions]
    pauses = [(begins.astimezone(UTC), ends.astimezone(UTC)) for begins, ends in pauses]
    if pauses and any(part.n < 0 or part.unit == "months" for part, _ in parts):
        raise BadDuration("no pauses with months or a negative n")
    end = moment(calendar, start)
    for place, (part, given) in enumerate(parts):
        usual = given.for_unit(part.unit)
        options = replace(usual, day_one="after-start", closed_start="keep") if place else usual
        end = counted(end, part, options, calendar, pauses)
    end = rolled(end, parts[-1][0], options, calendar)
    return end.at, end.day


def counted(begin: Moment, part: Duration, options: Counting, calendar: OfficeCalendar, pauses: Pauses) -> Moment:
    """The end of one part, before end_roll."""
    if part.family == ELAPSED:
        return moment(calendar, elapsed_end(begin.at, part, options, calendar, pauses))
    if part.family == OPEN_TIME:
        return open_time_end(begin.at, part, calendar, pauses)
    if part.family == OPEN_DAYS:
        begin = moved_start(begin, part.n, options, calendar)
        day = open_day_end(begin.day, part.n, options, calendar, pauses)
    else:
        day = date_end(begin.day, part, calendar, pauses)
    return replace(begin, day=day, at=due_instant(day, begin.clock, options, calendar))


def rolled(end: Moment, part: Duration, options: Counting, calendar: OfficeCalendar) -> Moment:
    """The end moved off a closed day, as end_roll asks."""
    if options.end_roll == "none" or part.family in (OPEN_DAYS, OPEN_TIME):
        return end
    day, step = end.day, DAY if options.end_roll == "next-open-day" else -DAY
    while not calendar.is_open_day(day):
        day += step
    if day == end.day:
        return end
    at = due_instant(day, end.clock, options, calendar) if part.family == DATES else wall(calendar, day, end.clock)
    return Moment(day, end.clock, at)


def due_instant(day: date, clock: int, options: Counting, calendar: OfficeCalendar) -> datetime:
    """The moment on the last day at which a day count is due."""
    if options.due_time == "same-time":
        return wall(calendar, day, clock)
    return closing(calendar, day) if options.due_time == "close" else wall(calendar, day, END_OF_DAY)


def elapsed_end(
    start: datetime, part: Duration, options: Counting, calendar: OfficeCalendar, pauses: Pauses
) -> datetime:
    """The instant n minutes or hours away, leaving out pauses and skipped days."""
    if part.n == 0:
        return start
    pieces = running(days_in_pieces(start, part.n, options, calendar), pauses)
    return spent(pieces, start, part.seconds)


def open_time_end(start: datetime, part: Duration, calendar: OfficeCalendar, pauses: Pauses) -> Moment:
    """The moment n business minutes or hours away; for n = 0 the start, or the next opening where it is outside."""
    if part.n == 0:
        return moment(calendar, next_opening(start, calendar))
    at = spent(running(open_pieces(start, part.n, calendar), pauses), start, part.seconds)
    return ending_moment(calendar, at) if part.n > 0 else moment(calendar, at)


def moved_start(begin: Moment, n: int, options: Counting, calendar: OfficeCalendar) -> Moment:
    """The start as closed_start moves it: forward, or back for a negative n."""
    if options.closed_start == "roll-after-hours":
        if n >= 0:
            return moment(calendar, next_opening(begin.at, calendar))
        return ending_moment(calendar, last_closing(begin.at, calendar))
    day = begin.day
    while options.closed_start == "roll" and not calendar.is_open_day(day):
        day += DAY if n >= 0 else -DAY
    return replace(begin, day=day)


def open_day_end(day: date, n: int, options: Counting, calendar: OfficeCalendar, pauses: Pauses) -> date:
    """The n-th open day at whose closing the clock is running, day 1 being after (or on) the given day."""
    step = DAY if n > 0 else -DAY
    left = abs(n)
    day = day - step if left and options.day_one == "start-day" else day
    while left:
        day += step
        left -= calendar.is_open_day(day) and not is_paused(closing(calendar, day), pauses)
    return day


def date_end(day: date, part: Duration, calendar: OfficeCalendar, pauses: Pauses) -> date:
    """The date n days, weeks or months away; a month's end clamps, a day paused at its 24:00 does not count."""
    if part.unit == "months":
        return same_day_of_month(day, part.n)
    left = part.n * (7 if part.unit == "weeks" else 1)
    step = DAY if left > 0 else -DAY
    while left:
        day += step
        left -= 0 if is_paused(wall(calendar, day, DAY_SECONDS), pauses) else step.days
    return day


def same_day_of_month(day: date, months: int) -> date:
    """That day of the month so many months away, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (31, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("a month has at least 28 days")


def spent(pieces: Iterator[Piece], start: datetime, seconds: int) -> datetime:
    """The instant by which that much of the pieces lies between it and the start (negative: before the start)."""
    left = timedelta(seconds=abs(seconds))
    for begins, ends in pieces:
        begins, ends = (max(begins, start), ends) if seconds > 0 else (begins, min(ends, start))
        if begins < ends and left <= ends - begins:
            return begins + left if seconds > 0 else ends - left
        left -= max(ends - begins, timedelta(0))
    raise AssertionError("the pieces never end")


def running(pieces: Iterator[Piece], pauses: Pauses) -> Iterator[Piece]:
    """The pieces without what lies in a pause (which only counting forward has)."""
    for begins, ends in pieces:
        for pause_begins, pause_ends in sorted(pauses):
            if pause_begins < ends and begins < pause_ends:
                yield begins, pause_begins
                begins = pause_ends
        yield begins, ends


def days_in_pieces(start: datetime, n: int, options: Counting, calendar: OfficeCalendar) -> Iterator[Piece]:
    """Whole local days from the start's on (negative: back), without skipped ones."""
    for day in days_from(moment(calendar, start).day, n):
        if options.skip == "none" or not is_sunday_or_holiday(day, calendar):
            yield wall(calendar, day, 0), wall(calendar, day, DAY_SECONDS)


def open_pieces(start: datetime, n: int, calendar: OfficeCalendar) -> Iterator[Piece]:
    """Open time from the start's day on (negative: back), in disjoint pieces in that order."""
    for day in days_from(moment(calendar, start).day, n):
        yield from open_pieces_of(day, calendar) if n > 0 else reversed(list(open_pieces_of(day, calendar)))


def open_pieces_of(day: date, calendar: OfficeCalendar) -> Iterator[Piece]:
    """The open time of a day: the union of its spans."""
    spans = calendar.spans(day)
    pieces = sorted((wall(calendar, day, span.opens), wall(calendar, day, span.closes)) for span in spans)
    reached = datetime.min.replace(tzinfo=UTC)
    for begins, ends in pieces:
        if max(begins, reached) < ends:
            yield max(begins, reached), ends
            reached = ends


def days_from(day: date, n: int) -> Iterator[date]:
    """The days from the one before (going back: after) that day on, without end, in the direction of n."""
    step = DAY if n >= 0 else -DAY
    day -= step
    while True:
        yield day
        day += step


def next_opening(start: datetime, calendar: OfficeCalendar) -> datetime:
    """The start itself where the office is open, else the next opening; at closing it is closed."""
    return next(max(begins, start) for begins, ends in open_pieces(start, 1, calendar) if start < ends)


def last_closing(start: datetime, calendar: OfficeCalendar) -> datetime:
    """The start itself where the office is open, else the last closing; at opening it is closed."""
    return next(min(ends, start) for begins, ends in open_pieces(start, -1, calendar) if begins < start)


def is_sunday_or_holiday(day: date, calendar: OfficeCalendar) -> bool:
    """Whether a day is one of those that `sundays-and-holidays` leaves out."""
    return day.weekday() == 6 or (day in calendar.closed and calendar.closed[day].holiday)


def is_paused(at: datetime, pauses: Pauses) -> bool:
    """Whether an instant lies in a pause."""
    return any(begins <= at < ends for begins, ends in pauses)


def closing(calendar: OfficeCalendar, day: date) -> datetime:
    """The last closing of a day; 23:59:59 where it is closed."""
    return wall(calendar, day, max((span.closes for span in calendar.spans(day)), default=END_OF_DAY))


def wall(calendar: OfficeCalendar, day: date, seconds: int) -> datetime:
    """The instant in UTC at which the office's clock shows so many seconds after that day's midnight."""
    shown = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    return shown.replace(tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)


def moment(calendar: OfficeCalendar, at: datetime) -> Moment:
    """An instant as the office's calendar and clock show it."""
    local = at.astimezone(ZoneInfo(calendar.zone))
    return Moment(local.date(), local.hour * 3600 + local.minute * 60 + local.second, at.astimezone(UTC))


def ending_moment(calendar: OfficeCalendar, at: datetime) -> Moment:
    """The same, but midnight is the 24:00 of the day that ends."""
    before = moment(calendar, at - SECOND)
    here = moment(calendar, at)
    return here if before.day == here.day else replace(before, clock=DAY_SECONDS, at=here.at)
