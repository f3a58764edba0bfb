"""Random cases in bulk, from a seed: calendars, rules on each, starts for each rule, crowded where counting errs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from csplan.core.duration import MEANINGFUL, OPTIONS, UNITS, Counting, Duration
from csplan.core.office_calendar import ClosedDay, OfficeCalendar, Span, Spans, SpecialDay

ZONES = ("America/Chicago", "America/Denver")
LONGEST = {"minutes": 9000, "hours": 900, "business minutes": 4000, "business hours": 200, "weeks": 20, "months": 30}
ODD_TIMES = (0, 3600, 7200, 7201, 9000, 10799, 10800, 28800, 43200, 59400, 86399)
CHANGES = ((3, 8), (11, 1), (4, 1), (10, 25))  # the first day on which clocks can change: since 2007, and before


@dataclass(frozen=True)
class Rule:
    """One duration with its options, pauses and extensions."""

    duration: Duration
    counting: Counting
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    extensions: tuple[tuple[Duration, Counting], ...] = ()


@dataclass(frozen=True)
class Case:
    """One rule on one calendar with the starts to try, which are UTC instants in whole seconds."""

    calendar: OfficeCalendar
    rule: Rule
    starts: tuple[datetime, ...]


def random_cases(seed: int, calendars: int, rules: int, starts: int, zones: tuple[str, ...] = ZONES) -> Iterator[Case]:
    """calendars x rules cases of so many starts each; the same for the same seed."""
    dice = Random(seed)
    for number in range(calendars):
        era = date(dice.randrange(1990, 2060), 1, 1)
        office = random_calendar(dice, f"random {seed}-{number}", era, zones)
        for _ in range(rules):
            days = random_days(dice, office, era)
            rule = random_rule(dice, office, days)
            yield Case(office, rule, tuple(random_start(dice, office, days) for _ in range(starts)))


def random_calendar(dice: Random, name: str, era: date, zones: tuple[str, ...] = ZONES) -> OfficeCalendar:
    """A calendar with some open weekdays, and closed and special days in the year from that date."""
    week = [random_spans(dice) if dice.random() < (0.9 if weekday < 5 else 0.25) else () for weekday in range(7)]
    week[dice.randrange(7)] = random_spans(dice)
    days = [random_day(dice, era) for _ in range(dice.randrange(60))]
    days += [days[0] + timedelta(place) for place in range(dice.randrange(12))] if days else []
    closed = {day: ClosedDay("closed", holiday=dice.random() < 0.6) for day in days if dice.random() < 0.75}
    special = {day: SpecialDay(random_spans(dice)) for day in days if day not in closed}
    return OfficeCalendar(name, dice.choice(zones), tuple(week), closed, special)


def random_spans(dice: Random) -> Spans:
    """One to three spans, which may touch, begin at 00:00, end at 24:00 or lie where clocks change."""
    if dice.random() < 0.4:
        return dice.choice((OFFICE_HOURS, WITH_LUNCH, ALL_DAY, EVENING, NIGHT, CHANGING, VANISHING))
    ends = sorted(dice.sample(range(0, 86_401, dice.choice((60, 900, 1800))), 2 * dice.randrange(1, 4)))
    spans = [Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]
    if len(spans) > 1 and dice.random() < 0.2:
        spans[1] = Span(spans[0].closes, spans[1].closes)
    return tuple(spans)


OFFICE_HOURS = (Span(28_800, 59_400),)
WITH_LUNCH = (Span(28_800, 43_200), Span(45_000, 59_400))
ALL_DAY = (Span(0, 86_400),)
EVENING = (Span(64_800, 86_400),)
NIGHT = (Span(0, 9_000), Span(10_020, 10_860), Span(82_800, 86_400))
CHANGING = (Span(5_400, 7_800), Span(7_800, 11_100))  # in spring 01:30 to 03:10, and 03:10 to 03:05
VANISHING = (Span(7_800, 10_860),)  # in spring 03:10 to 03:01


def random_day(dice: Random, era: date) -> date:
    """A day of the three years around that date, often one on which clocks change or a year ends."""
    year = era.year + dice.choice((-1, 0, 0, 0, 1))
    if dice.random() < 0.25:
        month, first = dice.choice(CHANGES)
        day = date(year, month, first)
        return day + timedelta((6 - day.weekday()) % 7 + dice.choice((-1, 0, 0, 0, 1)))
    if dice.random() < 0.15:
        return date(year, 12, 31) + timedelta(dice.randrange(-1, 3))
    return date(year, 1, 1) + timedelta(dice.randrange(365))


def random_days(dice: Random, office: OfficeCalendar, era: date) -> list[date]:
    """The days that one rule is tried on: some weeks together, or days of three years."""
    if dice.random() < 0.3:
        return [random_day(dice, era) for _ in range(30)]
    first = dice.choice((random_day(dice, era), *office.closed)) - timedelta(dice.randrange(20))
    return [first + timedelta(place) for place in range(dice.choice((7, 30)))]


def random_start(dice: Random, office: OfficeCalendar, days: list[date]) -> datetime:
    """An instant of one of the days, often at or near an opening, a closing, a midnight or a change of clocks."""
    day = dice.choice(days)
    edges = [edge for span in office.spans(day) for edge in (span.opens, span.closes)]
    seconds = dice.choice((*edges, *ODD_TIMES, dice.randrange(86_400), dice.randrange(86_400)))
    seconds += dice.choice((-1, 0, 0, 0, 1))
    shown = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    return shown.replace(tzinfo=ZoneInfo(office.zone), fold=dice.randrange(2)).astimezone(UTC)


def random_rule(dice: Random, office: OfficeCalendar, days: list[date]) -> Rule:
    """A duration with options that have meaning for it; sometimes with pauses, sometimes with extensions."""
    paused = dice.random() < 0.25
    duration = random_duration(dice, -1 if dice.random() < 0.25 and not paused else 1)
    extensions: list[tuple[Duration, Counting]] = []
    while dice.random() < 0.15:
        longer = random_duration(dice, 1, least=1)
        extensions.append((longer, replace(random_counting(dice, longer), day_one=None, closed_start=None)))
    if any(part.unit == "months" for part in (duration, *(part for part, _ in extensions))):
        paused = False
    pauses = tuple(random_pause(dice, office, days) for _ in range(dice.randrange(1, 6) if paused else 0))
    return Rule(duration, random_counting(dice, duration), pauses, tuple(extensions))


def random_duration(dice: Random, sign: int, least: int = 0) -> Duration:
    """A duration of any unit, mostly short, at times zero unless least says otherwise."""
    unit = dice.choice(UNITS)
    longest = dice.choice((2, 10, LONGEST.get(unit, 120)))
    return Duration(sign * dice.randrange(least, longest + 1), unit)


def random_counting(dice: Random, duration: Duration) -> Counting:
    """Options with meaning for the unit, each left out at times."""
    names = MEANINGFUL[duration.family]
    return Counting(**{name: dice.choice((None, *OPTIONS[name])) for name in names})


def random_pause(dice: Random, office: OfficeCalendar, days: list[date]) -> tuple[datetime, datetime]:
    """A pause of seconds to weeks that may begin or end exactly at an opening, a closing or midnight."""
    begins, ends = sorted((random_start(dice, office, days), random_start(dice, office, days)))
    if dice.random() < 0.8:
        ends = begins + timedelta(seconds=dice.choice((1, 3600, 86_400, 7 * 86_400)) * dice.randrange(1, 5))
    return begins, max(ends, begins + timedelta(seconds=1))
