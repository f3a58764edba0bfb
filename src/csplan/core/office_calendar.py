"""Office calendars: zone, weekly hours, closed days, special days, and the days they are curated for."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from zoneinfo import ZoneInfo

from csplan.core.errors import BadCalendar, BadInstant

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SECONDS = 86_400
NOT_ZONES = ("localtime", "posixrules", "Factory")  # files beside the zones: they would follow the machine
_CLOCK = re.compile(r"(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Opening and closing in seconds after local midnight, half-open: [opens, closes); 24:00 is 86400."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse a span that is empty, reversed or outside the day (BadCalendar)."""
        if not 0 <= self.opens < self.closes <= DAY_SECONDS:
            raise BadCalendar(f"opening span {self} must open before it closes, within 00:00 and 24:00")

    def __str__(self) -> str:
        """The span as "08:00-16:30"."""
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


Spans = tuple[Span, ...]
Week = tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """Why a day is closed; holiday tells whether it is a legal holiday."""

    name: str = "closed day"
    cite: str = ""
    holiday: bool = True


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day with other hours than its weekday's."""

    spans: Spans
    name: str = "special hours"
    cite: str = ""


@dataclass(frozen=True, eq=False)
class OfficeCalendar:
    """One edition of an office's calendar. Raises BadCalendar for one that cannot be counted on.

    week holds the spans of Monday to Sunday; later holds weeks of other hours, each from a day on, in order;
    horizon is the first and last day it is curated for, None for no limit.
    """

    name: str
    zone: str
    week: Week
    closed: Mapping[date, ClosedDay] = field(default_factory=dict)
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    horizon: tuple[date, date] | None = None
    cite: str = ""
    later: tuple[tuple[date, Week], ...] = ()

    def __post_init__(self) -> None:
        """Check the parts and make them read-only."""
        named_zone(self.zone)
        if any(len(week) != len(WEEKDAYS) or not any(week) for week in self.weeks):
            raise BadCalendar(f"calendar {self.name!r} is never open; give hours for at least one weekday")
        both = sorted(set(self.closed) & set(self.special))
        if both:
            raise BadCalendar(f"{both[0]} is both closed and special in calendar {self.name!r}; keep one of the two")
        if any(one >= other for (one, _), (other, _) in itertools.pairwise(self.later)):
            raise BadCalendar(f"the hours of calendar {self.name!r} change out of order; give the days in order")
        if self.horizon and self.horizon[0] > self.horizon[1]:
            raise BadCalendar(f"the horizon of calendar {self.name!r} ends before it begins; give first, then last day")
        object.__setattr__(self, "closed", MappingProxyType(dict(self.closed)))
        object.__setattr__(self, "special", MappingProxyType(dict(self.special)))

    @property
    def weeks(self) -> tuple[Week, ...]:
        """All weeks of hours, the first one first."""
        return (self.week, *(week for _, week in self.later))

    def week_on(self, day: date) -> Week:
        """The weekly hours that hold on a day."""
        return self.weeks[sum(first <= day for first, _ in self.later)]

    def spans(self, day: date) -> Spans:
        """The opening spans of a day, none where it is closed."""
        if day in self.closed:
            return ()
        special = self.special.get(day)
        return special.spans if special else self.week_on(day)[day.weekday()]

    def is_open_day(self, day: date) -> bool:
        """Whether the office opens at all on a day."""
        return bool(self.spans(day))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that dates are counted from, in hexadecimal."""
        parts = (self.zone, self.week, sorted(self.closed.items(), key=_day), sorted(self.special.items(), key=_day))
        later = (self.later,) if self.later else ()
        return sha256(repr((*parts, self.horizon, *later)).encode()).hexdigest()


def _day(item: tuple[date, object]) -> date:
    return item[0]


def named_zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name. Raises BadInstant."""
    try:
        if name in NOT_ZONES:
            raise ValueError(name)
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError, TypeError):
        raise BadInstant(f"unknown time zone {name!r}; use an IANA name such as America/Chicago") from None


def parse_clock(text: object) -> int:
    """Seconds after midnight of "08:00"; "24:00" is the end of the day. Raises BadCalendar."""
    found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 if found and int(found[2]) < 60 else DAY_SECONDS + 1
    if seconds > DAY_SECONDS:
        raise BadCalendar(f"cannot read the time of day {text!r}; write it as 08:00, up to 24:00")
    return seconds


def parse_spans(pairs: object) -> Spans:
    """The spans written as [["08:00", "12:00"], ["12:30", "16:30"]], in order. Raises BadCalendar."""
    if not isinstance(pairs, list | tuple):
        raise BadCalendar(f'opening hours must be a list such as [["08:00", "16:30"]], not {pairs!r}')
    spans = sorted(_span(pair) for pair in pairs)
    for earlier, later in itertools.pairwise(spans):
        if later.opens < earlier.closes:
            raise BadCalendar(f"opening spans {earlier} and {later} overlap; join them or move one")
    return tuple(spans)


def _span(pair: object) -> Span:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise BadCalendar(f'an opening span is a pair such as ["08:00", "16:30"], not {pair!r}')
    opens, closes = parse_clock(pair[0]), parse_clock(pair[1])
    if opens >= closes:
        raise BadCalendar(f"the span {pair[0]} to {pair[1]} closes before it opens; put the opening first")
    return Span(opens, closes)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
