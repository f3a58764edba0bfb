"""What a county writes into the blanks of a plan, and the conditions that answers fulfil."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from csplan.core.duration import DEFAULT_COUNTING, Counting, Duration
from csplan.core.office_calendar import Spans


@dataclass(frozen=True, slots=True)
class PromisedTime:
    """A time limit written into a blank. declared tells whether the county said how bare days are counted."""

    duration: Duration
    counting: Counting = DEFAULT_COUNTING
    declared: bool = True


@dataclass(frozen=True, slots=True)
class DailyHours:
    """From one time of day to another, in seconds after local midnight; overnight ends on the next day."""

    opens: int
    closes: int
    overnight: bool = False


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The opening spans of Monday to Sunday, and single days on which the office is closed."""

    week: tuple[Spans, ...]
    closed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """Something described in words, linked to, or attached as a file; at least one of the three."""

    text: str = ""
    link: str = ""
    attachment: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailing address; name is the addressee's line, the agency's name where empty."""

    street: str
    city: str
    state: str
    zip_code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class TrainedEmployee:
    """An employee trained in something, and since when (None: not said)."""

    name: str
    trained: date | None = None


@dataclass(frozen=True, slots=True)
class ProtectedTime:
    """Who has protected time on which weekdays (0 is Monday), from when to when."""

    who: str
    weekdays: tuple[int, ...]
    hours: DailyHours


Answer = (
    str
    | int
    | date
    | PromisedTime
    | DailyHours
    | WeeklyHours
    | Described
    | Address
    | tuple[str, ...]
    | tuple[TrainedEmployee, ...]
    | tuple[ProtectedTime, ...]
)
Answers = Mapping[str, Answer]

ANSWERED: Final = "answered"
UNANSWERED: Final = "unanswered"


def holds(condition: str, answers: Answers) -> bool:
    """Whether a condition holds: "ops.ivr=yes", "ops.ivr=no|na", "hours.week=unanswered", "app.remote=answered"."""
    blank, _, wanted = condition.partition("=")
    if wanted in (ANSWERED, UNANSWERED):
        return (blank in answers) == (wanted == ANSWERED)
    return answers.get(blank) in wanted.split("|")


def all_hold(conditions: Iterable[str], answers: Answers) -> bool:
    """Whether each condition holds; True where there is none."""
    return all(holds(condition, answers) for condition in conditions)
