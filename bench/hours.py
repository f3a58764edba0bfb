"""Business hours: UTC in, UTC out, the change of clocks right; against peers on wall times of a 20,000-row prefix."""

import warnings
from collections.abc import Callable
from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd
from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule
from django_bizcal import WorkingCalendar
from timegrid import TimeGridCalendar, hours

from bench.data import FEW, ZONE, Work, the_work
from bench.measure import Result, rate
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration

SIX_HOURS = Duration(6, "business hours")


def run() -> Result:
    """csplan's deadline() beside timegrid, django-bizcal, pandas CustomBusinessHour and businesstimedelta."""
    work = the_work()
    result = Result("Business hours: 6 business hours")
    many = len(work.instants)
    ours = result.add("csplan deadline(), UTC to UTC", rate(many, lambda: _ours(work, 6)), rows=many)
    result.add("csplan, 6 hours back", rate(many, lambda: _ours(work, -6)), rows=many)
    due = deadline(work.instants[:FEW], SIX_HOURS, Counting(), work.calendar).astype(np.int64)
    expected = [datetime.fromtimestamp(int(at), ZONE).replace(tzinfo=None) for at in due]
    rates = {}
    for name, action in _peers(work).items():
        found = action()
        agree = sum(a == b for a, b in zip(found, expected, strict=True)) / FEW
        rates[name] = result.add(name, rate(FEW, action, 1), rows=FEW, same_instant=round(agree, 4))
    result.goal("business hours, times timegrid", ours / rates["timegrid (Rust)"], 100)
    result.goal("business hours, times pandas CustomBusinessHour", ours / rates["pandas CustomBusinessHour"], 10_000)
    return result


def _ours(work: Work, n: int) -> object:
    return deadline(work.instants, Duration(n, "business hours"), Counting(), work.calendar)


def _peers(work: Work) -> dict[str, Callable[[], list[datetime]]]:
    naive = [wall.replace(tzinfo=None) for wall in work.walls]
    return {
        "timegrid (Rust)": lambda: _timegrid(naive, work),
        "django-bizcal": lambda: _bizcal(work),
        "pandas CustomBusinessHour": lambda: _pandas(naive, work),
        "businesstimedelta": lambda: _businesstimedelta(work),
    }


def _timegrid(naive: list[datetime], work: Work) -> list[datetime]:
    calendar = TimeGridCalendar.weekdays(time(8), time(16, 30))
    for day in work.closed:
        calendar.close(day)
    six = hours(6)
    return [calendar.add_work_duration(at, six) for at in naive]


def _bizcal(work: Work) -> list[datetime]:
    week = {weekday: [("08:00", "16:30")] for weekday in range(5)}
    calendar = WorkingCalendar(tz=ZONE, weekly_schedule=week, day_overrides={day: [] for day in work.closed})
    return [calendar.add_business_hours(at, 6).replace(tzinfo=None) for at in work.walls]


def _pandas(naive: list[datetime], work: Work) -> list[datetime]:
    offset = pd.offsets.CustomBusinessHour(6, start="08:00", end="16:30", holidays=work.closed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [each.to_pydatetime() for each in pd.DatetimeIndex(naive) + offset]


def _businesstimedelta(work: Work) -> list[datetime]:
    zone = __import__("pytz").timezone(ZONE.key)
    workday = WorkDayRule(start_time=time(8), end_time=time(16, 30), working_days=[0, 1, 2, 3, 4], tz=zone)
    rules = Rules([workday, HolidayRule(dict.fromkeys(work.closed, "closed"), tz=zone)])
    six = BusinessTimeDelta(rules, timedelta=timedelta(hours=6))
    return [(at + six).astimezone(ZONE).replace(tzinfo=None) for at in work.walls]
