"""Explanations: each day with its reason, and the text of it, by the kernel that gives the date."""

import random
from datetime import datetime

from bench.data import the_work
from bench.measure import Result, rate
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from csplan.core.explanation import Explanation, explain
from csplan.core.explanation_text import explanation_data, explanation_text

COUNT = 10_000
UNITS = {"business days": 15, "working days": 15, "days": 30, "hours": 72, "business hours": 40, "weeks": 4}


def run() -> Result:
    """10,000 random limits explained; that every explained date is the due date is checked in the same run."""
    result = Result("Explanations")
    cases, calendar = _cases(), the_work(COUNT).calendar

    def explained() -> list[Explanation]:
        return [explain(start, duration, Counting(), calendar) for start, duration in cases]

    found = explained()
    dues = [deadline(start, duration, Counting(), calendar) for start, duration in cases]
    same = sum(one.due == due for one, due in zip(found, dues, strict=True))
    shown = sum(any(day.date == one.due.date for day in one.days) for one in found)
    speed = result.add("csplan explain(), as data", rate(COUNT, explained), rows=COUNT, same_date=same / COUNT)
    days = sum(len(one.days) for one in found) / COUNT
    result.add("... and its text", rate(COUNT, lambda: [explanation_text(one) for one in explained()]), days_shown=days)
    result.add("... and its JSON-ready data", rate(COUNT, lambda: [explanation_data(one) for one in explained()]))
    result.goal("explanations a second", speed, 10_000)
    result.goal("share of explained dates that are the due date, and are shown", min(same, shown) / COUNT, 1)
    return result


def _cases() -> list[tuple[datetime, Duration]]:
    pick = random.Random(2026)
    walls = the_work(COUNT).walls
    units = [pick.choice(list(UNITS)) for _ in walls]
    return [(wall, Duration(pick.randint(1, UNITS[unit]), unit)) for wall, unit in zip(walls, units, strict=True)]
