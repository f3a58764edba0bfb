"""A promise is looser than a limit if it falls due later for some start on the curated calendar."""

from dataclasses import replace
from datetime import date

from csplan.core.duration import Counting, parse_duration
from csplan.core.strictness import looser_example, looser_start
from csplan.policy.calendars import named_calendar
from offices import office

WISCONSIN = named_calendar("us-wi")


def is_looser(promise: str, limit: str, **options: str) -> bool:
    """Whether a promise is looser than a limit on Wisconsin's calendar."""
    rules = (parse_duration(promise), Counting(**options)), (parse_duration(limit), Counting())
    return looser_start(*rules, WISCONSIN) is not None


def test_more_of_one_unit_is_looser_and_less_or_as_much_is_not() -> None:
    assert is_looser("6 working days", "5 working days")
    assert not is_looser("5 business days", "5 working days")
    assert not is_looser("4 working days", "5 working days")


def test_one_week_is_looser_than_five_working_days_though_both_end_on_the_same_weekday() -> None:
    assert is_looser("1 week", "5 working days")


def test_hours_may_be_looser_than_a_day_from_the_afternoon_only() -> None:
    nine_hours, one_day = (
        (parse_duration("9 business hours"), Counting()),
        (parse_duration("1 business day"), Counting()),
    )
    found = looser_start(nine_hours, one_day, office("08:00-16:30", zone="UTC"))
    assert found is not None
    assert found.hour >= 16
    assert looser_start((parse_duration("8 business hours"), Counting()), one_day, office(zone="UTC")) is None


def test_an_example_is_taken_from_a_day_on_and_from_any_day_where_none_is_as_late() -> None:
    rules = (parse_duration("7 days"), Counting()), (parse_duration("5 business days"), Counting())
    found = looser_example(*rules, WISCONSIN, date(2026, 3, 4))
    assert str(found) == (
        "from Wed 4 Mar 2026 00:00 CST it is due Wed 11 Mar 2026 end of day CDT, by the limit Wed 11 Mar 2026 16:30 CDT"
    )
    for since in (date(2099, 1, 1), date.min, date.max):
        assert looser_example(*rules, WISCONSIN, since) == looser_example(*rules, WISCONSIN)


def test_an_option_may_make_an_equal_number_looser() -> None:
    assert is_looser("5 working days", "5 working days", closed_start="roll")


def test_a_promise_that_leaves_the_calendar_where_the_limit_does_not_is_looser() -> None:
    always = office("08:00-16:30", weekend=["08:00-16:30"], closed=["2026-01-29", "2026-01-30", "2026-01-31"])
    january = replace(always, horizon=(date(2026, 1, 1), date(2026, 1, 31)))
    rules = (parse_duration("1 business day"), Counting()), (parse_duration("2 days"), Counting())
    assert looser_start(*rules, january) is not None
    assert looser_start(*rules, replace(january, closed={})) is None
