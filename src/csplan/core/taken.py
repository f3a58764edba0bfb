"""The time that an answer took, in the unit of its standard."""

from typing import Final

import numpy as np

from csplan.core.duration import DATES, ELAPSED, FAMILIES, OPEN_DAYS, SECONDS
from csplan.core.tables import Tables
from csplan.core.verdict import Facts, Ints

PARTS: Final = {**SECONDS, "weeks": 7}  # how many of what `taken` counts make one of the unit


def taken(starts: Facts, met: Facts, unit: str, tables: Tables, *, backward: bool = False) -> Ints:
    """The time from each start to what met it, int64, never negative: seconds for minutes and hours, days, or months.

    business and working days: the open days after the start's local date up to and including the date that met it;
    days and weeks: the difference of the dates; months: the fewest whole months that reach the date.
    backward: from what met it to the event. Every moment must lie within the tables.
    """
    first, last = (met, starts) if backward else (starts, met)
    return np.maximum(_between(first, last, unit, tables), 0)


def in_unit(taken: int, unit: str) -> float:
    """What `taken` counted, as a number of the unit: 5400 is 1.5 hours; whole numbers stay whole."""
    parts = PARTS.get(unit, 1)
    whole, rest = divmod(int(taken), parts)
    return whole if not rest else taken / parts


def _between(first: Facts, last: Facts, unit: str, tables: Tables) -> Ints:
    family = FAMILIES[unit]
    if family == ELAPSED:
        return last.seconds - first.seconds
    if family == OPEN_DAYS:
        return _open_days(last, tables) - _open_days(first, tables)
    if family == DATES:
        return _months(first.days, last.days) if unit == "months" else last.days - first.days
    return tables.opening_seconds(last.seconds) - tables.opening_seconds(first.seconds)


def _open_days(facts: Facts, tables: Tables) -> Ints:
    return tables.open_count.take(facts.days - tables.first_day).astype(np.int64, copy=False)


def _months(first: Ints, last: Ints) -> Ints:
    """The fewest whole months that lead from one day to the other; 31 January and one month is the end of February."""
    starts = first.astype("M8[D]").astype("M8[M]")
    months = (last.astype("M8[D]").astype("M8[M]") - starts).astype(np.int64)
    into = first - starts.astype("M8[D]").astype(np.int64)
    begins = (starts + months).astype("M8[D]").astype(np.int64)
    length = (starts + months + 1).astype("M8[D]").astype(np.int64) - begins
    found: Ints = months + (begins + np.minimum(into, length - 1) < last)
    return found
