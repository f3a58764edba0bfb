"""An explanation as text, and as data that another program can read."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import Any, Final

from csplan.core.deadline import Due
from csplan.core.duration import DATES, ELAPSED, MEANINGFUL, OPEN_DAYS, Counting, Duration
from csplan.core.explanation import Explanation, PartLines
from csplan.core.explanation_days import COUNTED, PASSED, PAUSED, START, DayLine
from csplan.core.instants import day_words, moment_words

RULES: Final = {
    OPEN_DAYS: ("open days", "each day on which the office opens counts"),
    DATES: ("calendar days", "each day of the calendar counts, open or closed"),
    ELAPSED: ("elapsed time", "time runs day and night, open or closed"),
    "open time": ("open time", "only time during which the office is open counts"),
}
SAYS: Final = {
    ("day_one", "after-start"): "the day of the start is day zero",
    ("day_one", "start-day"): "the day of the start is day 1 if the office opens on it",
    ("closed_start", "keep"): "a start on a closed day or after hours stays where it is",
    ("closed_start", "roll"): "a start on a closed day first moves to the next open day",
    ("closed_start", "roll-after-hours"): "a start outside opening hours first moves to the next opening",
    ("end_roll", "none"): "an end on a closed day does not move",
    ("end_roll", "next-open-day"): "an end on a closed day moves to the next open day",
    ("end_roll", "previous-open-day"): "an end on a closed day moves to the open day before",
    ("due_time", "close"): "due when the office closes on the last day",
    ("due_time", "end-of-day"): "due at the end of the last day",
    ("due_time", "same-time"): "due on the last day at the time of day of the start",
    ("skip", "none"): "Sundays and holidays run too",
    ("skip", "sundays-and-holidays"): "whole Sundays and legal holidays are left out",
}
MARKS: Final = {START: "day zero, the start", PASSED: "moved past", PAUSED: "paused, not counted"}


@lru_cache(maxsize=1024)
def rule_name(duration: Duration, counting: Counting) -> str:
    """The name of a counting rule: its kind, and the options that are not the unit's defaults."""
    default = Counting().for_unit(duration.unit)
    own = [
        f"{name} = {getattr(counting, name)}"
        for name in MEANINGFUL[duration.family]
        if getattr(counting, name) != getattr(default, name)
    ]
    return ", ".join([RULES[duration.family][0], *own])


@lru_cache(maxsize=1024)
def rule_sentence(duration: Duration, counting: Counting) -> str:
    """The counting rule in one sentence."""
    options = [SAYS[name, getattr(counting, name)] for name in MEANINGFUL[duration.family]]
    back = ["counted back from the event"] if duration.n < 0 else []
    sentence = "; ".join([RULES[duration.family][1], *back, *options])
    return sentence[0].upper() + sentence[1:] + "."


def explanation_text(explanation: Explanation) -> str:
    """The explanation in lines of text, from the fact that started it to the due instant."""
    return "\n".join(_lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    yield f"Start: {moment_words(explanation.start)} ({explanation.fact})"
    if explanation.says:
        yield f'Promise: "{explanation.says}" ({explanation.cite})' if explanation.cite else f'"{explanation.says}"'
    for index, part in enumerate(explanation.parts):
        yield f"{'Extension' if index else 'Limit'}: {part.duration}, calendar {explanation.calendar.name}"
        yield f"Rule: {rule_name(part.duration, part.counting)}. {rule_sentence(part.duration, part.counting)}"
        yield from (
            f"Paused: {moment_words(begin)} to {moment_words(end)}" for begin, end in explanation.pauses if not index
        )
        yield from (f"  {line}" for line in day_lines(part))
    yield f"Due: {due_says(explanation.due)}"
    for name, due in explanation.readings:
        yield f"Another reading: {due_says(due)}, {name}"


def day_lines(part: PartLines) -> Iterator[str]:
    """One line for each day of a part: "Thu 26 Nov 2026: closed, Thanksgiving, Wis. Stat. 230.35(4)(a)"."""
    number = 0
    for day in part.days:
        number += day.mark == COUNTED
        says = _mark(day, number)
        yield f"{day_words(day.date)}: {day.why}{' - ' if day.why and says else ''}{says}"


def _mark(day: DayLine, number: int) -> str:
    if day.mark == COUNTED and day.seconds is not None:
        return f"{_length(day.seconds)} counted"
    if day.mark == COUNTED:
        return f"day {number}"
    return MARKS.get(day.mark, "" if day.why.startswith("closed") else "not counted")


def _length(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def due_says(due: Due) -> str:
    """A due instant in words and as written for a program; with its date where midnight closes the day before."""
    closing = f", closing {due.date:%a %-d %b %Y}" if due.at.date() != due.date else ""
    return f"{moment_words(due.at)}{closing} ({due.at.isoformat()})"


def explanation_data(explanation: Explanation) -> dict[str, Any]:
    """The explanation as JSON-ready data; its shape is described in docs/counting.md."""
    first = explanation.parts[0]
    return {
        "start": explanation.start.isoformat(),
        "fact": explanation.fact,
        "says": explanation.says,
        "cite": explanation.cite,
        "calendar": explanation.calendar.name,
        "rule": rule_name(first.duration, first.counting),
        "sentence": rule_sentence(first.duration, first.counting),
        "parts": [_part_data(part) for part in explanation.parts],
        "pauses": [[begin.isoformat(), end.isoformat()] for begin, end in explanation.pauses],
        **_due_data(explanation.due),
        "readings": [{"name": name, **_due_data(due)} for name, due in explanation.readings],
    }


def _part_data(part: PartLines) -> dict[str, Any]:
    options = {name: value for name, value in asdict(part.counting).items() if name in MEANINGFUL[part.duration.family]}
    return {
        "n": part.duration.n,
        "unit": part.duration.unit,
        "counting": options,
        "days": [_day_data(day) for day in part.days],
    }


def _day_data(day: DayLine) -> dict[str, Any]:
    data = {"date": day.date.isoformat(), "mark": day.mark, "counted": day.mark == COUNTED, "why": day.why}
    return data if day.seconds is None else {**data, "seconds": day.seconds}


def _due_data(due: Due) -> dict[str, str]:
    return {"due": due.at.isoformat(), "due_date": due.date.isoformat()}
