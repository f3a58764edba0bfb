"""What hypothesis draws from: office calendars, durations, options with meaning, starts and pauses of 1990 to 2060."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from csplan.core.duration import MEANINGFUL, OPTIONS, UNITS, Counting, Duration
from csplan.core.office_calendar import ClosedDay, OfficeCalendar, Span, Spans, SpecialDay

ZONES = ("America/Chicago", "America/Denver")
LONGEST = {"minutes": 6000, "hours": 400, "business minutes": 2000, "business hours": 80, "weeks": 8, "months": 24}
NEAR_CHANGES = st.sampled_from(["01-01", "03-08", "03-09", "04-01", "10-31", "11-01", "11-02", "12-25", "12-31"])
EDGES = st.sampled_from([0, 1, 3600, 7200, 9000, 10800, 28799, 28800, 43200, 59399, 59400, 59401, 86399])

Pause = tuple[datetime, datetime]


def clock_times(last: int = 86_399) -> st.SearchStrategy[int]:
    """Seconds after midnight, with weight on the hours at which offices open and clocks change."""
    return EDGES | st.integers(0, last)


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    """One to three spans of a day in whole minutes, from 00:00 up to 24:00."""
    ends = sorted(draw(st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return tuple(Span(opens * 60, closes * 60) for opens, closes in pairs)


OFFICE_HOURS: st.SearchStrategy[Spans] = st.just((Span(28_800, 59_400),))
DAY_SPANS = OFFICE_HOURS | spans() | st.just((Span(0, 86_400),))


@st.composite
def dates(draw: st.DrawFn, year: int | None = None) -> date:
    """A day of 1990 to 2059, or of one year, often near a change of clocks or a year's end."""
    year = year or draw(st.integers(1990, 2059))
    if draw(st.booleans()):
        return date.fromisoformat(f"{year}-{draw(NEAR_CHANGES)}")
    return date(year, 1, 1) + timedelta(draw(st.integers(0, 364)))


@st.composite
def calendars(draw: st.DrawFn, year: int) -> OfficeCalendar:
    """A calendar of one of the two zones with some closed and special days in that year."""
    week = draw(st.lists(DAY_SPANS | st.just(()), min_size=7, max_size=7))
    week[draw(st.integers(0, 6))] = draw(DAY_SPANS)
    closed = draw(
        st.dictionaries(dates(year), st.booleans().map(lambda holiday: ClosedDay(holiday=holiday)), max_size=8)
    )
    special = draw(st.dictionaries(dates(year), DAY_SPANS.map(SpecialDay), max_size=4))
    special = {day: hours for day, hours in special.items() if day not in closed}
    zone, later = draw(st.sampled_from(ZONES)), draw(other_hours(year))
    return OfficeCalendar("drawn", zone, tuple(week), closed, special, later=later)


@st.composite
def other_hours(draw: st.DrawFn, year: int) -> tuple[tuple[date, tuple[Spans, ...]], ...]:
    """Now and then, other weekly hours from a day of that year on."""
    if draw(st.integers(0, 3)):
        return ()
    week = draw(st.lists(DAY_SPANS | st.just(()), min_size=7, max_size=7))
    week[draw(st.integers(0, 6))] = draw(DAY_SPANS)
    return ((draw(dates(year)), tuple(week)),)


@st.composite
def starts(draw: st.DrawFn, office: OfficeCalendar, year: int) -> datetime:
    """A UTC instant in whole seconds, often at an opening, at a closing or where clocks change."""
    day = draw(dates(year))
    edges = [edge for span in office.spans(day) for edge in (span.opens, span.closes)]
    seconds = draw(st.sampled_from(edges) | clock_times() if edges else clock_times())
    shown = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    return shown.replace(tzinfo=ZoneInfo(office.zone), fold=draw(st.integers(0, 1))).astimezone(UTC)


@st.composite
def durations(draw: st.DrawFn, least: int = 0, units: tuple[str, ...] = UNITS) -> Duration:
    """A duration of any of the units, from that many on; a negative least also draws counts back."""
    unit = draw(st.sampled_from(units))
    longest = LONGEST.get(unit, 60)
    return Duration(draw(st.integers(max(least, -longest), longest)), unit)


@st.composite
def countings(draw: st.DrawFn, /, unit: str, **fixed: str) -> Counting:
    """Options with meaning for the unit; the fixed ones keep the given value where they have meaning."""
    names = MEANINGFUL[Duration(0, unit).family]
    drawn = {name: draw(st.sampled_from((None, *OPTIONS[name]))) for name in names}
    return Counting(**drawn | {name: value for name, value in fixed.items() if name in names})


@st.composite
def pauses(draw: st.DrawFn, start: datetime) -> Pause:
    """A pause of a second to two weeks that begins within some weeks of the start."""
    begins = start + timedelta(seconds=draw(st.integers(-86_400, 40 * 86_400)))
    return begins, begins + timedelta(
        seconds=draw(st.sampled_from((1, 60, 3600, 86_400)) | st.integers(1, 14 * 86_400))
    )


@st.composite
def questions(draw: st.DrawFn, /, least: int = 0, **fixed: str) -> tuple[datetime, Duration, Counting, OfficeCalendar]:
    """A start, a duration of at least so many, options and a calendar that go together."""
    year = draw(st.integers(1990, 2059))
    office = draw(calendars(year))
    duration = draw(durations(least))
    return draw(starts(office, year)), duration, draw(countings(duration.unit, **fixed)), office
