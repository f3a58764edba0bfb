"""The facts of a log: what was read, as UTC instants and local days of the office's calendar."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np

from csplan.core.boundaries import Boundaries, Seconds
from csplan.core.office_calendar import DAY_SECONDS, OfficeCalendar
from csplan.core.tables import Tables, tables_for
from csplan.core.verdict import Facts, Flags, Ints
from csplan.core.zones import EPOCH_DAY, zone_between
from csplan.timeliness.dates import ReadDates, read_dates
from csplan.timeliness.logs import MONTH_FIRST, Log

WITHOUT_HORIZON: Final = (date(1950, 1, 1), date(2149, 12, 31))  # read where a calendar has no limit of its own


def log_tables(calendar: OfficeCalendar) -> Tables:
    """The tables within which the dates of a log are read: the calendar's horizon, or 1950 to 2149."""
    return tables_for(calendar, *(calendar.horizon or WITHOUT_HORIZON))


def facts_of(read: ReadDates, zone: str, tables: Tables) -> Facts:
    """The facts of a column; wall times are those of the zone. What lies outside the tables is not readable."""
    days = read.seconds // DAY_SECONDS if read.whole is not False else None
    seconds, at = read.seconds, None
    if read.whole is not True:
        seconds = _utc(read, zone, tables)
        at = tables.day_index(seconds)
    if days is not None:
        index = np.where(
            (days < tables.first_day) | (days >= tables.first_day + tables.days), tables.days, days - tables.first_day
        )
        at = index if at is None else np.where(read.whole, index, at)
        seconds = np.where(read.whole, tables.midnights.take(index), seconds)
    assert at is not None
    return _within(read, seconds, at, tables)


def latest_date(
    log: Log,
    columns: Sequence[str],
    zone: str,
    tables: Tables,
    rows: int,
    progress: Callable[[int], None],
    order: str = MONTH_FIRST,
) -> date | None:
    """The latest date of those columns, as far as the tables reach; None where there is none.

    Where the file does not tell, it is read in batches of so many rows, and progress is told the rows so far.
    """
    names = list(dict.fromkeys(columns))
    told = [(log.greatest(name), name) for name in names]
    days = [_latest(column, name, zone, tables, order) for column, name in told if column is not None]
    if len(days) < len(names) or None in days:
        days, read = [], 0
        for batch in log.batches(names, rows):
            days += [_latest(batch.columns[name], name, zone, tables, order) for name in names]
            read += batch.rows
            progress(read)
    known = [day for day in days if day is not None]
    return date.fromordinal(max(known) + EPOCH_DAY) if known else None


def _latest(column: Any, name: str, zone: str, tables: Tables, order: str) -> int | None:
    facts = facts_of(read_dates(column, name, order), zone, tables)
    there = np.broadcast_to(np.logical_and(facts.known, facts.readable), facts.days.shape)
    return int(facts.days[there].max()) if there.any() else None


def _within(read: ReadDates, seconds: Ints, index: Ints, tables: Tables) -> Facts:
    """The facts, with a place inside the tables for those that have none of their own."""
    outside = index == tables.days
    readable: Flags = read.readable
    if outside.any():
        seconds = np.where(outside, tables.midnights[0], seconds)
        index = np.where(outside, 0, index)
        readable = np.logical_and(readable, ~(outside & read.known))
    return Facts(seconds, index + tables.first_day, read.whole, read.known, readable)


def _utc(read: ReadDates, zone: str, tables: Tables) -> Seconds:
    if read.is_utc is True:
        return read.seconds
    steps, offsets = _wall_steps(zone, tables.first_day, tables.first_day + tables.days)
    utc = read.seconds - offsets.take(steps.at(read.seconds))
    return utc if read.is_utc is False else np.where(read.is_utc, read.seconds, utc)


@lru_cache(maxsize=16)
def _wall_steps(name: str, first_day: int, last_day: int) -> tuple[Boundaries, Seconds]:
    """Where on the wall each offset of a zone ends; a skipped time keeps the offset before, a doubled one the first."""
    zone = zone_between(name, first_day, last_day)
    return Boundaries(zone.changes + np.maximum(zone.offsets[:-1], zone.offsets[1:])), zone.offsets
