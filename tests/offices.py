"""Offices for stories, and deadlines asked and answered as people write them: "Wed 25 Nov 2026 16:45"."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from csplan.core.deadline import Due, deadline
from csplan.core.duration import Counting, parse_duration
from csplan.core.office_calendar import ClosedDay, OfficeCalendar, Spans, SpecialDay, parse_spans

CHICAGO, DENVER = "America/Chicago", "America/Denver"
WRITTEN = "%a %d %b %Y %H:%M"


def spans(*hours: str) -> Spans:
    """The spans written as "08:00-12:00"."""
    return parse_spans([span.split("-") for span in hours])


def office(
    *hours: str,
    zone: str = CHICAGO,
    weekend: Sequence[str] = (),
    closed: Iterable[str] = (),
    special: Mapping[str, Sequence[str]] = {},
) -> OfficeCalendar:
    """An office open Monday to Friday (08:00-16:30 if nothing is said); closed days are holidays."""
    week = (*(spans(*hours or ("08:00-16:30",)),) * 5, *(spans(*weekend),) * 2)
    closed_days = {date.fromisoformat(day): ClosedDay("holiday") for day in closed}
    special_days = {date.fromisoformat(day): SpecialDay(spans(*open_then)) for day, open_then in special.items()}
    return OfficeCalendar("story", zone, week, closed_days, special_days)


THANKSGIVING = ("2026-11-26", "2026-12-24", "2026-12-25", "2026-12-31", "2027-01-01")
COUNTY = office(closed=THANKSGIVING)
WYOMING = office("08:00-17:00", zone=DENVER, closed=("2026-11-11", "2026-11-26", "2026-12-25", "2027-02-15"))
ROUND_THE_CLOCK = office("00:00-24:00", weekend=("00:00-24:00",))


def at(written: str, calendar: OfficeCalendar = COUNTY) -> datetime:
    """The instant at which the office's clock shows that; the weekday must be the right one."""
    local = datetime.strptime(written, WRITTEN).replace(tzinfo=ZoneInfo(calendar.zone))
    assert f"{local:{WRITTEN}}" == written, f"{written} is a {local:%A}"
    return local


def asked(
    start: str,
    within: str,
    calendar: OfficeCalendar = COUNTY,
    pauses: Sequence[tuple[str, str]] = (),
    extended: Sequence[str] = (),
    **options: str,
) -> Due:
    """The deadline of one start, all written out."""
    stops = [(at(begins, calendar), at(ends, calendar)) for begins, ends in pauses]
    more = [(parse_duration(duration), Counting()) for duration in extended]
    counting = Counting(**options)
    return deadline(at(start, calendar), parse_duration(within), counting, calendar, pauses=stops, extensions=more)


def due(
    start: str,
    within: str,
    calendar: OfficeCalendar = COUNTY,
    pauses: Sequence[tuple[str, str]] = (),
    extended: Sequence[str] = (),
    **options: str,
) -> str:
    """The due instant of one start as the office's clock shows it, without seconds."""
    return f"{asked(start, within, calendar, pauses, extended, **options).at:{WRITTEN}}"
