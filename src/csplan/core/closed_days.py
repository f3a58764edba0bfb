"""Rules by which days are closed, year after year: "fourth Thursday of November", "Easter less two days"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from csplan.core.errors import BadCalendar

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FixedDate:
    """The same day of the same month each year; 29 February only in leap years."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The nth weekday (0 = Monday) of a month from the day on_or_after; nth = -1 is the last of the month."""

    month: int
    weekday: int
    nth: int
    on_or_after: int = 1


@dataclass(frozen=True, slots=True)
class EasterOffset:
    """So many days after Easter Sunday of the Western churches, negative before: Good Friday is -2."""

    days: int


@dataclass(frozen=True, slots=True)
class AfterRule:
    """So many days after the day of another rule, named: the Friday after Thanksgiving."""

    name: str
    days: int


Kind = FixedDate | NthWeekday | EasterOffset | AfterRule


@dataclass(frozen=True, slots=True)
class Shift:
    """Where a day falls on from_weekday, the day to_weekday beside it is taken too; holiday tells if that is one."""

    from_weekday: int
    days: int
    holiday: bool = True
    cite: str = ""


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day of each year from from_year to until_year, or of every so many years counted from from_year."""

    name: str
    kind: Kind
    from_year: int
    until_year: int
    every: int = 1
    holiday: bool = True
    cite: str = ""
    shifts: tuple[Shift, ...] = ()

    def holds_in(self, year: int) -> bool:
        """Whether the rule gives a day in that year."""
        return self.from_year <= year <= self.until_year and (year - self.from_year) % self.every == 0


@dataclass(frozen=True, slots=True)
class RuledDay:
    """One day given by a rule, with the name and citation to show for it."""

    day: date
    name: str
    holiday: bool
    cite: str


def days_of(rule: DayRule, year: int, rules: Mapping[str, DayRule]) -> Iterator[RuledDay]:
    """The day of a rule in a year, and the day that a shift adds. Raises BadCalendar for rules that go in circles."""
    day = _day_in(rule.kind, year, rules, 0) if rule.holds_in(year) else None
    if day is None:
        return
    yield RuledDay(day, rule.name, rule.holiday, rule.cite)
    for shift in rule.shifts:
        if day.weekday() == shift.from_weekday:
            beside = day + timedelta(days=shift.days)
            yield RuledDay(beside, f"{rule.name} (observed)", shift.holiday, shift.cite or rule.cite)


def _day_in(kind: Kind, year: int, rules: Mapping[str, DayRule], depth: int) -> date | None:
    if isinstance(kind, FixedDate):
        leap = kind.month == 2 and kind.day == 29 and (year % 4 or (year % 100 == 0 and year % 400))
        return None if leap else date(year, kind.month, kind.day)
    if isinstance(kind, NthWeekday):
        return nth_weekday(kind, year)
    if isinstance(kind, EasterOffset):
        return easter(year) + timedelta(days=kind.days)
    if depth > len(rules) or kind.name not in rules:
        raise BadCalendar(f"no rule leads to {kind.name!r}; name another rule, without going in a circle")
    other = _day_in(rules[kind.name].kind, year, rules, depth + 1)
    return other and other + timedelta(days=kind.days)


def nth_weekday(kind: NthWeekday, year: int) -> date | None:
    """The nth weekday of a month, counted from the day on_or_after; None where the month has none."""
    if kind.nth < 0:
        after = date(year + kind.month // 12, kind.month % 12 + 1, 1)
        last = after - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - kind.weekday) % 7) + (kind.nth + 1) * WEEK
    first = date(year, kind.month, kind.on_or_after)
    day = first + timedelta(days=(kind.weekday - first.weekday()) % 7) + (kind.nth - 1) * WEEK
    return day if day.month == kind.month else None


def easter(year: int) -> date:
    """Easter Sunday of the Western churches (the anonymous Gregorian computus, Meeus, Astronomical Algorithms, 8)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    correction = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
