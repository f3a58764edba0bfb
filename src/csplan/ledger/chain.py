"""One link of an agency's chain as plain data, and the digests that hold the chain together. Needs no Django."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from types import NoneType
from typing import Any, Final
from uuid import UUID

FIRST_PREVIOUS: Final = "0" * 64
"""What the first link of a chain names as the digest before it."""

REDACTED: Final = "ledger.redacted"
"""The act after which the earlier entries of its subject may be without salt."""

_AS_IS: Final = frozenset({NoneType, bool, int, str})

FORM: Final = 2
"""How links and digests are written. With another way comes another number, and a dump of it in tests/ledger-forms.

Form 1, before the first release, kept what is empty in the digests of rows.
"""


@dataclass(frozen=True, slots=True)
class Link:
    """One act: who, on whose behalf, what, of which subject; digests of before, after and their salt; when; place."""

    agency: str
    number: int
    actor: str | None
    on_behalf: str | None
    act: str
    subject: str
    before: str
    after: str
    salted: str
    happened: str
    entered: str
    previous: str
    digest: str


def link_digest(link: Link, form: int = FORM) -> str:
    """The digest that a link with these contents has, in hexadecimal."""
    contents = {each.name: getattr(link, each.name) for each in fields(link) if each.name != "digest"}
    return hashlib.sha256(f"csplan ledger {form}\n".encode() + canonical(contents)).hexdigest()


def former_form(link: Link) -> int | None:
    """The form before the present one in which a link is whole; None where there is none."""
    return next((form for form in range(1, FORM) if link.digest == link_digest(link, form)), None)


def salted_digest(salt: str, data: Mapping[str, Any] | None) -> str:
    """The digest of data under a salt, in hexadecimal; empty where there is no data.

    What is empty in the data is left out: a column or a list that a later version adds, and that is empty for what was
    there before, leaves the digests of before as they are.
    """
    return "" if data is None else hmac.new(salt.encode(), canonical(data, empties=False), "sha256").hexdigest()


def salt_digest(salt: str) -> str:
    """The digest of a salt, by which a changed salt is found; empty for none."""
    return hashlib.sha256(salt.encode()).hexdigest() if salt else ""


def canonical(data: Mapping[str, Any], *, empties: bool = True) -> bytes:
    """Data as JSON in one way only: sorted keys, instants in UTC and whole seconds; with what is empty, or without."""
    return json.dumps(plain(data, empties=empties), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def instant_text(instant: datetime) -> str:
    """An instant in UTC, cut to whole seconds: 2026-11-25T22:45:00Z. Raises ValueError for one without a zone."""
    if instant.tzinfo is None:
        raise ValueError(f"the instant {instant.isoformat()} has no zone; give it one")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(value: Any, *, empties: bool = True) -> Any:
    """A value as JSON has it: text, number, list or mapping. Raises TypeError for what has no one way to be written."""
    if type(value) in _AS_IS:  # most are; the others are looked for one by one
        return value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, Mapping):
        pairs = ((str(key), plain(each, empties=empties)) for key, each in value.items())
        return {key: each for key, each in pairs if empties or not _is_empty(each)}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(each, empties=empties) for each in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"the ledger has no one way to write a {type(value).__name__}; give text, a number or a list")


def _is_empty(value: Any) -> bool:
    """Whether nothing is said: None, no, or something without contents; a number says something, also 0."""
    return value is None or value is False or value == "" or value == [] or value == {}
