"""What casework systems got wrong, asked of the kernel; each story names a public report of the defect."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from csplan.core.errors import BadCalendar, BadDuration, OutsideHorizon
from csplan.core.office_calendar import OfficeCalendar, parse_spans
from offices import COUNTY, DENVER, ROUND_THE_CLOCK, WYOMING, asked, at, due, office

ONE_BUSINESS_DAY = Duration(1, "business days")


def test_a_holiday_added_late_moves_the_deadline_it_falls_on() -> None:  # alaveteli #7292
    funeral = office(closed=["2026-10-06"])
    assert due("Mon 05 Oct 2026 10:00", "1 business day", office()) == "Tue 06 Oct 2026 16:30"
    assert due("Mon 05 Oct 2026 10:00", "1 business day", funeral) == "Wed 07 Oct 2026 16:30"


def test_counting_beyond_the_curated_days_is_refused() -> None:  # alaveteli #741
    curated = replace(office(), horizon=(date(2026, 1, 1), date(2026, 12, 31)))
    assert due("Wed 30 Dec 2026 10:00", "1 business day", curated) == "Thu 31 Dec 2026 16:30"
    with pytest.raises(OutsideHorizon, match="2026-12-31"):
        due("Thu 31 Dec 2026 10:00", "1 business day", curated)
    with pytest.raises(OutsideHorizon, match="2026-01-01"):
        due("Wed 31 Dec 2025 10:00", "1 business day", curated)


def test_a_calendar_without_any_opening_is_refused() -> None:  # zammad #2497, php-business-time #57
    with pytest.raises(BadCalendar, match="never open"):
        OfficeCalendar("empty", DENVER, ((),) * 7)
    with pytest.raises(BadCalendar, match="opening first"):
        parse_spans([["09:00", "00:00"]])


def test_a_year_of_holidays_is_counted_past_and_ends() -> None:  # zammad #2497, php-business-time #57
    year = [f"{date(2026, 1, 1) + timedelta(day)}" for day in range(366)]
    assert due("Wed 31 Dec 2025 10:00", "1 business day", office(closed=year)) == "Mon 04 Jan 2027 16:30"
    assert due("Wed 31 Dec 2025 16:00", "1 business hour", office(closed=year)) == "Mon 04 Jan 2027 08:30"


def test_an_office_open_round_the_clock_loses_no_minute_at_midnight() -> None:  # zammad #3180
    for_days = due("Mon 05 Oct 2026 10:00", "72 business hours", ROUND_THE_CLOCK)
    assert for_days == due("Mon 05 Oct 2026 10:00", "72 hours", ROUND_THE_CLOCK) == "Thu 08 Oct 2026 10:00"


@pytest.mark.parametrize("calendar", [COUNTY, WYOMING])
def test_24_hours_are_elapsed_hours_when_clocks_change(calendar: OfficeCalendar) -> None:  # zendesk/biz #37, #160
    assert due("Sat 07 Mar 2026 12:00", "24 hours", calendar) == "Sun 08 Mar 2026 13:00"
    assert due("Sat 31 Oct 2026 12:00", "24 hours", calendar) == "Sun 01 Nov 2026 11:00"
    assert due("Sat 07 Mar 2026 12:00", "1 day", calendar, due_time="same-time") == "Sun 08 Mar 2026 12:00"


def test_a_skipped_wall_time_moves_forward_and_a_doubled_one_is_the_first() -> None:  # zendesk/biz #37, #160
    skipped = asked("Sat 07 Mar 2026 02:30", "1 day", due_time="same-time").at
    doubled = asked("Sat 31 Oct 2026 01:30", "1 day", due_time="same-time").at
    assert skipped.isoformat() == "2026-03-08T03:30:00-05:00"
    assert doubled.isoformat() == "2026-11-01T01:30:00-05:00"


def test_business_hours_on_the_night_clocks_change_are_hours_that_pass() -> None:  # zendesk/biz #37, #160
    assert due("Sat 07 Mar 2026 22:00", "3 business hours", ROUND_THE_CLOCK) == "Sun 08 Mar 2026 01:00"
    assert due("Sat 07 Mar 2026 22:00", "5 business hours", ROUND_THE_CLOCK) == "Sun 08 Mar 2026 04:00"
    assert due("Sun 08 Mar 2026 04:00", "-5 business hours", ROUND_THE_CLOCK) == "Sat 07 Mar 2026 22:00"


def test_the_viewers_zone_changes_nothing() -> None:  # frappe/helpdesk #3776
    start = at("Mon 05 Oct 2026 16:00")
    seen_in_utc = deadline(start.astimezone(UTC), ONE_BUSINESS_DAY, Counting(), COUNTY)
    assert seen_in_utc == deadline(start, ONE_BUSINESS_DAY, Counting(), COUNTY)


def test_a_receipt_late_on_friday_is_fridays_though_it_is_saturday_in_utc() -> None:  # Amsterdam/signals #791
    assert at("Fri 09 Oct 2026 23:30").astimezone(UTC).date() == date(2026, 10, 10)
    assert due("Fri 09 Oct 2026 23:30", "1 day") == "Sat 10 Oct 2026 23:59"
    assert due("Fri 09 Oct 2026 23:30", "1 business day") == "Mon 12 Oct 2026 16:30"


@pytest.mark.parametrize(
    ("start", "keep", "roll", "after_hours"),
    [
        ("Fri 09 Oct 2026 12:00", "Mon 12", "Mon 12", "Mon 12"),
        ("Fri 09 Oct 2026 17:00", "Mon 12", "Mon 12", "Tue 13"),
        ("Sat 10 Oct 2026 12:00", "Mon 12", "Tue 13", "Tue 13"),
        ("Sun 11 Oct 2026 12:00", "Mon 12", "Tue 13", "Tue 13"),
        ("Mon 12 Oct 2026 07:00", "Tue 13", "Tue 13", "Tue 13"),
        ("Mon 12 Oct 2026 12:00", "Tue 13", "Tue 13", "Tue 13"),
    ],
)
def test_one_business_day_from_a_weekend_is_a_rule_by_name(  # bokmann/business_time #192, zendesk/biz #56
    start: str, keep: str, roll: str, after_hours: str
) -> None:
    for closed_start, expected in (("keep", keep), ("roll", roll), ("roll-after-hours", after_hours)):
        assert due(start, "1 business day", closed_start=closed_start) == f"{expected} Oct 2026 16:30"


def test_the_day_of_the_start_is_day_one_only_where_the_rule_says_so() -> (
    None
):  # bokmann/business_time #192, zendesk/biz #56
    assert due("Mon 05 Oct 2026 10:00", "2 business days") == "Wed 07 Oct 2026 16:30"
    assert due("Mon 05 Oct 2026 10:00", "2 business days", day_one="start-day") == "Tue 06 Oct 2026 16:30"
    assert due("Sat 10 Oct 2026 10:00", "2 business days", day_one="start-day") == "Tue 13 Oct 2026 16:30"


@pytest.mark.parametrize(
    ("start", "within", "expected"),
    [
        ("Mon 05 Oct 2026 08:00", "1 business hour", "Mon 05 Oct 2026 09:00"),
        ("Mon 05 Oct 2026 07:59", "1 business hour", "Mon 05 Oct 2026 09:00"),
        ("Mon 05 Oct 2026 15:30", "1 business hour", "Mon 05 Oct 2026 16:30"),
        ("Mon 05 Oct 2026 16:30", "1 business hour", "Tue 06 Oct 2026 09:00"),
        ("Mon 05 Oct 2026 16:30", "0 business hours", "Tue 06 Oct 2026 08:00"),
        ("Fri 09 Oct 2026 20:00", "1 business minute", "Mon 12 Oct 2026 08:01"),
        ("Tue 06 Oct 2026 08:00", "-1 business hour", "Mon 05 Oct 2026 15:30"),
        ("Tue 06 Oct 2026 09:00", "-1 business hour", "Tue 06 Oct 2026 08:00"),
        ("Mon 05 Oct 2026 16:30", "-1 business hour", "Mon 05 Oct 2026 15:30"),
    ],
)
def test_the_first_and_the_last_instant_of_a_span(
    start: str, within: str, expected: str
) -> None:  # seatgeek/businesstime #3, #7, #13
    assert due(start, within) == expected


def test_an_overnight_desk_closes_at_2400_on_its_own_day() -> None:  # seatgeek/businesstime #3, #7, #13
    evening = office("18:00-24:00")
    limit = asked("Mon 05 Oct 2026 20:00", "4 business hours", evening)
    assert (limit.at, limit.date) == (at("Tue 06 Oct 2026 00:00"), date(2026, 10, 5))
    assert due("Mon 05 Oct 2026 20:00", "5 business hours", evening) == "Tue 06 Oct 2026 19:00"
    assert asked("Mon 05 Oct 2026 20:00", "1 business day", evening).date == date(2026, 10, 6)


def test_a_lunch_closing_is_not_counted() -> None:
    with_lunch = office("08:00-12:00", "12:30-16:30")
    assert due("Mon 05 Oct 2026 11:00", "2 business hours", with_lunch) == "Mon 05 Oct 2026 13:30"
    assert due("Mon 05 Oct 2026 12:00", "0 business hours", with_lunch) == "Mon 05 Oct 2026 12:30"


def test_a_pause_over_a_weekend_costs_no_working_time() -> None:  # glpi #10594
    weekend = [("Fri 09 Oct 2026 16:30", "Mon 12 Oct 2026 08:00")]
    assert due("Fri 09 Oct 2026 15:00", "4 business hours", pauses=weekend) == "Mon 12 Oct 2026 10:30"
    assert due("Thu 08 Oct 2026 15:00", "1 business day", pauses=weekend) == "Mon 12 Oct 2026 16:30"


def test_a_day_paused_at_its_closing_is_not_counted_and_one_resumed_by_then_is() -> None:  # frappe/helpdesk #2449
    until_noon, until_evening = "Tue 06 Oct 2026 12:00", "Tue 06 Oct 2026 18:00"
    for resumed, expected in ((until_noon, "Tue 06 Oct 2026 16:30"), (until_evening, "Wed 07 Oct 2026 16:30")):
        pauses = [("Mon 05 Oct 2026 11:00", resumed)]
        assert due("Mon 05 Oct 2026 10:00", "1 business day", pauses=pauses) == expected


def test_a_hold_that_spans_a_holiday_costs_the_open_days_alone() -> None:  # frappe/helpdesk #2449
    hold = [("Wed 25 Nov 2026 09:00", "Fri 27 Nov 2026 09:00")]
    assert due("Tue 24 Nov 2026 10:00", "2 business days", pauses=hold) == "Mon 30 Nov 2026 16:30"
    assert due("Tue 24 Nov 2026 10:00", "48 hours", pauses=hold) == "Sat 28 Nov 2026 10:00"


def test_a_pause_that_begins_at_closing_leaves_the_day_out_and_one_that_ends_there_does_not() -> None:
    start, closing = "Mon 05 Oct 2026 10:00", "Tue 06 Oct 2026 16:30"
    assert due(start, "1 business day", pauses=[(closing, "Tue 06 Oct 2026 17:00")]) == "Wed 07 Oct 2026 16:30"
    assert due(start, "1 business day", pauses=[("Tue 06 Oct 2026 09:00", closing)]) == "Tue 06 Oct 2026 16:30"


def test_two_pauses_of_a_day_cost_what_one_of_two_days_costs() -> None:  # ministryofjustice/correspondence_tool_staff
    start = "Thu 01 Oct 2026 10:00"
    one = [("Fri 02 Oct 2026 17:00", "Tue 06 Oct 2026 17:00")]
    two = [("Mon 05 Oct 2026 17:00", "Tue 06 Oct 2026 17:00"), ("Fri 02 Oct 2026 17:00", "Mon 05 Oct 2026 17:00")]
    assert due(start, "6 business days", pauses=one) == "Tue 13 Oct 2026 16:30"
    assert due(start, "6 business days", pauses=two) == "Tue 13 Oct 2026 16:30"


def test_overlapping_pauses_count_once() -> None:  # ministryofjustice/correspondence_tool_staff
    whole = [("Mon 05 Oct 2026 10:00", "Mon 05 Oct 2026 14:00")]
    parts = [("Mon 05 Oct 2026 11:00", "Mon 05 Oct 2026 14:00"), ("Mon 05 Oct 2026 10:00", "Mon 05 Oct 2026 12:00")]
    for pauses in (whole, parts):
        assert due("Mon 05 Oct 2026 09:00", "3 hours", pauses=pauses) == "Mon 05 Oct 2026 16:00"


def test_pauses_with_months_or_counting_back_are_refused() -> None:
    pauses = [("Mon 05 Oct 2026 10:00", "Mon 05 Oct 2026 14:00")]
    for within in ("1 month", "-3 days"):
        with pytest.raises(BadDuration):
            due("Mon 05 Oct 2026 09:00", within, pauses=pauses)


def test_an_option_without_meaning_for_the_unit_is_refused() -> None:  # znuny #855
    with pytest.raises(BadDuration, match="closed_start has no meaning for hours"):
        due("Mon 05 Oct 2026 09:00", "2 hours", closed_start="roll")


def test_a_working_day_later_than_a_closed_receipt_is_never_before_it() -> None:  # NYCOpenRecords #322
    assert due("Sat 10 Oct 2026 15:00", "0 business days") == "Sat 10 Oct 2026 23:59"
    assert due("Sat 10 Oct 2026 15:00", "0 business days", closed_start="roll") == "Mon 12 Oct 2026 16:30"


def test_the_date_in_a_letter_is_the_due_date_in_the_calendars_zone() -> None:  # NYCOpenRecords #325
    limit = asked("Thu 01 Oct 2026 09:00", "5 days", WYOMING)
    assert limit.at.astimezone(UTC).date() == date(2026, 10, 7)
    assert limit.date == limit.at.date() == date(2026, 10, 6)


def test_an_extension_counts_on_from_the_end_that_was_not_rolled() -> None:  # hmcts/cmc-claim-store #39
    start = "Fri 02 Oct 2026 09:00"
    assert due(start, "8 days", end_roll="next-open-day") == "Mon 12 Oct 2026 23:59"
    assert due(start, "8 days", extended=["3 days"], end_roll="next-open-day") == "Tue 13 Oct 2026 23:59"


def test_three_days_and_three_business_days_from_thursday_are_different_promises() -> (
    None
):  # bcgov/tfrs #2862, Signalen #426
    assert due("Thu 08 Oct 2026 09:00", "3 days") == "Sun 11 Oct 2026 23:59"
    assert due("Thu 08 Oct 2026 09:00", "3 working days") == "Tue 13 Oct 2026 16:30"


def test_an_end_on_sunday_moves_only_as_the_rule_says() -> None:  # hmcts/cmc-claim-store #39
    start = "Thu 08 Oct 2026 09:00"
    assert due(start, "3 days", end_roll="next-open-day") == "Mon 12 Oct 2026 23:59"
    assert due(start, "3 days", end_roll="previous-open-day") == "Fri 09 Oct 2026 23:59"
    assert due(start, "72 hours", end_roll="next-open-day") == "Mon 12 Oct 2026 09:00"


def test_a_months_end_clamps() -> None:
    assert due("Sat 31 Jan 2026 09:00", "1 month") == "Sat 28 Feb 2026 23:59"
    assert due("Wed 31 Jan 2024 09:00", "1 month") == "Thu 29 Feb 2024 23:59"
    assert due("Tue 31 Mar 2026 09:00", "-1 month") == "Sat 28 Feb 2026 23:59"


def test_the_end_of_a_day_is_its_last_second() -> None:
    assert asked("Mon 05 Oct 2026 09:00", "1 week").at.isoformat() == "2026-10-12T23:59:59-05:00"
    assert asked("Fri 09 Oct 2026 09:00", "1 day", due_time="close").at.isoformat() == "2026-10-10T23:59:59-05:00"


def test_hours_both_skipped_and_rolled_can_end_sooner_on_the_same_date_for_one_more_holiday() -> None:
    skip, end_roll = "sundays-and-holidays", "next-open-day"
    for holidays, expected in (([], "Mon 12 Oct 2026 21:00"), (["2026-10-07"], "Mon 12 Oct 2026 06:00")):
        county = office(closed=holidays)
        assert due("Wed 07 Oct 2026 15:00", "78 hours", county, skip=skip, end_roll=end_roll) == expected
