"""Kinds of field of the API: strict, one way to write each, with what to do told where a value is wrong."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema

FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LAST: Final = datetime(2100, 1, 1, tzinfo=UTC)
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
TEXT: Final = r"^[^\u0000-\u001f\u007f]*$"


def _instant(value: object) -> datetime:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("this is no instant with an offset; write it as 2026-11-20T16:50:00-06:00")
    try:
        found = datetime.fromisoformat(value.upper()).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise ValueError("there is no such date or time; check month, day, hour and offset") from None
    if not FIRST <= found < LAST:
        raise ValueError("the year is out of reach; give an instant from 2000 to 2099")
    return found


def _day_or_instant(value: object) -> date | datetime:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return _instant(value)
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such date; check month and day") from None
    if not FIRST.date() <= found < LAST.date():
        raise ValueError("the year is out of reach; give a day from 2000 to 2099")
    return found


def _key(value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise ValueError("this is no key; a key looks like 0198c0de-1111-7222-8333-444455556666")
    return UUID(value)


def _line(longest: int) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError("this is no text; send a string")
        if _CONTROL.search(value):
            raise ValueError("this has a control character, such as a line break, or half a one; send one line of text")
        if len(value) > longest:
            raise ValueError(f"this is too long: at most {longest} letters, and there are {len(value)}; shorten it")
        return value

    return check


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("this is neither true nor false; send one of them")
    return value


def _one_of(words: Sequence[str]) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in words:
            raise ValueError(f"this is none of the words that are known; send one of: {', '.join(words)}")
        return str(value)

    return check


def line(longest: int, **more: Any) -> Any:
    """One line of text of at most so many letters."""
    schema = {"type": "string", "maxLength": longest, "pattern": TEXT, **more}
    return Annotated[str, BeforeValidator(_line(longest)), WithJsonSchema(schema)]


def one_of(words: Sequence[str], **more: Any) -> Any:
    """One of some words."""
    return Annotated[str, BeforeValidator(_one_of(words)), WithJsonSchema({"type": "string", "enum": [*words], **more})]


Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": "an instant with its offset, from 2000 to 2099; cut to whole seconds",
            "examples": ["2026-11-20T16:50:00-06:00"],
        }
    ),
]
DayOrInstant = Annotated[
    date | datetime,
    BeforeValidator(_day_or_instant),
    WithJsonSchema(
        {
            "type": "string",
            "description": "an instant with its offset, cut to whole seconds; or a day of the office, where it bears a"
            " date stamp without a time; from 2000 to 2099",
            "examples": ["2026-11-20T16:50:00-06:00", "2026-11-20"],
        }
    ),
]
Key = Annotated[UUID, BeforeValidator(_key), WithJsonSchema({"type": "string", "format": "uuid"})]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"type": "boolean"})]
Wall = Annotated[datetime, Field(description="an instant, on the wall of the office")]
Day = Annotated[date, Field(description="a day of the office")]
