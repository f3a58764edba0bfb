"""The last moment at which a promise is still kept: one kernel for one instant and for ten million.

A limit is a duration with its counting; pauses stop the clock, extensions count on from the unextended end. Starts on a
calendar with a horizon are refused outside of it; a calendar without one is given as wide a range as the count needs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from csplan.core.boundaries import Seconds
from csplan.core.counting import NAT, Counter, Moments, Part, begin, begin_keeping_time
from csplan.core.counting_days import DayCounter
from csplan.core.counting_time import ElapsedCounter, OpenTimeCounter
from csplan.core.duration import DATES, ELAPSED, OPEN_DAYS, OPEN_TIME, Counting, Duration
from csplan.core.errors import BadDuration, OutsideHorizon
from csplan.core.instants import FIRST, LAST, instant_at, utc_seconds
from csplan.core.office_calendar import DAY_SECONDS, OfficeCalendar, named_zone
from csplan.core.pauses import NO_PAUSES, Pause, Pauses, union
from csplan.core.tables import Tables, tables_for
from csplan.core.zones import EPOCH_DAY

Instants = NDArray[np.datetime64]
Extension = tuple[Duration, Counting]

CHUNK: Final = 1 << 16  # instants counted at once: so many stay in the cache
MOST_COUNTERS: Final = 256  # limits whose tables are kept for one calendar
LONGEST: Final = (LAST - FIRST).days


@dataclass(frozen=True, slots=True)
class Due:
    """A due instant on the wall of the calendar's zone, and the day that it closes.

    The two differ for a closing at 24:00: the instant is the next midnight, the date the day before.
    """

    at: datetime
    date: date


@overload
def deadline(
    starts: datetime,
    duration: Duration,
    counting: Counting,
    calendar: OfficeCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Due: ...


@overload
def deadline(
    starts: Instants,
    duration: Duration,
    counting: Counting,
    calendar: OfficeCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    refuse: bool = True,
) -> Instants: ...


def deadline(
    starts: Any,
    duration: Duration,
    counting: Counting,
    calendar: OfficeCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    refuse: bool = True,
) -> Any:
    """The due instant of a start: Due for an aware datetime, datetime64[s] (n,) UTC for datetime64[s] (n,) UTC.

    Due exactly at that instant is met. NaT gives NaT; so does a count that leaves the horizon, where refuse is False.
    Raises BadDuration, BadInstant, OutsideHorizon.
    """
    parts = count_parts(duration, counting, extensions)
    stopped = checked_pauses(parts, pauses)
    if isinstance(starts, datetime):
        return one_due(utc_seconds(starts), parts, calendar, stopped)
    seconds = _seconds(starts)
    out = count_instants(seconds, parts, _tables_for_all(seconds, parts, calendar, stopped), stopped)
    if refuse:
        refuse_outside(seconds, out, calendar)
    return out.view("M8[s]").reshape(starts.shape)


def due_dates(
    starts: Instants,
    duration: Duration,
    counting: Counting,
    calendar: OfficeCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    refuse: bool = True,
) -> Instants:
    """The day that each due instant closes, datetime64[D] (n,), for starts datetime64[s] (n,) UTC; as deadline()."""
    parts = count_parts(duration, counting, extensions)
    stopped = checked_pauses(parts, pauses)
    seconds = _seconds(starts)
    tables = _tables_for_all(seconds, parts, calendar, stopped)
    counters = counters_of(parts, tables, stopped)
    pieces = [seconds[low : low + CHUNK] for low in range(0, len(seconds), CHUNK)]
    days = [count_trail(piece, counters, tables)[-1].day for piece in pieces]
    day = np.concatenate([*days, np.zeros(0, np.intp)])
    dates = np.where(day == tables.days, NAT, day + tables.first_day)
    if refuse:
        refuse_outside(seconds, dates, calendar)
    return dates.view("M8[D]").reshape(starts.shape)


def _seconds(starts: Instants) -> Seconds:
    return starts.astype("M8[s]", copy=False).view(np.int64).reshape(-1)


def one_due(start: int, parts: Sequence[Part], calendar: OfficeCalendar, pauses: Pauses) -> Due:
    """The due instant and day of one start in UTC seconds. Raises OutsideHorizon."""
    tables, trail = count_one(start, parts, calendar, pauses)
    return due_of(tables, trail[-1])


def count_one(
    start: int, parts: Sequence[Part], calendar: OfficeCalendar, pauses: Pauses
) -> tuple[Tables, list[Moments]]:
    """The tables that hold one start's count, and the moments of its start and of each part's end, arrays of length 1.

    Raises OutsideHorizon.
    """
    for tables in _wider(start, start, parts, calendar):
        trail = count_trail(np.array([start]), counters_of(parts, tables, pauses), tables)
        if trail[-1].day[0] != tables.days:
            return tables, trail
    raise _outside(start, calendar)


def due_of(tables: Tables, end: Moments) -> Due:
    """The due instant and day of a moment in arrays of length 1."""
    zone = named_zone(tables.calendar.zone)
    return Due(instant_at(int(end.at[0]), zone), tables.date_of(int(end.day[0])))


def count_parts(duration: Duration, counting: Counting, extensions: Sequence[Extension] = ()) -> tuple[Part, ...]:
    """The parts to count one after the other: end_roll applies after the last alone. Raises BadDuration."""
    for extension, own in extensions:
        if extension.n < 1:
            raise BadDuration("an extension adds time; give it a number of at least 1")
        if own.day_one or own.closed_start:
            raise BadDuration(
                "day_one and closed_start have no meaning for an extension, which has no start; leave them out"
            )
    parts = [(duration, counting), *extensions]
    last = len(parts) - 1
    return tuple(Part(each, own.for_unit(each.unit), i == last) for i, (each, own) in enumerate(parts))


def checked_pauses(parts: Sequence[Part], pauses: Sequence[Pause]) -> Pauses:
    """The union of the pauses. Raises BadDuration where the limit knows no pauses, BadInstant for a bad pause."""
    if pauses and any(part.duration.unit == "months" for part in parts):
        raise BadDuration("a limit in months cannot be paused; write it in days")
    if pauses and any(part.duration.n < 0 for part in parts):
        raise BadDuration("a limit that counts back cannot be paused; leave the pauses out")
    return union(pauses)


def counter(part: Part, tables: Tables, pauses: Pauses) -> Counter:
    """What counts a part on these tables, with its tables built; kept for the next call where there are no pauses."""
    if pauses:
        return _counter(part, tables, pauses)
    if part not in tables.counters:
        if len(tables.counters) >= MOST_COUNTERS:
            tables.counters.clear()
        tables.counters[part] = _counter(part, tables, NO_PAUSES)
    found: Counter = tables.counters[part]
    return found


def counters_of(parts: Sequence[Part], tables: Tables, pauses: Pauses) -> list[Counter]:
    """What counts each part, in order."""
    return [counter(part, tables, pauses) for part in parts]


def count_trail(starts: Seconds, counters: Sequence[Counter], tables: Tables) -> list[Moments]:
    """The moments of the starts in UTC seconds (n,), then those at which each part ends."""
    trail = [begin(starts, tables) if len(counters) == 1 else begin_keeping_time(starts, tables)]
    for each in counters:
        trail.append(each.moments(trail[-1]))
    return trail


def count_instants(starts: Seconds, parts: Sequence[Part], tables: Tables, pauses: Pauses) -> Seconds:
    """The due instants of starts in UTC seconds (n,), counted in pieces that stay in the cache."""
    out, counters = np.empty(len(starts), np.int64), counters_of(parts, tables, pauses)
    for low in range(0, len(starts), CHUNK):
        piece = slice(low, low + CHUNK)
        if len(counters) == 1:
            counters[0].fill(starts[piece], out[piece])
        else:
            out[piece] = count_trail(starts[piece], counters, tables)[-1].at
    return out


def _counter(part: Part, tables: Tables, pauses: Pauses) -> Counter:
    if part.duration.family == ELAPSED:
        return ElapsedCounter(part, tables, pauses)
    if part.duration.family == OPEN_TIME:
        return OpenTimeCounter(part, tables, pauses)
    return DayCounter(part, tables, pauses)


def refuse_outside(starts: Seconds, ends: Seconds, calendar: OfficeCalendar) -> None:
    """Raise OutsideHorizon where a start that is a time has no end."""
    if len(ends) and ends.min() == NAT:
        lost = (ends == NAT) & (starts != NAT)
        if lost.any():
            raise _outside(int(starts[np.argmax(lost)]), calendar)


def _outside(start: int, calendar: OfficeCalendar) -> OutsideHorizon:
    try:
        day = str(instant_at(start, named_zone(calendar.zone)).date())
    except OverflowError:
        day = "a start"
    if calendar.horizon is None:
        return OutsideHorizon(f"a limit from {day} leaves the years {FIRST.year} to {LAST.year}; give a smaller number")
    first, last = calendar.horizon
    known = f"calendar {calendar.name} covers {first} to {last}"
    return OutsideHorizon(f"a limit from {day} cannot be counted: {known}; extend the calendar first")


def _tables_for_all(starts: Seconds, parts: Sequence[Part], calendar: OfficeCalendar, pauses: Pauses) -> Tables:
    if calendar.horizon:
        return tables_for(calendar, *calendar.horizon)
    times = starts[starts != NAT]
    low, high = (int(times.min()), int(times.max())) if len(times) else (0, 0)
    tables = None
    for tables in _wider(low, high, parts, calendar):
        ends = count_trail(np.array([low, high]), counters_of(parts, tables, pauses), tables)[-1]
        if (ends.day != tables.days).all():
            break
    return tables or tables_for(calendar, date(1970, 1, 1), date(1970, 12, 31))


def _wider(low: int, high: int, parts: Sequence[Part], calendar: OfficeCalendar) -> Iterator[Tables]:
    """The tables of the horizon; without one, tables of whole years around low to high, ever wider."""
    if calendar.horizon:
        yield tables_for(calendar, *calendar.horizon)
        return
    spans = [(_reach(part.duration, calendar), part.duration.n < 0) for part in parts]
    back, ahead = (sum(reach for reach, is_back in spans if is_back == way) for way in (True, False))
    while max(back, ahead) - 7 * len(calendar.special) <= LONGEST:
        first, last = _day(low, -back - 20), _day(high, ahead + 20)
        yield tables_for(calendar, first.replace(month=1, day=1), last.replace(month=12, day=31))
        back, ahead = 2 * back + 370, 2 * ahead + 370


def _day(seconds: int, further: int) -> date:
    ordinal = EPOCH_DAY + seconds // DAY_SECONDS + further
    return date.fromordinal(min(max(ordinal, FIRST.toordinal()), LAST.toordinal()))


def _reach(duration: Duration, calendar: OfficeCalendar) -> int:
    """About how many days of the wall calendar a duration spans."""
    if duration.family == DATES:
        return abs(duration.n) * {"days": 1, "weeks": 7, "months": 31}[duration.unit]
    if duration.family == OPEN_DAYS:
        return abs(duration.n) * 7 // min(sum(map(bool, week)) for week in calendar.weeks)
    a_week = min(sum(span.closes - span.opens for spans in week for span in spans) for week in calendar.weeks)
    return abs(duration.seconds) // DAY_SECONDS if duration.family == ELAPSED else abs(duration.seconds) * 7 // a_week
