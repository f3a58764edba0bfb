"""Answers in words, as a filled plan prints them."""

from datetime import date
from itertools import groupby

from csplan.core.duration import Duration
from csplan.core.office_calendar import WEEKDAYS, Spans
from csplan.core.plans.answer import (
    Address,
    Answer,
    DailyHours,
    Described,
    PromisedTime,
    ProtectedTime,
    TrainedEmployee,
    WeeklyHours,
)
from csplan.core.plans.model import Blank

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CHOICE_WORDS = {"yes": "Yes", "no": "No", "na": "N/A"}


def answer_words(blank: Blank, answer: Answer) -> str:
    """The answer to a blank as a filled plan prints it."""
    if isinstance(answer, PromisedTime):
        return promised_words(blank, answer.duration)
    if isinstance(answer, str) and blank.kind.startswith("yes/no"):
        return CHOICE_WORDS[answer]
    if isinstance(answer, tuple):
        return "; ".join(_item_words(item) for item in answer)
    return _single_words(answer)


def promised_words(blank: Blank, duration: Duration) -> str:
    """The time with the form's own word for its unit: "1 business day", "10 days (working days)"."""
    reading = "calendar days" if duration.unit == "days" else duration.unit
    if not blank.word or not reading.endswith("days"):
        return f"{duration.n} {_counted(duration.n, reading)}"
    return f"{duration.n} {_counted(duration.n, blank.word)} ({_counted(duration.n, reading)})"


def clock_words(seconds: int) -> str:
    """The time of day after so many seconds: "8:00 a.m.", "noon", "midnight"."""
    if seconds % 43_200 == 0:
        return "noon" if seconds == 43_200 else "midnight"
    hour, minute = divmod(seconds // 60, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'a.m.' if hour < 12 else 'p.m.'}"


def date_words(day: date) -> str:
    """The date in words: "November 6, 2009"."""
    return f"{day:%B} {day.day}, {day.year}"


def week_words(week: tuple[Spans, ...]) -> str:
    """The weekly hours in words, like days joined: "Monday to Thursday 8:00 a.m. to 4:30 p.m."."""
    parts = []
    for spans, days in groupby(range(len(WEEKDAYS)), key=lambda day: week[day]):
        if spans:
            hours = " and ".join(f"{clock_words(span.opens)} to {clock_words(span.closes)}" for span in spans)
            parts.append(f"{days_words(tuple(days))} {hours}")
    return "; ".join(parts)


def days_words(days: tuple[int, ...]) -> str:
    """Weekdays in words (0 is Monday): "Monday to Thursday", "Tuesday, Friday"."""
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    return ", ".join(DAYS[day] for day in days)


def _counted(n: int, unit: str) -> str:
    return unit[:-1] if abs(n) == 1 and unit.endswith("s") else unit


def _single_words(answer: Answer) -> str:
    match answer:
        case DailyHours():
            return f"{clock_words(answer.opens)} to {clock_words(answer.closes)}" + " overnight" * answer.overnight
        case WeeklyHours():
            closed = ", ".join(date_words(day) for day in answer.closed)
            return week_words(answer.week) + (f"; closed on {closed}" if closed else "")
        case Described():
            return ", ".join(part for part in (answer.text, answer.link, answer.attachment) if part)
        case Address():
            lines = (answer.name, answer.street, answer.city, f"{answer.state} {answer.zip_code}")
            return ", ".join(line for line in lines if line)
        case date():
            return date_words(answer)
    return str(answer)


def _item_words(item: str | TrainedEmployee | ProtectedTime) -> str:
    match item:
        case TrainedEmployee():
            return f"{item.name} ({date_words(item.trained)})" if item.trained else item.name
        case ProtectedTime():
            return f"{item.who}: {days_words(item.weekdays)} {_single_words(item.hours)}"
    return item
