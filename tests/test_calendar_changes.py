"""What a change of a calendar can move: nothing that is due before the days that it changes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from csplan.core.calendar_changes import closed_on, curated_until, hours_from, open_on, settled_until
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from csplan.core.office_calendar import ClosedDay, OfficeCalendar, Span, SpecialDay
from csplan.policy.calendars import named_calendar
from strategies import DAY_SPANS, questions

Question = tuple[datetime, Duration, Counting, OfficeCalendar]
SHORT = (Span(28_800, 43_200),)
STORM = ClosedDay("storm", "", holiday=False)
CENTRAL = ZoneInfo("America/Chicago")
WED = date(2026, 12, 2)


@st.composite
def changed(draw: st.DrawFn, office: OfficeCalendar, near: date) -> OfficeCalendar:
    """The calendar with one day closed, or of other hours, or as its weekday, or with other hours from a day on."""
    day = near + timedelta(draw(st.integers(-10, 40)))
    closed = {each: why for each, why in office.closed.items() if each != day}
    special = {each: hours for each, hours in office.special.items() if each != day}
    return draw(
        st.sampled_from(
            [
                replace(office, closed={**closed, day: STORM}, special=special),
                replace(office, closed=closed, special={**special, day: SpecialDay(draw(DAY_SPANS))}),
                replace(office, closed=closed, special=special),
                replace(office, later=((day, tuple([SHORT] * 7)),)),
            ]
        )
    )


@given(questions(-400), st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_what_starts_and_is_due_before_it_is_due_as_it_was(question: Question, data: st.DataObject) -> None:
    start, duration, counting, before = question
    after = data.draw(changed(before, start.date()))
    until, due = settled_until(before, after), deadline(start, duration, counting, before)
    assume(until is not None and start < until and due.at < until)
    assert deadline(start, duration, counting, after) == due


def test_it_reaches_to_the_last_open_day_before_the_first_change() -> None:
    office = named_calendar("us-wi")
    closed = closed_on(office, [WED], STORM)
    assert settled_until(office, closed) == datetime(2026, 12, 1, tzinfo=CENTRAL)
    assert settled_until(closed, office) == datetime(2026, 12, 1, tzinfo=CENTRAL)
    assert settled_until(office, open_on(office, date(2026, 12, 1), SHORT, "training")) == datetime(
        2026, 11, 30, tzinfo=CENTRAL
    )
    monday = hours_from(office, date(2026, 11, 30), (*office.week[:4], SHORT, (), ()))
    assert settled_until(office, monday) == datetime(2026, 11, 27, tzinfo=CENTRAL), "not the weekend"


def test_another_zone_or_other_hours_from_the_outset_may_change_anything() -> None:
    office = named_calendar("us-wi")
    assert settled_until(office, replace(office, zone="America/Denver")) is None
    assert settled_until(office, replace(office, week=(*office.week[:4], SHORT, (), ()))) is None


def test_a_later_horizon_changes_nothing_before_the_earlier_one_ends() -> None:
    office = named_calendar("us-wi")
    assert office.horizon
    short = replace(office, horizon=(office.horizon[0], date(2027, 12, 31)))
    found = settled_until(short, curated_until(short, date(2028, 12, 31), office))
    assert found == datetime(2027, 12, 30, tzinfo=CENTRAL)
