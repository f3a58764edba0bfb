"""Finds the line of a TOML file on which a key stands, for errors that name it (tomllib does not tell)."""

import re

Key = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_ASSIGNMENT = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"' + r"|'[^']*'|#.*")


def key_lines(text: str) -> dict[Key, int]:
    """The line number, from 1, of each table and key of a TOML text that tomllib can read."""
    found: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    prefix: Key = ()
    inside = _Inside()
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside.value and (header := _HEADER.match(line)):
            prefix = _table_key(_parts(header[2]), header[1] == "[[", counts)
            found.setdefault(prefix, number)
        elif not inside.value and (assigned := _ASSIGNMENT.match(line)):
            found.setdefault(prefix + _parts(assigned[1]), number)
            inside.read(line[assigned.end() :])
        else:
            inside.read(line)
    return found


def line_of(lines: dict[Key, int], key: Key) -> int:
    """The line of a key, or of the nearest table around it; 1 where nothing is known."""
    while key:
        if found := lines.get(key) or lines.get((*key, 0)):  # an array of tables stands at its first one
            return found
        key = key[:-1]
    return 1


def _parts(dotted: str) -> Key:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _table_key(parts: Key, is_array: bool, counts: dict[Key, int]) -> Key:
    key: Key = ()
    for part in parts[:-1]:
        key += (part,)
        if key in counts:
            key += (counts[key],)
    key += parts[-1:]
    if not is_array:
        return key + ((counts[key],) if key in counts else ())
    counts[key] = counts.get(key, -1) + 1
    return (*key, counts[key])


class _Inside:
    """Whether the scan stands inside a value of several lines: a long string or an open bracket."""

    def __init__(self) -> None:
        self.quote = ""
        self.depth = 0

    @property
    def value(self) -> bool:
        return bool(self.quote) or self.depth > 0

    def read(self, text: str) -> None:
        while text:
            if self.quote:
                _, closed, text = text.partition(self.quote)
                self.quote = "" if closed else self.quote
                continue
            plain, quote, text = _until_long_string(text)
            bare = _STRING.sub("", plain)
            self.depth += sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")
            self.quote = quote


def _until_long_string(text: str) -> tuple[str, str, str]:
    for found in re.finditer(r'"""|' + r"'''|" + _STRING.pattern, text):
        if found[0] in ('"""', "'''"):
            return text[: found.start()], found[0], text[found.end() :]
    return text, "", ""
