"""Durations, and the options by which they are counted: docs/counting.md has the table."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from csplan.core.errors import BadDuration

ELAPSED: Final = "elapsed"  # minutes, hours: in UTC
OPEN_TIME: Final = "open time"  # business minutes, business hours: inside opening spans
OPEN_DAYS: Final = "open days"  # business days, working days
DATES: Final = "dates"  # days, weeks, months of the calendar on the wall

FAMILIES: Final = {
    "minutes": ELAPSED,
    "hours": ELAPSED,
    "business minutes": OPEN_TIME,
    "business hours": OPEN_TIME,
    "days": DATES,
    "weeks": DATES,
    "months": DATES,
    "business days": OPEN_DAYS,
    "working days": OPEN_DAYS,
}
UNITS: Final = tuple(FAMILIES)
SECONDS: Final = {"minutes": 60, "hours": 3600, "business minutes": 60, "business hours": 3600}
LARGEST_N: Final = 1_000_000

_WRITTEN: Final = re.compile(r"\s*([+-]?\d+)\s+([a-z]+(?:\s+[a-z]+)?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Duration:
    """A whole number of one unit; negative counts back from an event. The unit keeps the source's word."""

    n: int
    unit: str

    def __post_init__(self) -> None:
        """Refuse an unknown unit and a number that is not whole (BadDuration)."""
        if not isinstance(self.n, int) or isinstance(self.n, bool):
            raise BadDuration(f"n must be a whole number, not {self.n!r}; write half a day in business hours")
        if abs(self.n) > LARGEST_N:
            raise BadDuration(f"n is {self.n}; give a number from -{LARGEST_N} to {LARGEST_N}")
        if self.unit not in FAMILIES:
            raise BadDuration(f"unknown unit {self.unit!r}; use one of: {', '.join(UNITS)}")

    @property
    def family(self) -> str:
        """How the unit is counted: one of ELAPSED, OPEN_TIME, OPEN_DAYS, DATES."""
        return FAMILIES[self.unit]

    @property
    def seconds(self) -> int:
        """The length in seconds of a duration in minutes or hours, business or not."""
        return self.n * SECONDS[self.unit]

    def __str__(self) -> str:
        """The duration in words: "1 business day", "-10 days"."""
        return f"{self.n} {self.unit[:-1] if abs(self.n) == 1 else self.unit}"


def parse_duration(text: str) -> Duration:
    """The duration written as "1 business day", "24 hours", "-10 days"; "same day" is 0 days. Raises BadDuration."""
    if text.strip().lower() == "same day":
        return Duration(0, "days")
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise BadDuration(f'cannot read the duration {text!r}; write a number and a unit, such as "2 business days"')
    unit = " ".join(found[2].lower().split())
    digits = found[1].lstrip("+-").lstrip("0") or "0"
    if len(digits) > len(str(LARGEST_N)):
        raise BadDuration(f"n is too large in {text[:40]!r}; give at most {LARGEST_N}")
    n = -int(digits) if found[1].startswith("-") else int(digits)
    return Duration(n, unit + "s" if unit + "s" in FAMILIES else unit)


OPTIONS: Final = {
    "day_one": ("after-start", "start-day"),
    "closed_start": ("keep", "roll", "roll-after-hours"),
    "end_roll": ("none", "next-open-day", "previous-open-day"),
    "due_time": ("close", "end-of-day", "same-time"),
    "skip": ("none", "sundays-and-holidays"),
}
MEANINGFUL: Final = {
    OPEN_DAYS: ("day_one", "closed_start", "due_time"),
    DATES: ("end_roll", "due_time"),
    ELAPSED: ("end_roll", "skip"),
    OPEN_TIME: (),
}


@dataclass(frozen=True, slots=True)
class Counting:
    """The counting options; None stands for the default of the unit. Unknown values raise BadDuration."""

    day_one: str | None = None
    closed_start: str | None = None
    end_roll: str | None = None
    due_time: str | None = None
    skip: str | None = None

    def __post_init__(self) -> None:
        """Refuse a value that the option does not know (BadDuration)."""
        for name, known in OPTIONS.items():
            value = getattr(self, name)
            if value is not None and value not in known:
                raise BadDuration(f"unknown {name} {value!r}; use one of: {', '.join(known)}")

    def for_unit(self, unit: str) -> "Counting":
        """These options with the defaults of the unit filled in. Raises BadDuration for one without meaning."""
        return _filled_in(self, unit)

    def for_extension(self, unit: str) -> "Counting":
        """The options of a limit that hold for an extension of it in that unit: where it ends, and what is skipped."""
        kept = {"end_roll", "due_time", "skip"} & set(MEANINGFUL[FAMILIES[unit]])
        return Counting(**{name: getattr(self, name) for name in kept})


@lru_cache(maxsize=1024)
def _filled_in(counting: Counting, unit: str) -> Counting:
    family = FAMILIES[unit]
    for name in OPTIONS:
        if getattr(counting, name) is not None and name not in MEANINGFUL[family]:
            raise BadDuration(f"{name} has no meaning for {unit}; leave it out")
    return Counting(
        day_one=counting.day_one or "after-start",
        closed_start=counting.closed_start or "keep",
        end_roll=counting.end_roll or "none",
        due_time=counting.due_time or ("close" if family == OPEN_DAYS else "end-of-day"),
        skip=counting.skip or "none",
    )


DEFAULT_COUNTING: Final = Counting()


@dataclass(frozen=True, slots=True)
class Reading:
    """Another way to read an ambiguous limit, shown beside the one taken."""

    name: str  # e.g. "working days instead of calendar days"
    duration: Duration
    counting: Counting = DEFAULT_COUNTING


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as a source states it: duration, counting, the source's own words, other readings.

    duration is None where the source gives a word and no number ("immediately"); aim is then a number of
    our own to measure by, never printed as policy.
    """

    duration: Duration | None
    counting: Counting = DEFAULT_COUNTING
    says: str = ""  # the source's words, unchanged: "Within two business days"
    cite: str = ""
    readings: tuple[Reading, ...] = ()
    aim: Duration | None = None

    @property
    def number_words(self) -> str:
        """The number and unit in words, "calendar days" where the source says so; "" where there is no number."""
        if self.duration and self.duration.unit == "days" and "calendar day" in self.says.casefold():
            return str(self.duration).replace("day", "calendar day")
        return str(self.duration or "")
