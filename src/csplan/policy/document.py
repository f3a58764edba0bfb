"""A TOML file being read: typed questions that note a defect, with file, line and remedy, instead of raising."""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from reprlib import repr as short_repr
from typing import Any

from csplan.core.defect import Defect
from csplan.core.duration import DEFAULT_COUNTING, OPTIONS, Counting, Duration, Limit, Reading
from csplan.core.errors import BadDuration, CsplanError
from csplan.policy.lines import Key, key_lines, line_of

REQUIRED: Any = object()


class Document:
    """One TOML file: its text, its data, the lines of its keys and the defects found so far."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.defects: list[Defect] = []
        self.digest = sha256(text.encode()).hexdigest()
        self.data: dict[str, Any] = {}
        self.lines: dict[Key, int] = {}
        try:
            self.data = tomllib.loads(text)
            self.lines = key_lines(text)
        except (ValueError, RecursionError) as error:  # ValueError: bad TOML, and whole numbers of endless length
            self.defects.append(_syntax_defect(path, str(error)))

    @property
    def root(self) -> "Table":
        """The table of the whole file."""
        return Table(self, (), self.data)

    def note(self, key: Key, what: str, remedy: str, serious: bool = True) -> None:
        """Note a defect at the line of that key."""
        self.defects.append(Defect(self.path, line_of(self.lines, key), what, remedy, serious))


def read_document(path: Path, shown_as: str = "") -> Document:
    """The document of a file; one that cannot be opened or is not UTF-8 has that as its defect."""
    shown = shown_as or str(path)
    try:
        raw = path.read_bytes()
        document = Document(raw.decode("utf-8").replace("\r\n", "\n"), shown)
        document.digest = sha256(raw).hexdigest()
    except OSError as error:
        document = Document("", shown)
        what = f"cannot be read: {error.strerror}"
        document.defects.append(Defect(shown, 0, what, "give the path of a readable file"))
    except UnicodeDecodeError:
        document = Document("", shown)
        document.defects.append(Defect(shown, 0, "is not UTF-8 text", "save the file as UTF-8"))
    return document


def _syntax_defect(path: str, message: str) -> Defect:
    what, _, place = message.partition(" (at ")
    digits = [word for word in place.replace(",", " ").split() if word.isdigit()]
    return Defect(path, int(digits[0]) if digits else 0, f"is not TOML: {what}", "mend the line; see https://toml.io")


class Table:
    """A table of a document. Each question marks its key as known; finish() reports the others."""

    def __init__(self, document: Document, key: Key, data: dict[str, Any]) -> None:
        self.document = document
        self.key = key
        self.data = data
        self._known: set[str] = set()

    def __contains__(self, name: str) -> bool:
        """Whether the key is there."""
        return name in self.data

    def note(self, name: str, what: str, remedy: str, serious: bool = True) -> None:
        """Note a defect at one key of this table ("" for the table itself)."""
        self.document.note((*self.key, name) if name else self.key, what, remedy, serious)

    def text(self, name: str, default: str = REQUIRED) -> str:
        """The text of a key."""
        value = self._value(name, str, "text in quotes", default)
        if isinstance(value, str) and not value.strip() and name in self.data:
            self.note(name, f"{name} is empty", "fill it in, or leave the key out")
        return str(value)

    def choice(self, name: str, choices: Sequence[str], default: str = REQUIRED) -> str:
        """The text of a key that must be one of the choices."""
        value = self.text(name, default)
        if name in self.data and value not in choices:
            near = get_close_matches(value, choices, n=1)
            remedy = f"use {near[0]!r}" if near else f"use one of: {', '.join(choices)}"
            self.note(name, f"unknown {name} {value!r}", remedy)
        return value

    def whole(self, name: str, default: int = REQUIRED) -> int:
        """The whole number of a key."""
        return int(self._value(name, int, "a whole number", default) or 0)

    def yes(self, name: str, default: bool = REQUIRED) -> bool:
        """The true or false of a key."""
        return bool(self._value(name, bool, "true or false", default))

    def day(self, name: str, default: Any = REQUIRED) -> date:
        """The date of a key, written bare: 2023-03-29."""
        value = self._value(name, date, "a date such as 2023-03-29, without quotes", default)
        return value if isinstance(value, date) else date.min if default is REQUIRED else default

    def days(self, name: str) -> tuple[date, ...]:
        """The list of dates of a key, none where it is absent."""
        items = tuple(self._value(name, list, "a list such as [2026-12-24]", ()) or ())
        for item in items:
            if type(item) is not date:
                self.note(name, f"{item!r} is not a date", "write dates as [2026-12-24], without quotes")
        return tuple(item for item in items if type(item) is date)

    def texts(self, name: str, default: Sequence[str] = REQUIRED) -> tuple[str, ...]:
        """The list of texts of a key; one bare text stands for a list of one."""
        if isinstance(self.data.get(name), str):
            return (self.text(name),)
        value = self._value(name, list, 'a list such as ["a", "b"]', default)
        items = tuple(value or ())
        if not all(isinstance(item, str) and item.strip() for item in items):
            self.note(name, f"{name} must be a list of texts", 'write it as ["a", "b"]')
            return ()
        return items

    def table(self, name: str) -> "Table | None":
        """The table of a key, or None where there is none."""
        value = self._value(name, dict, "a table", None)
        return Table(self.document, (*self.key, name), value) if isinstance(value, dict) else None

    def tables(self, name: str) -> Iterator["Table"]:
        """Each table of an array of tables [[name]]."""
        value = self._value(name, list, f"written as [[{name}]]", None)
        for index, item in enumerate(value or ()):
            key = (*self.key, name, index)
            if isinstance(item, dict):
                yield Table(self.document, key, item)
            else:
                self.document.note(key, f"{name} must be tables", f"write [[{name}]] before each")

    def limit(self, name: str = "within") -> Limit | None:
        """The limit of a table such as { n = 2, unit = "business days", says = "..." }, None where absent."""
        table = self.table(name)
        if table is None:
            return None
        duration = table.duration() if "n" in table or "word" not in table else None
        says = table.text("says", table.text("word", ""))
        aim = table.table("aim")
        readings = tuple(_reading(each, duration) for each in table.tables("reading"))
        counting = table.counting(duration)
        limit = Limit(duration, counting, says, table.text("cite", ""), readings, aim.duration() if aim else None)
        for part in (table, aim):
            if part:
                part.finish()
        return limit

    def duration(self) -> Duration | None:
        """The duration of this table's own n and unit; None, and a defect, where it has no meaning."""
        n, unit = self.whole("n"), self.text("unit")
        try:
            return Duration(n, unit) if type(self.data.get("n")) is int and "unit" in self else None
        except BadDuration as error:
            self.note("unit" if "unit" in error.what else "n", error.what, error.remedy)
            return None

    def counting(self, duration: Duration | None) -> Counting:
        """The options of this table's key counting, checked against the unit of the duration."""
        table = self.table("counting")
        if table is None:
            return DEFAULT_COUNTING
        options = {name: table.choice(name, OPTIONS[name], "") or None for name in OPTIONS if name in table}
        table.finish()
        try:
            counting = Counting(**options)
            if duration:
                counting.for_unit(duration.unit)
            return counting
        except BadDuration as error:
            self.note("counting", error.what, error.remedy)
            return DEFAULT_COUNTING

    def known(self, name: str) -> None:
        """Mark a key as known that is read in another way."""
        self._known.add(name)

    def finish(self) -> None:
        """Note each key that nobody asked for."""
        for name in self.data:
            if name not in self._known:
                near = get_close_matches(name, self._known, n=1)
                known = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(sorted(self._known))}"
                self.note(name, f"unknown key {name!r}", known)

    def _value(self, name: str, kind: type, wanted: str, default: Any) -> Any:
        self._known.add(name)
        if name not in self.data:
            if default is REQUIRED:
                self.note("", f"{name} is missing", f"add {name} = {wanted}")
                return _stand_in(kind)
            return default
        value = self.data[name]
        wrong = (isinstance(value, bool) and kind is not bool) or isinstance(value, datetime)
        if wrong or not isinstance(value, kind):
            self.note(name, f"{name} must be {wanted}", f"it is {short_repr(value)}")
            return _stand_in(kind) if default is REQUIRED else default
        return value


def note_error(table: Table, name: str, error: CsplanError) -> None:
    """Note an error as a defect at a key: what before the semicolon, the remedy after it."""
    table.note(name, error.what, error.remedy or "mend it")


def _stand_in(kind: type) -> Any:
    """What stands for a value that is missing or wrong, so that reading goes on."""
    return date.min if kind is date else kind()


def _reading(table: Table, duration: Duration | None) -> Reading:
    name = table.text("name")
    read = table.duration() if "n" in table else duration
    reading = Reading(name, read or Duration(0, "days"), table.counting(read))
    table.finish()
    return reading
