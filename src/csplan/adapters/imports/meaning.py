"""What the columns of a call log mean: guessed from their names and values, confirmed by a person, kept as data."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from csplan.contacts.kinds import kinds
from csplan.contacts.offered import is_offered
from csplan.core.errors import BadInstant
from csplan.core.instants import parse_instant
from csplan.core.office_calendar import named_zone

COLUMNS: Final = ("started", "clock", "direction", "result", "caller", "dialled", "extension", "case")
IN, OUT, SKIP = "in", "out", "skip"
ANSWERED: Final = "answered"
DIRECTIONS: Final[Mapping[str, str]] = MappingProxyType({IN: "A call in", OUT: "A call out", SKIP: "Leave it out"})
FORMATS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = MappingProxyType(
    {  # by name: how a page shows it, and the ways to write it that are read; none: parse_instant reads it
        "iso": ("2026-11-20 16:50", ()),
        "us": ("11/20/2026 4:50 PM", tuple(f"%m/%d/{y} %I:%M{s} %p" for y in ("%Y", "%y") for s in ("", ":%S"))),
        "us 24": ("11/20/2026 16:50", tuple(f"%m/%d/{y} %H:%M{s}" for y in ("%Y", "%y") for s in ("", ":%S"))),
        "day first": ("20/11/2026 16:50", tuple(f"%d/%m/{y} %H:%M{s}" for y in ("%Y", "%y") for s in ("", ":%S"))),
        "with dots": (
            "20.11.2026 16:50",
            tuple(f"%d.%m.{y} %H:%M{s}" for y in ("%Y", "%y") for s in ("", ":%S")),
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What the columns of a file mean: their places, how times are written, values, and what the log leaves out."""

    columns: Mapping[str, int]  # by name of COLUMNS; what is missing is not in the file
    written: str  # a name of FORMATS
    zone: str
    party: str  # who callers are, where the log does not say
    owner: str  # key of who answers missed calls whose extension is nobody's
    direction: Mapping[str, str] = field(default_factory=dict)  # by value in small letters
    result: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        """The meaning as JSON."""
        return asdict(self)


def meaning_of(data: Mapping[str, Any]) -> Meaning:
    """The meaning that was kept as JSON."""
    return Meaning(**data)


def guessed_columns(header: Sequence[str], samples: Sequence[Sequence[str]] = ()) -> dict[str, int]:
    """Which column is what, by its name; one that is called the time, and holds dates too, is when calls began."""
    names = [name.casefold().replace("_", " ").strip() for name in header]
    found: dict[str, int] = {}
    for column, words in guesses()["columns"].items():
        place = next((names.index(word) for word in words if word in names), None)
        if place is not None and place not in found.values():
            found[column] = place
    if "started" not in found and "clock" in found and any(map(is_instant, times_in(samples, found))):
        found["started"] = found.pop("clock")
    return found


def times_in(samples: Iterable[Sequence[str]], columns: Mapping[str, int]) -> list[str]:
    """What some rows say of when a call began, those left out that say nothing."""
    places = [columns[name] for name in ("started", "clock") if name in columns]
    found = (" ".join(cells[place] for place in places).strip() for cells in samples)
    return [each for each in found if each]


def guessed_format(samples: Sequence[str]) -> str:
    """The way to write times that fits the most samples, the first of several."""
    return max(FORMATS, key=lambda name: sum(fits(sample, name) for sample in samples))


def is_instant(sample: str) -> bool:
    """Whether a cell says a date with a time, in whatever way to write it."""
    return any(fits(sample, name) for name in FORMATS)


def guessed_values(name: str, values: Iterable[str]) -> dict[str, str]:
    """What the values of a column ("direction" or "result") mean, where their words are known."""
    known = {word: meant for meant, words in guesses()[name].items() for word in words}
    return {value: known[value] for value in values if value in known}


def read_instant(text: str, written: str, zone: str) -> datetime:
    """The instant that a cell says, on the wall of the zone unless it has an offset. Raises BadInstant."""
    ways, place = FORMATS[written][1], named_zone(zone)
    if not ways:
        return parse_instant(text, place)
    for way in ways:
        try:
            wall = datetime.strptime(text.strip(), way)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
        return parse_instant(wall.isoformat(timespec="seconds"), place)
    raise BadInstant(f"cannot read the time {text[:40]!r}; it should be written like {FORMATS[written][0]}")


def records() -> Mapping[str, str]:
    """The kind of contact as which a call in is recorded, by its result."""
    found: dict[str, str] = guesses()["records"]
    return found


def results_of(agency: UUID, day: date) -> Mapping[str, str]:
    """What a call in may have come to, with its words: where the kind as which it is recorded is offered."""
    words: dict[str, str] = guesses()["results"]
    offered = {result for result, kind in records().items() if is_offered(kinds()[kind], agency, day)}
    return {result: says for result, says in words.items() if result in {*offered, SKIP}}


@cache
def guesses() -> dict[str, Any]:
    """The guesses of guesses.toml."""
    return tomllib.loads(resources.files("csplan.adapters.imports").joinpath("guesses.toml").read_text("utf-8"))


def fits(sample: str, written: str) -> bool:
    """Whether a cell is written in such a way."""
    try:
        read_instant(sample, written, "UTC")
    except BadInstant:
        return False
    return True
