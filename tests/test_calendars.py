"""The shipped calendars close the days that the statutes name, and bad calendars are refused with a remedy."""

from datetime import date
from pathlib import Path

import holidays
import pytest

from csplan.core.closed_days import AfterRule, DayRule, FixedDate, NthWeekday, days_of, easter, nth_weekday
from csplan.core.errors import BadCalendar, BadFile
from csplan.core.office_calendar import parse_spans
from csplan.policy.calendars import calendar_files, load_calendar, named_calendar

FIRST, LAST = date(2009, 1, 1), date(2035, 12, 31)


def closed_weekdays(name: str, year: int) -> set[date]:
    """The weekdays of a year on which a calendar is closed."""
    return {day for day in named_calendar(name).closed if day.year == year and day.weekday() < 5}


def test_four_calendars_are_shipped_and_curated_from_2009_to_2035() -> None:
    assert sorted(calendar_files()) == ["us-wi", "us-wi-example", "us-wi-legal", "us-wy"]
    for name in calendar_files():
        assert named_calendar(name).horizon == (FIRST, LAST)


def test_wisconsin_state_offices_close_on_nine_days_of_2026() -> None:
    assert closed_weekdays("us-wi", 2026) == {
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 5, 25),
        date(2026, 9, 7),
        date(2026, 11, 26),
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
    }  # and Saturday 4 July, which no Friday stands in for


@pytest.mark.parametrize("day", [date(2026, 2, 16), date(2026, 6, 19), date(2026, 7, 3), date(2026, 11, 11)])
def test_wisconsin_offices_are_open_where_a_holiday_package_closes_them(day: date) -> None:
    assert day in holidays.country_holidays("US", subdiv="WI", years=2026)
    assert named_calendar("us-wi").is_open_day(day)


def test_a_sunday_holiday_closes_the_monday_after_in_wisconsin() -> None:
    sun_dec_25, mon_dec_26 = date(2022, 12, 25), date(2022, 12, 26)
    closed = named_calendar("us-wi").closed
    assert closed[sun_dec_25].name == "Christmas Day"
    assert closed[mon_dec_26].name == "Christmas Day (observed)"


def test_a_saturday_holiday_closes_the_friday_before_in_wyoming_but_is_no_legal_holiday() -> None:
    fri_jul_3 = named_calendar("us-wy").closed[date(2026, 7, 3)]
    assert (fri_jul_3.holiday, "practice" in fri_jul_3.cite) == (False, True)
    assert date(2027, 12, 31) in named_calendar("us-wy").closed  # for Saturday 1 January 2028
    assert named_calendar("us-wy").is_open_day(date(2026, 6, 19))


def test_wyoming_differs_from_a_holiday_package_in_juneteenth_and_practice_only() -> None:
    for year in range(2022, 2030):
        package = {
            day
            for day in holidays.country_holidays("US", subdiv="WY", years=[year])
            if day.year == year and day.weekday() < 5
        }
        assert {f"{day:%m}" for day in package - closed_weekdays("us-wy", year)} <= {"06"}


def test_legal_holidays_are_another_list_than_closed_days() -> None:
    legal, offices = named_calendar("us-wi-legal"), named_calendar("us-wi")
    for day in (date(2026, 2, 16), date(2026, 6, 19), date(2026, 8, 11), date(2026, 11, 3), date(2026, 11, 11)):
        assert not legal.is_open_day(day)
        assert offices.is_open_day(day)
    assert legal.is_open_day(date(2026, 12, 24))
    assert not offices.closed[date(2026, 12, 24)].holiday


def test_good_friday_is_a_part_of_a_day() -> None:
    fri_apr_3 = date(2026, 4, 3)
    assert named_calendar("us-wi-legal").spans(fri_apr_3) == parse_spans([["08:00", "11:00"], ["15:00", "16:30"]])
    assert named_calendar("us-wi-example").spans(fri_apr_3) == parse_spans([["08:00", "12:00"]])


def test_the_example_county_adds_to_the_state_s_days() -> None:
    county, state = named_calendar("us-wi-example"), named_calendar("us-wi")
    assert set(state.closed) < set(county.closed)
    assert county.closed[date(2026, 11, 27)].name == "Friday after Thanksgiving"
    assert county.spans(date(2022, 12, 30)) == parse_spans([["08:00", "12:00"]])


def test_every_closed_day_says_its_name_and_citation() -> None:
    for name in calendar_files():
        calendar = named_calendar(name)
        assert all(why.name and why.cite for why in calendar.closed.values())
        assert all(why.name and why.cite for why in calendar.special.values())


@pytest.mark.parametrize(("year", "day"), [(2009, "04-12"), (2024, "03-31"), (2025, "04-20"), (2026, "04-05")])
def test_easter_is_where_the_almanac_has_it(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(f"{year}-{day}")


def test_a_rule_may_hold_every_second_year_and_from_a_year_on() -> None:
    election = DayRule("election", NthWeekday(11, 1, 1, on_or_after=2), 2010, 2035, every=2)
    found = [one.day for year in range(2008, 2016) for one in days_of(election, year, {})]
    assert found == [date(2010, 11, 2), date(2012, 11, 6), date(2014, 11, 4)]


def test_the_last_monday_and_a_fifth_monday_that_some_months_have() -> None:
    assert nth_weekday(NthWeekday(12, 0, -1), 2026) == date(2026, 12, 28)
    assert nth_weekday(NthWeekday(2, 0, 5), 2026) is None


def test_29_february_is_closed_in_leap_years_only() -> None:
    leap = DayRule("leap day", FixedDate(2, 29), 2000, 2100)
    assert [one.day.year for year in range(2023, 2030) for one in days_of(leap, year, {})] == [2024, 2028]


def test_rules_that_follow_one_another_in_a_circle_are_refused() -> None:
    rules = {name: DayRule(name, AfterRule(other, 1), 2000, 2030) for name, other in (("a", "b"), ("b", "a"))}
    with pytest.raises(BadCalendar, match="without going in a circle"):
        list(days_of(rules["a"], 2026, rules))


GOOD = """name = "mine"
zone = "America/Chicago"
first = 2026-01-01
last = 2026-12-31
[hours]
mon = [["08:00", "12:00"], ["12:30", "16:30"]]
"""
BAD = {
    'zone = "America/Chicago"': ('zone = "America/Chicgo"', "unknown time zone"),
    "last = 2026-12-31": ("last = 2025-12-31", "last day lies before the first"),
    'mon = [["08:00", "12:00"], ["12:30", "16:30"]]': ("", "never open"),
    '["12:30", "16:30"]': ('["11:30", "16:30"]', "overlap"),
    '"12:30", "16:30"': ('"16:30", "12:30"', "closes before it opens"),
    '"16:30"]]': ('"24:01"]]', "cannot read the time of day"),
    "mon =": ("mond =", "unknown key 'mond'"),
    "[hours]": ("[hour]", "hours are missing"),
}


@pytest.mark.parametrize("written", BAD)
def test_a_calendar_that_cannot_be_counted_on_is_refused_with_file_line_and_reason(
    written: str, tmp_path: Path
) -> None:
    mistake, reason = BAD[written]
    (tmp_path / "mine.toml").write_text(GOOD.replace(written, mistake))
    with pytest.raises(BadFile, match=rf"mine.toml:\d+: .*{reason}"):
        load_calendar(tmp_path / "mine.toml")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ('[[closed]]\nname = "x"\nrule = { month = 2, day = 30 }', "no day 30 in month 2"),
        ('[[closed]]\nname = "x"\nrule = { month = 2, weekday = "mon", nth = 6 }', "names no day"),
        ('[[closed]]\nname = "x"\nrule = { after = "y" }', "no rule leads to 'y'"),
        ('[[closed]]\nname = "x"\ndates = ["2026-12-24"]', "is not a date"),
        ('[[closed]]\nname = "x"\nrule = { easter = -2 }\nevery = 0', "at least 1"),
        ('[[special]]\nname = "x"\ndates = [2026-12-24]', "has no hours"),
        ('[[closed]]\nname = "x"\ndates = 5', "dates must be a list"),
        ('[[closed]]\nname = "x"\ndates = [2027-12-24]', "2027-12-24 lies outside 2026-01-01 to 2026-12-31"),
        ('[[closed]]\nname = "x"', "'x' names no day"),
        ('[[closed]]\nname = "x"\nrule = { easter = 999999999 }', "more than a year"),
        (
            "\n".join(
                f'[[special]]\nname = "{name}"\ndates = [2026-12-24]\nhours = [["08:00", "09:00"]]' for name in "xy"
            ),
            "two sets of hours",
        ),
        (
            '[[closed]]\nname = "x"\ndates = [2026-12-24]\n[[special]]\nname = "y"\ndates = [2026-12-24]\n'
            'hours = [["08:00", "09:00"]]',
            "both closed and special",
        ),
    ],
)
def test_a_rule_that_gives_no_day_is_refused(more: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD + more)
    with pytest.raises(BadFile, match=reason):
        load_calendar(tmp_path / "mine.toml")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("America/Chicago", "America/Chicgo", 2),
        ("last = 2026-12-31", "last = 2025-12-31", 4),
        ("last = 2026-12-31", "last = 2226-12-31", 4),
        ("first = 2026-01-01", "first = 1826-01-01", 3),
        ("[hours]", 'based_on = "us-xx"\n[hours]', 5),
        ("[hours]", '[[special]]\nname = "x"\ndates = [2026-12-24]\nhours = [["8", "12"]]\n[hours]', 8),
        ("[hours]", '[[special]]\nname = "x"\ndates = [2026-12-24]\n[hours]', 5),
        ("[hours]", '[[closed]]\nname = "x"\ndates = ["24 December"]\n[hours]', 7),
    ],
)
def test_a_defect_of_a_calendar_is_named_at_its_own_line(old: str, new: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD.replace(old, new))
    with pytest.raises(BadFile, match=rf"mine.toml:{line}: "):
        load_calendar(tmp_path / "mine.toml")


def test_calendars_that_are_based_on_each_other_are_refused(tmp_path: Path) -> None:
    for name, other in (("mine", "yours"), ("yours", "mine")):
        (tmp_path / f"{name}.toml").write_text(GOOD.replace('"mine"', f'"{name}"\nbased_on = "{other}"'))
    with pytest.raises(BadFile, match=r"yours.toml:2: is based on 'mine', which is based on it"):
        load_calendar(tmp_path / "mine.toml")


def test_an_unknown_calendar_is_refused_with_the_known_names() -> None:
    with pytest.raises(BadCalendar, match=r"known: .*us-wi"):
        named_calendar("us-xx")


def test_calendars_based_on_one_another_in_a_circle_are_refused_in_one_line(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.toml").write_text(f'name = "{name}"\nbased_on = "{other}"\n')
    with pytest.raises(BadFile, match="name another calendar") as error:
        load_calendar(tmp_path / "a.toml")
    assert len(str(error.value)) < 300
