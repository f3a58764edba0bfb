"""Verdicts, shares and the time that answers took, as the core tells them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csplan.core.deadline import Due, deadline
from csplan.core.duration import DEFAULT_COUNTING, parse_duration
from csplan.core.taken import in_unit, taken
from csplan.core.timeliness import HIDDEN, TOO_SMALL, Counts, add_counts, counts_of, one_in_public, shown_in_public
from csplan.core.verdict import VERDICTS, DayOrInstant, Facts, fact_of, verdict
from csplan.policy.calendars import named_calendar
from csplan.timeliness.facts import log_tables
from csplan.timeliness.tallies import Tally, cells, counted

WI = named_calendar("us-wi")
CHICAGO = ZoneInfo("America/Chicago")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


TUE_NOON = at("2026-11-24T12:00")
WED_CLOSE = at("2026-11-25T16:30")
ONE_DAY = deadline(TUE_NOON, parse_duration("1 business day"), DEFAULT_COUNTING, WI)


def judged(
    met: DayOrInstant | None, as_of: DayOrInstant, start: DayOrInstant | None = TUE_NOON, due: Due = ONE_DAY
) -> str:
    return verdict(start, due.at, due.date, met, as_of)


def test_due_exactly_now_is_met_and_a_second_later_is_missed() -> None:
    assert judged(WED_CLOSE, date(2026, 11, 30)) == "met"
    assert judged(WED_CLOSE + timedelta(seconds=1), date(2026, 11, 30)) == "missed"


def test_an_open_clock_is_past_due_only_after_the_due_instant() -> None:
    assert judged(None, WED_CLOSE) == "open"
    assert judged(None, WED_CLOSE + timedelta(seconds=1)) == "open past due"


def test_as_of_a_whole_day_a_clock_due_on_that_day_is_open() -> None:
    assert judged(None, date(2026, 11, 25)) == "open"
    assert judged(None, date(2026, 11, 26)) == "open past due"


def test_a_date_without_a_time_meets_on_the_due_date_and_misses_the_day_after() -> None:
    assert judged(date(2026, 11, 25), date(2026, 11, 30)) == "met"
    assert judged(date(2026, 11, 26), date(2026, 11, 30)) == "missed"


def test_an_answer_at_the_due_time_changes_no_verdict_by_being_given() -> None:
    for seconds in (-1, 0, 1):
        now = WED_CLOSE + timedelta(seconds=seconds)
        assert (judged(now, now) == "met") == (judged(None, now) == "open")


def test_a_late_answer_stays_missed_however_much_later_it_is_looked_at() -> None:
    late = WED_CLOSE + timedelta(hours=1)
    assert {judged(late, late + timedelta(days=days)) for days in (0, 1, 900)} == {"missed"}


def test_met_before_its_start_is_inconsistent_but_on_the_same_whole_day_it_is_met() -> None:
    assert judged(TUE_NOON - timedelta(seconds=1), date(2026, 11, 30)) == "inconsistent"
    assert judged(date(2026, 11, 24), date(2026, 11, 30)) == "met"
    assert judged(date(2026, 11, 23), date(2026, 11, 30)) == "inconsistent"


def test_an_answer_later_than_the_day_looked_at_is_not_known_yet() -> None:
    assert judged(at("2026-11-30T09:00"), date(2026, 11, 25)) == "open"
    assert judged(at("2026-11-30T09:00"), date(2026, 11, 26)) == "open past due"


def test_a_clock_that_has_yet_to_start_is_open() -> None:
    assert judged(None, date(2026, 11, 23)) == "open"


def test_a_clock_without_a_start_is_unreadable() -> None:
    assert judged(TUE_NOON, date(2026, 11, 30), start=None) == "unreadable"


def test_a_paused_clock_is_paused_and_a_pause_after_the_due_time_cures_nothing() -> None:
    late = WED_CLOSE + timedelta(days=1)
    before, after = (TUE_NOON, None), (WED_CLOSE + timedelta(hours=1), None)
    assert verdict(TUE_NOON, None, None, None, late, [before]) == "paused"
    assert verdict(TUE_NOON, WED_CLOSE, date(2026, 11, 25), None, late, [after]) == "open past due"


def test_a_notice_ten_days_before_a_hearing_is_met_by_being_early() -> None:
    hearing = at("2026-12-10T09:00")
    due = deadline(hearing, parse_duration("-10 days"), DEFAULT_COUNTING, WI)
    told = {
        day: verdict(hearing, due.at, due.date, day, date(2027, 1, 1), backward=True) for day in _days("2026-11-28", 6)
    }
    assert list(told.values()) == ["met"] * 3 + ["missed"] * 3


@pytest.mark.parametrize("met", [None, TUE_NOON, WED_CLOSE, date(2026, 11, 25), at("2026-12-24T12:00")])
@pytest.mark.parametrize("as_of", [date(2026, 11, 24), WED_CLOSE, date(2027, 1, 1)])
def test_every_clock_has_one_verdict(met: DayOrInstant | None, as_of: DayOrInstant) -> None:
    assert judged(met, as_of) in VERDICTS


def test_open_past_due_counts_against_the_share_and_open_does_not() -> None:
    counts = Counts(met=6, missed=1, open=5, open_past_due=3, inconsistent=2, unreadable=1)
    assert counts.rows == 18
    assert counts.share == 0.6


def test_there_is_no_share_of_nothing() -> None:
    assert Counts(open=4).share is None


@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from([50, 90]))
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(values: list[int], percent: int) -> None:
    with Tally("", 1 << 20) as tally:
        tally.add([""], *counted(None, 1, cells(np.zeros(len(values), np.uint8), np.array(values))))
        counts = tally.total("days")
    found = counts.median if percent == 50 else counts.p90
    assert found is not None
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


def test_counts_of_different_units_have_no_median_together() -> None:
    days, hours = counts_of([1, 0, 0, 0, 0, 0, 0], 3, 4), counts_of([2, 0, 0, 0, 0, 0, 0], 24, 48)
    assert add_counts([days, Counts(open=2)]).median == 3
    assert add_counts([days, hours]) == Counts(met=3)


def test_small_groups_are_hidden_in_public_and_the_total_does_not_give_one_away() -> None:
    groups = {"phone": Counts(met=90), "letter": Counts(met=12), "fax": Counts(met=9)}
    assert shown_in_public(groups) == {"phone": Counts(met=90), "letter": HIDDEN, "fax": TOO_SMALL}
    large = {"phone": Counts(met=90), "letter": Counts(met=12)}
    assert shown_in_public(large) == large


def test_where_two_groups_are_too_small_no_larger_one_is_hidden_with_them() -> None:
    groups = {"phone": Counts(met=90), "fax": Counts(met=9), "tty": Counts(met=1)}
    assert shown_in_public(groups) == {"phone": Counts(met=90), "fax": TOO_SMALL, "tty": TOO_SMALL}


def test_median_and_p90_of_fewer_than_ten_answers_are_not_shown_in_public() -> None:
    few, enough = Counts(met=8, missed=1, open=90, median=3, p90=4), Counts(met=9, missed=1, median=3, p90=4)
    assert one_in_public(few) == Counts(met=8, missed=1, open=90)
    assert one_in_public(enough) == enough
    assert shown_in_public({"phone": few, "fax": enough}) == {"phone": Counts(met=8, missed=1, open=90), "fax": enough}


def spent(start: str, met: str, unit: str) -> float:
    begun, ended = _facts(start), _facts(met)
    return in_unit(int(taken(begun, ended, unit, log_tables(WI))[0]), unit)


def test_an_answer_within_the_day_took_no_business_days() -> None:
    assert spent("2026-11-24T08:00", "2026-11-24T16:00", "business days") == 0


def test_business_days_taken_skip_thanksgiving_and_the_weekend() -> None:
    assert spent("2026-11-25T16:00", "2026-11-30T09:00", "business days") == 2


def test_work_on_a_weekend_is_counted_and_took_no_less_than_nothing() -> None:
    assert spent("2026-11-20T16:00", "2026-11-21T10:00", "working days") == 0
    assert spent("2026-11-21T10:00", "2026-11-22T10:00", "business days") == 0


def test_hours_taken_are_elapsed_hours_over_a_change_of_clocks() -> None:
    assert spent("2026-10-31T12:00", "2026-11-01T12:00", "hours") == 25
    assert spent("2026-11-24T12:00", "2026-11-24T13:30", "hours") == 1.5
    assert spent("2026-11-24T12:00", "2026-11-24T13:30", "minutes") == 90


def test_business_hours_taken_are_those_the_office_was_open() -> None:
    assert spent("2026-11-25T16:00", "2026-11-27T09:00", "business hours") == 1.5


def test_days_weeks_and_months_taken_are_counted_by_dates() -> None:
    assert spent("2026-11-25T16:00", "2026-11-28T01:00", "days") == 3
    assert spent("2026-11-02T16:00", "2026-11-23T01:00", "weeks") == 3
    assert spent("2026-01-31T16:00", "2026-02-28T01:00", "months") == 1
    assert spent("2026-01-31T16:00", "2026-03-01T01:00", "months") == 2


@given(st.integers(0, 500), st.integers(1, 40), st.sampled_from(["days", "business days", "months"]))
def test_a_clock_is_met_exactly_where_the_time_taken_is_within_its_limit(later: int, n: int, unit: str) -> None:
    met = date(2026, 11, 25) + timedelta(days=later)
    due = deadline(at("2026-11-25T12:00"), parse_duration(f"{n} {unit}"), DEFAULT_COUNTING, WI)
    if WI.is_open_day(met) or unit != "business days":
        kept = spent("2026-11-25T12:00", f"{met}T12:00", unit) <= n
        assert kept == (judged(met, date(2030, 1, 1), at("2026-11-25T12:00"), due) == "met")


@given(st.datetimes(datetime(2010, 1, 1), datetime(2034, 1, 1)), st.integers(-90_000_000, 90_000_000))
def test_no_time_taken_is_negative(start: datetime, seconds: int) -> None:
    end = min(max(start + timedelta(seconds=seconds), datetime(2010, 1, 1)), datetime(2035, 1, 1))
    for unit in ("minutes", "business hours", "days", "working days", "weeks", "months"):
        assert spent(start.isoformat(), end.isoformat(), unit) >= 0


def _facts(text: str) -> Facts:
    return fact_of(at(text))


def _days(first: str, count: int) -> list[date]:
    return [date.fromisoformat(first) + timedelta(days=i) for i in range(count)]


def test_the_verdicts_never_speak_of_violation() -> None:
    assert not any("violat" in name for name in VERDICTS)
    assert np.unique(VERDICTS).size == 7
