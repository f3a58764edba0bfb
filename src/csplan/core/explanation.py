"""Why something is due when it is: each day counted or not, with its reason, by the kernel that gives the date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from csplan.core.counting import Moments, Part
from csplan.core.counting_days import DayCounter, into_hours
from csplan.core.counting_time import ElapsedCounter, OpenTimeCounter
from csplan.core.deadline import Due, Extension, checked_pauses, count_one, count_parts, counter, deadline, due_of
from csplan.core.duration import DATES, OPEN_DAYS, OPEN_TIME, Counting, Duration, Reading
from csplan.core.errors import OutsideHorizon
from csplan.core.explanation_days import (
    COUNTED,
    NOT_COUNTED,
    PASSED,
    PAUSED,
    START,
    DayLine,
    day_lines,
    day_says,
)
from csplan.core.instants import utc_seconds
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.core.pauses import Pause, Pauses
from csplan.core.tables import Tables


@dataclass(frozen=True, slots=True)
class PartLines:
    """The days of one part of a count (the limit itself, or an extension), in the order of counting."""

    duration: Duration
    counting: Counting
    days: tuple[DayLine, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A due instant with all that leads to it."""

    start: datetime
    fact: str  # the fact that started it
    says: str  # the sentence that promises it
    cite: str
    calendar: OfficeCalendar
    parts: tuple[PartLines, ...]
    pauses: tuple[Pause, ...]
    due: Due
    readings: tuple[tuple[str, Due], ...]  # the result under readings not taken

    @property
    def days(self) -> tuple[DayLine, ...]:
        """The days of all parts, in the order of counting."""
        return tuple(day for part in self.parts for day in part.days)


def explain(
    start: datetime,
    duration: Duration,
    counting: Counting,
    calendar: OfficeCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    fact: str = "start",
    says: str = "",
    cite: str = "",
    readings: Sequence[Reading] = (),
) -> Explanation:
    """The due instant of a start, explained. Raises what deadline() raises.

    readings are those that the source leaves open; without any, those that every source of this kind leaves open.
    """
    parts = count_parts(duration, counting, extensions)
    stopped = checked_pauses(parts, pauses)
    tables, trail = count_one(utc_seconds(start), parts, calendar, stopped)
    lines = tuple(_parts(trail, parts, tables, stopped))
    others = tuple(readings) or usual_readings(start, duration, counting, calendar)
    due = due_of(tables, trail[-1])
    wall = start.astimezone(due.at.tzinfo)
    found = tuple(_under(others, start, calendar, pauses, extensions, due, keep=bool(readings)))
    return Explanation(wall, fact, says, cite, calendar, lines, tuple(pauses), due, found)


def usual_readings(
    start: datetime, duration: Duration, counting: Counting, calendar: OfficeCalendar
) -> tuple[Reading, ...]:
    """The other readings of limits whose sources do not say how to count, as far as they matter to this start."""
    if duration.n <= 0:
        return ()
    if duration.family == OPEN_DAYS and counting.closed_start in (None, "keep") and not _is_in_hours(start, calendar):
        rolled = replace(counting, closed_start="roll-after-hours")
        return (Reading("if a start outside opening hours first moves to the next opening", duration, rolled),)
    if duration.unit == "days" and counting.end_roll in (None, "none"):
        rolled = replace(counting, end_roll="next-open-day")
        return (
            Reading("if days were working days", Duration(duration.n, "working days"), Counting()),
            Reading("if an end on a closed day moved to the next open day", duration, rolled),
        )
    if duration.unit == "hours" and counting.skip in (None, "none"):
        skipped = replace(counting, skip="sundays-and-holidays")
        return (Reading("if whole Sundays and legal holidays were left out", duration, skipped),)
    return ()


def _is_in_hours(start: datetime, calendar: OfficeCalendar) -> bool:
    wall = start.astimezone(named_zone(calendar.zone))
    second = wall.hour * 3600 + wall.minute * 60 + wall.second
    return any(span.opens <= second < span.closes for span in calendar.spans(wall.date()))


def _under(
    readings: Sequence[Reading],
    start: datetime,
    calendar: OfficeCalendar,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
    taken: Due,
    keep: bool,
) -> Iterator[tuple[str, Due]]:
    for reading in readings:
        try:
            due = deadline(start, reading.duration, reading.counting, calendar, pauses=pauses, extensions=extensions)
        except OutsideHorizon:
            continue
        if keep or due != taken:
            yield reading.name, due


def _parts(trail: list[Moments], parts: Sequence[Part], tables: Tables, pauses: Pauses) -> Iterator[PartLines]:
    for part, moments, end in zip(parts, trail, trail[1:], strict=False):
        unrolled = end
        if part.rolls and part.counting.end_roll != "none":
            unrolled = counter(replace(part, rolls=False), tables, pauses).moments(moments)
        is_in_days = part.duration.family in (OPEN_DAYS, DATES)
        days = (_count_lines if is_in_days else _time_lines)(moments, unrolled, part, tables, pauses)
        if end is not unrolled:
            days += _passed(int(unrolled.day[0]), int(end.day[0]), tables)
        yield PartLines(part.duration, part.counting, tuple(days))


def _count_lines(start: Moments, end: Moments, part: Part, tables: Tables, pauses: Pauses) -> list[DayLine]:
    given, last = int(start.day[0]), int(end.day[0])
    first = _first_day(start, part, tables)
    step = 1 if part.duration.n >= 0 else -1
    low, high = min(first, last), max(first, last)
    lines = day_lines(tables, part.duration.family, low, high)
    if pauses:
        lines = _less_pauses(lines, low, part, tables, pauses)
    lines = lines[::step] if step < 0 else lines
    itself = part.counting.day_one == "start-day" and lines[0].mark == COUNTED and part.duration.n
    if not itself:
        lines[0] = DayLine(lines[0].date, START, lines[0].why)
    return _passed(given, first, tables) + lines if first != given else lines


def _first_day(start: Moments, part: Part, tables: Tables) -> int:
    """The day from which a part in days counts: the start's own, or where closed_start moves it."""
    n, closed_start = part.duration.n, part.counting.closed_start
    if closed_start == "roll":
        return int((tables.next_open if n >= 0 else tables.previous_open)[start.day[0]])
    return int((into_hours(start, n, tables) if closed_start == "roll-after-hours" else start).day[0])


def _less_pauses(lines: list[DayLine], low: int, part: Part, tables: Tables, pauses: Pauses) -> list[DayLine]:
    found = counter(part, tables, pauses)
    assert isinstance(found, DayCounter)
    counted = found.counted[low : low + len(lines)].tolist()
    return [
        replace(line, mark=PAUSED) if line.mark == COUNTED and not counts else line
        for line, counts in zip(lines, counted, strict=True)
    ]


def _passed(first: int, last: int, tables: Tables) -> list[DayLine]:
    """The days from first on, short of last, that a rolling passes over."""
    step = 1 if last >= first else -1
    days = (tables.date_of(index) for index in range(first, last, step))
    return [DayLine(day, PASSED, day_says(tables.calendar, day)) for day in days]


def _time_lines(start: Moments, end: Moments, part: Part, tables: Tables, pauses: Pauses) -> list[DayLine]:
    low, high = sorted((int(start.day[0]), int(end.day[0])))
    first, last = sorted((int(start.at[0]), int(end.at[0])))
    bounds = np.clip(tables.midnights[low : high + 2], first, max(last, first))
    found = counter(part, tables, pauses)
    assert isinstance(found, ElapsedCounter | OpenTimeCounter)
    lines = []
    counted = np.diff(found.counted_before(bounds)).tolist()
    for line, seconds in zip(day_lines(tables, OPEN_TIME, low, high), counted, strict=True):
        why = line.why if isinstance(found, OpenTimeCounter) or not seconds else ""
        lines.append(DayLine(line.date, COUNTED if seconds else NOT_COUNTED, why, seconds))
    return lines if part.duration.n >= 0 else lines[::-1]
