"""Business days: UTC in, close of business in UTC out, against what counts the mere date."""

import warnings
from collections.abc import Callable
from datetime import date
from typing import Any

import holidays
import numpy as np
import pandas as pd
import polars as pl
from django_bizcal import WorkingCalendar
from workalendar.core import WesternCalendar

from bench.data import FEW, ZONE, Work, the_work
from bench.measure import Result, rate
from csplan.core.deadline import deadline, due_dates
from csplan.core.duration import Counting, Duration

ONE_DAY = Duration(1, "business days")


def run() -> Result:
    """csplan's deadline() beside numpy, polars, pandas, workalendar, holidays and django-bizcal."""
    work = the_work()
    result = Result("Business days: 1 business day, due at closing")
    many = len(work.instants)
    ours = result.add("csplan deadline(), UTC to UTC", rate(many, lambda: _ours(work), 5), rows=many)
    copied = result.add("a plain copy of the same array", rate(many, work.instants.copy, 5), rows=many)
    dates, closed = work.dates, np.array(work.closed, "M8[D]")
    days = np.busdaycalendar(holidays=closed)
    numpy = rate(many, lambda: np.busday_offset(dates, 1, roll="backward", busdaycal=days), 5)
    result.add("numpy.busday_offset, the mere date", numpy, rows=many)
    result.add("polars add_business_days, the mere date", rate(many, lambda: _polars(dates, work.closed)), rows=many)
    expected = due_dates(work.instants[:FEW], ONE_DAY, Counting(), work.calendar).tolist()
    for name, action in _slow_peers(work).items():
        found = action()
        agree = sum(a == b for a, b in zip(found, expected, strict=True)) / FEW
        result.add(name, rate(FEW, action, 1), rows=FEW, same_date=round(agree, 4))
    result.rows[0]["of_a_copy"] = round(ours / copied, 3)
    result.goal("business days, times numpy.busday_offset", ours / numpy, 5)
    return result


def _ours(work: Work) -> Any:
    return deadline(work.instants, ONE_DAY, Counting(), work.calendar)


def _polars(dates: Any, closed: list[date]) -> pl.Series:
    return pl.Series(dates).dt.add_business_days(1, holidays=closed, roll="backward")


def _slow_peers(work: Work) -> dict[str, Callable[[], list[date]]]:
    days = [wall.date() for wall in work.walls]
    return {
        "pandas CustomBusinessDay": lambda: _pandas(work),
        "workalendar": lambda: _workalendar(days, work.closed),
        "holidays": lambda: _holidays(days, work.closed),
        "django-bizcal (rolls closed starts)": lambda: _bizcal(work),
    }


def _pandas(work: Work) -> list[date]:
    offset = pd.offsets.CustomBusinessDay(1, holidays=work.closed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pd.DatetimeIndex([wall.date() for wall in work.walls]) + offset
    return [each.date() for each in found]


def _workalendar(days: list[date], closed: list[date]) -> list[date]:
    class Offices(WesternCalendar):  # type: ignore[misc]
        """A calendar with the given closed days."""

        include_new_years_day = False

        def get_calendar_holidays(self, year: int) -> list[tuple[date, str]]:
            """The closed days of a year."""
            return [(day, "closed") for day in closed if day.year == year]

    calendar = Offices()
    return [calendar.add_working_days(day, 1) for day in days]


def _holidays(days: list[date], closed: list[date]) -> list[date]:
    known = holidays.HolidayBase()
    known.append(dict.fromkeys(closed, "closed"))
    known.weekend = {5, 6}
    return [known.get_nth_working_day(day, 1) for day in days]


def _bizcal(work: Work) -> list[date]:
    week = {weekday: [("08:00", "16:30")] for weekday in range(5)}
    calendar = WorkingCalendar(tz=ZONE, weekly_schedule=week, day_overrides={day: [] for day in work.closed})
    midnights = [wall.replace(hour=12) for wall in work.walls]
    return [calendar.add_business_days(at, 1).date() for at in midnights]
