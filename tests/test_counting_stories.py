"""What the sources promise, as dates: stories that an administrator can read."""

from dataclasses import replace

import pytest

from csplan.core.errors import BadCalendar
from csplan.core.office_calendar import parse_spans
from offices import COUNTY, DENVER, WYOMING, asked, at, due, office


@pytest.mark.requirement("WI-CSP-PHONE-01")
def test_a_call_on_friday_before_a_holiday_on_monday_is_due_on_tuesday() -> None:
    county = office(closed=["2026-01-19"])
    assert due("Fri 16 Jan 2026 15:00", "1 business day", county) == "Tue 20 Jan 2026 16:30"


@pytest.mark.requirement("WI-CSP-PHONE-02")
def test_an_employer_who_calls_on_monday_waits_a_day_longer_than_a_customer() -> None:
    assert due("Mon 05 Oct 2026 10:00", "1 business day") == "Tue 06 Oct 2026 16:30"
    assert due("Mon 05 Oct 2026 10:00", "2 business days") == "Wed 07 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_call_during_leave_is_due_two_days_after_return_and_a_redirected_one_as_ever() -> None:
    back_on_monday, redirected_call = "Mon 12 Oct 2026 08:00", "Wed 07 Oct 2026 10:00"
    assert due(back_on_monday, "2 working days") == "Wed 14 Oct 2026 16:30"
    assert due(redirected_call, "2 working days") == "Fri 09 Oct 2026 16:30"


@pytest.mark.requirement("WI-BUL-POLICY-04")
def test_two_counties_may_promise_differently_on_one_call() -> None:
    assert due("Mon 05 Oct 2026 10:00", "1 business day") == "Tue 06 Oct 2026 16:30"
    assert due("Mon 05 Oct 2026 10:00", "3 business days") == "Thu 08 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-HOURS-01")
def test_a_call_after_closing_still_starts_on_its_own_day() -> None:
    assert due("Mon 05 Oct 2026 17:10", "1 business day") == "Tue 06 Oct 2026 16:30"
    with pytest.raises(BadCalendar, match="opening first"):
        parse_spans([["16:30", "08:00"]])


@pytest.mark.requirement("WI-CSP-HOURS-02")
def test_an_office_closed_on_fridays_returns_thursdays_call_on_monday() -> None:
    county = replace(COUNTY, week=(*COUNTY.week[:4], (), (), ()))
    assert due("Thu 08 Oct 2026 10:00", "1 business day", county) == "Mon 12 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-VM-02")
def test_a_voice_mail_on_saturday_evening_is_due_at_mondays_close() -> None:
    assert due("Sat 10 Oct 2026 20:00", "1 working day") == "Mon 12 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-VM-03")
def test_of_a_phone_and_a_voice_mail_limit_the_stricter_is_due_first() -> None:
    phone, voice_mail = (asked("Mon 05 Oct 2026 10:00", within) for within in ("2 business days", "1 working day"))
    assert min(phone.at, voice_mail.at) == at("Tue 06 Oct 2026 16:30")


@pytest.mark.requirement("WI-CSP-EMAIL-06")
def test_an_email_on_friday_evening_counts_friday_as_day_zero() -> None:
    assert due("Fri 09 Oct 2026 18:00", "2 business days") == "Tue 13 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-CORR-03")
def test_a_letter_received_on_monday_and_passed_on_on_wednesday_is_late_by_a_day() -> None:
    passed_on = at("Wed 07 Oct 2026 09:00")
    assert at("Tue 06 Oct 2026 16:30") == asked("Mon 05 Oct 2026 09:00", "1 working day").at < passed_on


@pytest.mark.requirement("WI-CSP-CORR-04")
def test_a_letter_of_the_first_answered_on_the_eleventh_keeps_ten_days() -> None:
    assert due("Thu 01 Oct 2026 09:00", "10 days") == "Sun 11 Oct 2026 23:59"
    assert due("Thu 01 Oct 2026 09:00", "10 working days") == "Thu 15 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-CORR-02")
def test_a_letter_stamped_on_friday_and_entered_on_monday_runs_from_friday() -> None:
    assert due("Fri 09 Oct 2026 14:00", "2 working days") == "Tue 13 Oct 2026 16:30"
    assert due("Mon 12 Oct 2026 09:00", "2 working days") == "Wed 14 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-APP-04")
def test_an_application_asked_for_in_person_is_given_by_that_days_closing() -> None:
    assert due("Mon 05 Oct 2026 15:50", "0 working days") == "Mon 05 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-APP-05")
def test_an_application_asked_for_by_telephone_on_monday_is_due_next_monday() -> None:
    assert due("Mon 05 Oct 2026 11:00", "5 working days") == "Mon 12 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-APP-11")
def test_a_referral_of_the_first_of_march_is_due_on_the_twenty_first_though_a_saturday() -> None:
    referral = "Sun 01 Mar 2026 09:00"
    assert due(referral, "20 days") == "Sat 21 Mar 2026 23:59"
    assert due(referral, "20 days", end_roll="next-open-day") == "Mon 23 Mar 2026 23:59"


@pytest.mark.requirement("WI-CSP-APP-12")
def test_materials_asked_for_on_the_first_and_mailed_on_the_fifth_are_a_day_late() -> None:
    limit = asked("Thu 01 Oct 2026 09:00", "3 days")
    assert (at("Mon 05 Oct 2026 10:00").date() - limit.date).days == 1


@pytest.mark.requirement("WI-CSP-ABUSE-04")
def test_an_abusive_call_on_tuesday_has_its_event_by_wednesdays_close() -> None:
    assert due("Tue 06 Oct 2026 14:00", "1 working day") == "Wed 07 Oct 2026 16:30"


@pytest.mark.requirement("WI-CSP-APPT-03")
def test_fifteen_minutes_of_waiting_end_at_a_quarter_past() -> None:
    seen = at("Mon 05 Oct 2026 10:20")
    limit = asked("Mon 05 Oct 2026 10:00", "15 minutes").at
    assert (seen - limit).total_seconds() == 5 * 60


@pytest.mark.requirement("WY-2023-INFORMAL-05", "WY-2017-INFORMAL-05")
def test_a_supervisor_calls_back_within_24_hours_weekend_or_not() -> None:
    assert due("Fri 09 Oct 2026 16:00", "24 hours", WYOMING) == "Sat 10 Oct 2026 16:00"
    assert due("Tue 05 Nov 2019 10:30", "24 hours", WYOMING) == "Wed 06 Nov 2019 10:30"


@pytest.mark.requirement("WY-2023-FORMAL-04", "WY-2017-FORMAL-04")
def test_a_complaint_received_on_monday_is_reviewed_by_the_end_of_wednesday() -> None:
    assert due("Mon 05 Oct 2026 09:00", "2 days", WYOMING) == "Wed 07 Oct 2026 23:59"
    identified = at("Fri 08 Nov 2019 10:00", WYOMING)
    assert identified < asked("Thu 07 Nov 2019 15:00", "2 days", WYOMING).at


@pytest.mark.requirement("WY-2023-FORMAL-08", "WY-2017-FORMAL-08")
def test_the_district_contacts_the_customer_within_24_hours_of_the_email() -> None:
    assert due("Tue 06 Oct 2026 14:10", "24 hours", WYOMING) == "Wed 07 Oct 2026 14:10"
    assert at("Fri 08 Nov 2019 08:30", WYOMING) < asked("Thu 07 Nov 2019 09:00", "24 hours", WYOMING).at


@pytest.mark.requirement("WY-2023-FORMAL-09")
def test_a_complaint_assigned_on_friday_before_a_holiday_on_monday_is_drafted_by_wednesday() -> None:
    assert due("Fri 12 Feb 2027 10:00", "2 business days", WYOMING) == "Wed 17 Feb 2027 17:00"


@pytest.mark.requirement("WY-2023-FORMAL-10")
def test_a_draft_received_on_thursday_is_reviewed_by_mondays_close() -> None:
    limit = asked("Thu 08 Oct 2026 11:00", "2 working days", WYOMING)
    assert at("Fri 09 Oct 2026 15:00", WYOMING) < limit.at == at("Mon 12 Oct 2026 17:00", WYOMING)


@pytest.mark.requirement("WY-2017-FORMAL-09", "WY-2017-FORMAL-10")
def test_in_2017_a_draft_and_its_review_take_five_days_each() -> None:
    assert due("Mon 04 Nov 2019 09:00", "5 business days", WYOMING) == "Mon 11 Nov 2019 17:00"
    assert at("Mon 11 Nov 2019 15:00", WYOMING) < asked("Mon 04 Nov 2019 09:00", "5 working days", WYOMING).at


def test_the_worst_case_of_the_2023_procedure_is_two_and_two_and_two_days() -> None:
    triage = due("Mon 05 Oct 2026 09:00", "2 days", WYOMING)
    draft = due(triage, "2 business days", WYOMING)
    assert (triage, draft) == ("Wed 07 Oct 2026 23:59", "Fri 09 Oct 2026 17:00")
    assert due(draft, "2 working days", WYOMING) == "Tue 13 Oct 2026 17:00"


def test_an_hour_limit_under_wisconsin_law_leaves_out_sundays_and_legal_holidays() -> None:
    saturday, eve_of_thanksgiving = "Sat 10 Oct 2026 16:50", "Wed 25 Nov 2026 16:50"
    assert due(saturday, "24 hours", skip="sundays-and-holidays") == "Mon 12 Oct 2026 16:50"
    assert due(eve_of_thanksgiving, "24 hours", skip="sundays-and-holidays") == "Fri 27 Nov 2026 16:50"
    assert due(eve_of_thanksgiving, "24 hours") == "Thu 26 Nov 2026 16:50"


def test_a_voice_mail_on_friday_at_1650_shows_what_24_hours_may_mean() -> None:
    friday = "Fri 09 Oct 2026 16:50"
    assert due(friday, "24 hours") == "Sat 10 Oct 2026 16:50"
    assert due(friday, "24 hours", end_roll="next-open-day") == "Mon 12 Oct 2026 16:50"
    assert due(friday, "24 business hours") == "Wed 14 Oct 2026 15:00"
    assert due(friday, "1 business day") == "Mon 12 Oct 2026 16:30"


def test_notice_no_later_than_ten_days_before_a_hearing_is_counted_back() -> None:
    hearing = "Wed 18 Nov 2026 10:00"
    assert due(hearing, "-10 days") == "Sun 08 Nov 2026 23:59"
    assert due(hearing, "-10 days", end_roll="previous-open-day") == "Fri 06 Nov 2026 23:59"
    assert due(hearing, "-10 business days") == "Wed 04 Nov 2026 16:30"


def test_half_a_day_is_four_and_a_quarter_business_hours() -> None:
    assert due("Mon 05 Oct 2026 15:00", "255 business minutes") == "Tue 06 Oct 2026 10:45"


def test_the_office_that_acts_counts_on_its_own_calendar() -> None:
    friday_after = office(closed=["2026-11-26", "2026-11-27"])
    eve_of_thanksgiving = "Wed 25 Nov 2026 16:45"
    assert due(eve_of_thanksgiving, "1 business day", COUNTY) == "Fri 27 Nov 2026 16:30"
    assert due(eve_of_thanksgiving, "1 business day", friday_after) == "Mon 30 Nov 2026 16:30"


def test_a_half_day_is_an_open_day_that_closes_early() -> None:
    county = office(special={"2026-12-30": ["08:00-12:00"]})
    assert due("Tue 29 Dec 2026 09:00", "1 business day", county) == "Wed 30 Dec 2026 12:00"
    assert due("Wed 30 Dec 2026 11:00", "2 business hours", county) == "Thu 31 Dec 2026 09:00"


def test_one_limit_is_another_instant_in_each_zone() -> None:
    in_denver = office(zone=DENVER)
    here, there = (asked("Mon 05 Oct 2026 10:00", "1 business day", place) for place in (COUNTY, in_denver))
    assert (there.at - here.at).total_seconds() == 3600
