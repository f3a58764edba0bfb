"""Each date shown can be explained: every day counted or not, with its reason, and the date is the due date."""

from datetime import date

import pytest
from hypothesis import given, settings

from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration, Reading, parse_duration
from csplan.core.explanation import Explanation, explain
from csplan.core.explanation_days import COUNTED, NOT_COUNTED, PASSED, PAUSED, START
from csplan.core.explanation_text import explanation_data, explanation_text
from csplan.core.office_calendar import OfficeCalendar
from csplan.policy.calendars import named_calendar
from offices import at, office

WISCONSIN = named_calendar("us-wi")


def explained(start: str, within: str, calendar: OfficeCalendar = WISCONSIN, **options: str) -> Explanation:
    """The explanation of a limit counted from a start in words."""
    return explain(at(start, calendar), parse_duration(within), Counting(**options), calendar)


def marks(explanation: Explanation) -> list[tuple[int, str]]:
    """Day of the month and mark of each day shown."""
    return [(day.date.day, day.mark) for day in explanation.days]


def test_the_day_before_thanksgiving_is_explained_day_by_day() -> None:
    text = explanation_text(explained("Wed 25 Nov 2026 16:45", "1 business day"))
    assert "Wed 25 Nov 2026: open 08:00-16:30 - day zero, the start" in text
    assert "Thu 26 Nov 2026: closed, Thanksgiving, Wis. Stat. 230.35(4)(a)\n" in text
    assert "Fri 27 Nov 2026: open 08:00-16:30 - day 1\nDue: Fri 27 Nov 2026 16:30 CST" in text


def test_a_start_after_hours_shows_what_the_other_reading_would_give() -> None:
    ((name, due),) = explained("Wed 25 Nov 2026 16:45", "1 business day").readings
    assert ("next opening" in name, due.date) == (True, date(2026, 11, 30))
    assert explained("Wed 25 Nov 2026 16:00", "1 business day").readings == ()


def test_bare_days_show_working_days_and_a_rolled_end_as_other_readings() -> None:
    sat_dec_12 = explained("Wed 2 Dec 2026 10:00".replace(" 2 ", " 02 "), "10 days")
    assert sat_dec_12.due.date == date(2026, 12, 12)
    assert [due.date.day for _, due in sat_dec_12.readings] == [16, 14]


def test_24_hours_show_the_reading_that_leaves_out_sundays_and_holidays() -> None:
    friday = explained("Fri 27 Nov 2026 16:50", "24 hours")
    sunday_out = explained("Sat 28 Nov 2026 16:50", "24 hours")
    assert friday.readings == ()
    assert [due.at.isoformat() for _, due in sunday_out.readings] == ["2026-11-30T16:50:00-06:00"]


def test_readings_given_by_a_source_are_shown_even_where_they_agree() -> None:
    reading = Reading("if days were calendar days", Duration(1, "days"))
    found = explain(at("Mon 30 Nov 2026 10:00"), Duration(1, "days"), Counting(), WISCONSIN, readings=[reading])
    assert [name for name, _ in found.readings] == ["if days were calendar days"]


def test_a_limit_that_counts_back_shows_the_days_back_from_the_event() -> None:
    assert marks(explained("Mon 30 Nov 2026 09:00", "-2 business days")) == [
        (30, START),
        (29, NOT_COUNTED),
        (28, NOT_COUNTED),
        (27, COUNTED),
        (26, NOT_COUNTED),
        (25, COUNTED),
    ]


def test_days_that_a_start_or_an_end_moves_past_are_shown_as_such() -> None:
    rolled = explained("Sat 28 Nov 2026 10:00", "1 business day", closed_start="roll")
    assert marks(rolled) == [(28, PASSED), (29, PASSED), (30, START), (1, COUNTED)]
    moved = explained("Thu 26 Nov 2026 10:00", "2 days", end_roll="next-open-day")
    assert marks(moved) == [(26, START), (27, COUNTED), (28, COUNTED), (28, PASSED), (29, PASSED)]
    assert moved.due.date == date(2026, 11, 30)


def test_the_start_s_own_day_may_be_day_one() -> None:
    assert marks(explained("Wed 25 Nov 2026 10:00", "1 business day", day_one="start-day")) == [(25, COUNTED)]


def test_a_paused_day_is_shown_as_paused() -> None:
    pause = (at("Mon 30 Nov 2026 09:00"), at("Tue 01 Dec 2026 09:00"))
    found = explain(at("Fri 27 Nov 2026 10:00"), Duration(2, "business days"), Counting(), WISCONSIN, pauses=[pause])
    assert marks(found)[-3:] == [(30, PAUSED), (1, COUNTED), (2, COUNTED)]
    assert "Paused: Mon 30 Nov 2026 09:00 CST to Tue 1 Dec 2026 09:00 CST" in explanation_text(found)


def test_an_extension_is_explained_as_a_part_of_its_own() -> None:
    start, more = at("Mon 30 Nov 2026 10:00"), (Duration(3, "days"), Counting())
    found = explain(start, Duration(2, "business days"), Counting(), WISCONSIN, extensions=[more])
    assert [str(part.duration) for part in found.parts] == ["2 business days", "3 days"]
    assert "Extension: 3 days" in explanation_text(found)


def test_open_time_shows_what_each_day_gives_and_adds_up_to_the_limit() -> None:
    found = explained("Wed 25 Nov 2026 15:00", "6 business hours")
    assert [(day.date.day, day.seconds) for day in found.days] == [(25, 5400), (26, 0), (27, 16200)]


def test_elapsed_hours_over_a_change_of_clocks_add_up_to_the_hours_promised() -> None:
    found = explained("Sat 31 Oct 2026 12:00", "48 hours")
    assert [day.seconds for day in found.days] == [12 * 3600, 25 * 3600, 11 * 3600]
    assert found.due.at.isoformat() == "2026-11-02T11:00:00-06:00"


def test_a_closing_at_midnight_names_the_day_that_closes() -> None:
    late = office("08:00-24:00")
    assert ", closing Tue 1 Dec 2026 (" in explanation_text(explained("Mon 30 Nov 2026 10:00", "1 business day", late))


def test_the_fact_and_the_sentence_with_its_citation_stand_at_the_head() -> None:
    says, cite = "Customer phone calls are returned within 1 business day of the call.", "Example County, plan 1"
    start = at("Mon 30 Nov 2026 10:00")
    found = explain(
        start, Duration(1, "business days"), Counting(), WISCONSIN, fact="call received", says=says, cite=cite
    )
    lines = explanation_text(found).splitlines()
    assert lines[0] == "Start: Mon 30 Nov 2026 10:00 CST (call received)"
    assert lines[1] == f'Promise: "{says}" ({cite})'


def test_a_thousand_days_are_all_shown() -> None:
    found = explained("Mon 30 Nov 2026 10:00", "1000 business days")
    assert sum(day.mark == COUNTED for day in found.days) == 1000
    assert len(explanation_data(found)["parts"][0]["days"]) == len(found.days) > 1400


@pytest.mark.parametrize("unit", ["business days", "days", "weeks", "hours", "business hours"])
@given(n=..., minutes=...)
@settings(max_examples=60, deadline=None)
def test_the_explained_date_is_the_due_date_and_the_days_shown_add_up(unit: str, n: int, minutes: int) -> None:
    start = at("Mon 30 Nov 2026 10:00").fromtimestamp(
        1_780_000_000 + minutes % 40_000_000, at("Mon 30 Nov 2026 10:00").tzinfo
    )
    duration = Duration(n % 41 - 10, unit)
    found = explain(start, duration, Counting(), WISCONSIN)
    assert found.due == deadline(start, duration, Counting(), WISCONSIN)
    assert any(day.date == found.due.date for day in found.days)
    if duration.n and unit.endswith("hours"):
        assert sum(day.seconds or 0 for day in found.days) == abs(duration.seconds)
    elif duration.n:
        assert sum(day.mark == COUNTED for day in found.days) == abs(duration.n) * (7 if unit == "weeks" else 1)
