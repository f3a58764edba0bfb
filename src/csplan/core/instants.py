"""Instants: whole seconds, always with a zone; and how they are read from text."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from csplan.core.errors import BadInstant

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
FIRST: Final = date(2, 1, 1)  # so that no zone leads out of the years 1 to 9999
LAST: Final = date(9998, 12, 31)
LAST_SECOND: Final = (23, 59, 59)
END_OF_DAY: Final = "end of day"
_SHAPE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)


def utc_seconds(instant: datetime) -> int:
    """Whole seconds since 1970 UTC, cut. Raises BadInstant for a time without a zone."""
    if instant.tzinfo is None:
        raise BadInstant(f"{instant} has no time zone; give an offset or name the zone")
    if not FIRST <= instant.date() <= LAST:
        raise BadInstant(f"the year {instant.year} cannot be counted; give a year from {FIRST.year} to {LAST.year}")
    return (instant.astimezone(UTC) - EPOCH) // timedelta(seconds=1)


def instant_at(seconds: int, zone: ZoneInfo) -> datetime:
    """The instant of UTC seconds, on the wall of a zone."""
    return (EPOCH + timedelta(seconds=seconds)).astimezone(zone)


def moment_words(at: datetime) -> str:
    """An instant in words, for people: "Fri 27 Nov 2026 16:30 CST"; the last second of a day is its end."""
    last = (at.hour, at.minute, at.second) == LAST_SECOND
    clock = END_OF_DAY if last else f"{at.hour:02d}:{at.minute:02d}"
    return f"{day_words(at.date())} {clock} {at.tzname()}"


@lru_cache(maxsize=20_000)
def day_words(day: date) -> str:
    """A date in words: "Fri 27 Nov 2026"."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def parse_instant(text: object, zone: ZoneInfo) -> datetime:
    """The instant written as 2026-11-25T16:45, with or without seconds and offset; without, on the wall of zone.

    A wall time that a change of clocks skips moves forward by the gap; a doubled one is the first. Raises BadInstant.
    """
    if not isinstance(text, str) or not _SHAPE.fullmatch(text.strip()):
        raise BadInstant(
            f"cannot read the time {_short(text)}; write it as 2026-11-25T16:45, with an offset if you like"
        )
    try:
        found = datetime.fromisoformat(text.strip().replace(",", "."))
        wall = found if found.tzinfo else found.replace(tzinfo=zone)
        return instant_at(utc_seconds(wall), zone)
    except (ValueError, OverflowError):
        raise BadInstant(f"there is no such date or time as {_short(text)}; check month, day and hour") from None


def parse_day(text: object) -> date:
    """The date written as 2026-11-25. Raises BadInstant."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else date.fromisoformat("")
    except ValueError:
        raise BadInstant(f"cannot read the date {_short(text)}; write it as 2026-11-25") from None


def _short(text: object) -> str:
    shown = repr(text)
    return shown if len(shown) <= 60 else shown[:57] + "..."
