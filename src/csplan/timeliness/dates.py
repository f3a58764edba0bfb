"""Reads the dates and times of a log: texts in the common formats, and native columns of Parquet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from csplan.core.errors import BadColumn
from csplan.core.office_calendar import DAY_SECONDS
from csplan.core.verdict import Flags, Ints
from csplan.timeliness.logs import DAY_FIRST, MONTH_FIRST

_TIME: Final = (
    r"(?:,?[Tt ]\s*(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d+))?)?"
    r"\s*(?P<ap>[AaPp]\.?[Mm]\.?)?\s*(?P<z>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$"
)
_MONTH: Final = r"(?P<mon>[A-Za-z]{3,9})\.?"
_WEEKDAY: Final = r"^(?:[A-Za-z]{3,9}\.?,?\s+)?"
ORDERED: Final = {  # what 5/11/2026 is, by the order in which a log's dates are written
    MONTH_FIRST: r"^(?P<mo>\d{1,2})[/-](?P<d>\d{1,2})[/-](?P<y>\d{4}|\d{2})" + _TIME,
    DAY_FIRST: r"^(?P<d>\d{1,2})[/-](?P<mo>\d{1,2})[/-](?P<y>\d{4}|\d{2})" + _TIME,
}
FORMATS: Final = (
    r"^(?P<y>\d{4})[-/.](?P<mo>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME,
    r"^(?P<d>\d{1,2})\.(?P<mo>\d{1,2})\.(?P<y>\d{4})" + _TIME,
    r"^(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})(?:[Tt ]?(?P<h>\d{2}):?(?P<mi>\d{2})(?::?(?P<s>\d{2}))?(?P<z>[Zz])?)?$",
    _WEEKDAY + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[- ]" + _MONTH + r"[-, ]\s*(?P<y>\d{4}|\d{2})" + _TIME,
    _WEEKDAY + _MONTH + r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})" + _TIME,
)
_WRITTEN: Final = {MONTH_FIRST: "month/day/year", DAY_FIRST: "day/month/year"}
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONG_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBERS: Final = {"sept": 9} | {name: n for names in (MONTHS, LONG_MONTHS) for n, name in enumerate(names, start=1)}
_LATEST_OF_CENTURY: Final = 68  # 68 is 2068 and 69 is 1969, as POSIX reads years of two digits
_TEXTS: Final = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_null)
_UNITS: Final = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


@dataclass(frozen=True, slots=True)
class ReadDates:
    """A column as read, int64 seconds: UTC where is_utc, otherwise on the wall; whole marks a bare date."""

    seconds: Ints
    whole: Flags
    is_utc: Flags
    known: Flags
    readable: Flags


def read_dates(column: Any, name: str, order: str = MONTH_FIRST) -> ReadDates:
    """The dates of a column of texts, whole numbers, dates or timestamps. Raises BadColumn for another type.

    order, one of DATE_ORDERS, says which number stands first in texts such as 5/11/2026.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _taken(read_dates(column.dictionary, name, order), column.indices)
    if pa.types.is_timestamp(kind):
        seconds = _ints(column.cast(pa.int64())) // _UNITS[kind.unit]
        return ReadDates(seconds, False, kind.tz is not None, _known(column), True)
    if pa.types.is_date(kind):
        seconds = _ints(column.cast(pa.date32()).cast(pa.int32())) * DAY_SECONDS
        return ReadDates(seconds, True, False, _known(column), True)
    if any(is_kind(kind) for is_kind in _TEXTS):
        encoded = column.cast(pa.string()).dictionary_encode()
        return _taken(_read_texts(encoded.dictionary, order), encoded.indices)
    raise BadColumn(f"column {name!r} holds {kind}; give one of dates, times or texts")


def why_unreadable(value: Any, order: str = MONTH_FIRST) -> str:
    """Why a value is not a date: "'13/13/2026' has no month 13 (it is read month/day/year)"."""
    text = str(value).strip()
    for pattern in (ORDERED[order], *FORMATS):
        found = re.match(pattern, text)
        parts = found.groupdict() if found else {}
        if found and (parts.get("mo") or parts.get("mon", "").lower() in _NUMBERS):
            month = int(parts.get("mo") or _NUMBERS[parts["mon"].lower()])
            if not 1 <= month <= 12:
                read = _how_read(parts, order) if pattern == ORDERED[order] else ""
                return f"{_shown(text)} has no month {month}{read}"
            return f"{_shown(text)} is no day or time that exists"
    return f"{_shown(text)} cannot be read as a date; write it as 2026-11-27 or 2026-11-27 16:45"


def _how_read(parts: Mapping[str, str], order: str) -> str:
    """How a text whose month is none was read, and how else it would make sense."""
    other = DAY_FIRST if order == MONTH_FIRST else MONTH_FIRST
    swapped = 1 <= int(parts["d"]) <= 12 and 13 <= int(parts["mo"]) <= 31
    remedy = f"; write --dates {other} if the {other.split('-')[0]} stands first" if swapped else ""
    return f" (it is read {_WRITTEN[order]}{remedy})"


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _taken(read: ReadDates, indices: Any) -> ReadDates:
    """The read of a dictionary's values, spread over the rows that refer to them."""
    index = _ints(indices)
    present = _known(indices)
    if not len(read.seconds):
        nothing = np.zeros(len(indices), np.int64)
        return ReadDates(nothing, False, False, False, True)
    whole, is_utc = (np.broadcast_to(part, read.seconds.shape)[index] for part in (read.whole, read.is_utc))
    known = np.broadcast_to(read.known, read.seconds.shape)[index] & present
    readable = np.broadcast_to(read.readable, read.seconds.shape)[index] | ~np.broadcast_to(present, index.shape)
    return ReadDates(read.seconds[index], whole, is_utc, known, readable)


def _ints(column: Any) -> Ints:
    filled = column.fill_null(0) if column.null_count else column
    numbers: Ints = filled.to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    return numbers


def _known(column: Any) -> Flags:
    return np.asarray(column.is_valid()) if column.null_count else True


def _read_texts(texts: Any, order: str) -> ReadDates:
    texts = pc.utf8_trim_whitespace(texts)
    known = ~_equal(texts, "")
    parsed = _Parsed(len(texts))
    left = np.flatnonzero(known)
    for pattern in (ORDERED[order], *FORMATS):
        if not len(left):
            break
        parts: Any = pc.extract_regex(texts.take(pa.array(left)), pattern)
        matched = np.asarray(parts.is_valid())
        parsed.fill(left[matched], parts.filter(pa.array(matched)))
        left = left[~matched]
    return ReadDates(parsed.seconds, parsed.whole, parsed.is_utc, known, parsed.readable | ~known)


class _Parsed:
    """What has been read of so many texts."""

    def __init__(self, size: int) -> None:
        self.seconds = np.zeros(size, np.int64)
        self.whole, self.is_utc, self.readable = (np.zeros(size, np.bool_) for _ in range(3))

    def fill(self, at: NDArray[np.intp], parts: Any) -> None:
        """Set the texts at those positions from the parts that a pattern found in them."""
        part = {field.name: parts.field(field.name) for field in parts.type}
        days, is_day = _days(part)
        seconds, is_time = _time(part)
        self.seconds[at] = days * DAY_SECONDS + seconds
        self.whole[at] = _equal(part["h"], "")
        self.readable[at] = is_day & is_time
        offset, self.is_utc[at] = _offset(part["z"])
        self.seconds[at] -= offset


def _days(part: dict[str, Any]) -> tuple[Ints, NDArray[np.bool_]]:
    """Days since 1970-01-01, and whether there is such a day."""
    year, day = _number(part["y"]), _number(part["d"])
    short = _equal(pc.utf8_length(part["y"]), 2)
    year = year + np.where(short, np.where(year <= _LATEST_OF_CENTURY, 2000, 1900), 0)
    month = _number(part["mo"]) if "mo" in part else _month_number(part["mon"])
    is_month = (month >= 1) & (month <= 12) & (year >= 1)
    first = ((year - 1970) * 12 + np.where(is_month, month, 1) - 1).astype("datetime64[M]")
    length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    is_day = is_month & (day >= 1) & (day <= length)
    return first.astype("datetime64[D]").astype(np.int64) + day - 1, is_day


def _time(part: dict[str, Any]) -> tuple[Ints, NDArray[np.bool_]]:
    """Seconds after midnight, cut to whole ones, and whether there is such a time."""
    hour, minute, second = _number(part["h"]), _number(part["mi"]), _number(part["s"])
    valid = (minute <= 59) & (second <= 59) & (hour <= 23)
    if "ap" in part:
        half = pc.utf8_lower(part["ap"])
        twelve, after_noon = ~_equal(half, ""), np.asarray(pc.starts_with(half, "p"))
        valid &= ~twelve | ((hour >= 1) & (hour <= 12))
        hour = np.where(twelve, hour % 12 + 12 * after_noon, hour)
    return hour * 3600 + minute * 60 + second, valid


def _offset(texts: Any) -> tuple[Ints, NDArray[np.bool_]]:
    """Seconds east of UTC of "Z", "-06:00", "+0100", "-06", and whether one is given."""
    digits = pc.replace_substring_regex(texts, r"[^0-9]", "")
    hours, minutes = _number(pc.utf8_slice_codeunits(digits, 0, 2)), _number(pc.utf8_slice_codeunits(digits, 2, 4))
    sign = np.where(np.asarray(pc.starts_with(texts, "-")), -1, 1)
    return sign * (hours * 3600 + minutes * 60), ~_equal(texts, "")


def _number(texts: Any) -> Ints:
    """The numbers of texts of digits; 0 where empty."""
    filled: Any = pc.if_else(pc.equal(texts, pa.scalar("")), pa.scalar("0"), texts)
    return _ints(filled.cast(pa.int64()))


def _equal(values: Any, value: str | int) -> NDArray[np.bool_]:
    found: Any = pc.equal(values, pa.scalar(value))
    return np.asarray(found)


def _month_number(texts: Any) -> Ints:
    found = [_NUMBERS.get(text.lower(), 0) for text in texts.to_pylist()]
    return np.array(found, np.int64)
