"""A ledger as a file of JSON lines, with the rows it speaks of: to be verified elsewhere. Needs no Django."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from csplan.core.errors import CsplanError
from csplan.ledger.chain import Link, plain
from csplan.ledger.verify import Held


class BadDump(CsplanError):
    """A file that is not a dump of a ledger."""


def write_dump(held: Iterable[Held], file: IO[str]) -> None:
    """Write the ledgers of agencies, one after the other; the salts are in it, so keep it as close as the database."""
    for each in held:
        _write(file, "agency", {"agency": each.agency, "kinds": sorted(each.kinds), "salts": dict(each.salts)})
        for link in each.links:
            _write(file, "link", asdict(link))
        for subject, data in each.rows:
            _write(file, "row", [subject, plain(data)])


def read_dump(path: Path) -> Iterator[Held]:
    """The ledgers of a dump, one agency at a time. Raises BadDump at the first line that is none."""
    header: dict[str, Any] | None = None
    links: list[Link] = []
    rows: list[tuple[str, Any]] = []
    for what, value in _lines(path):
        if what == "agency":
            if header:
                yield _held(header, links, rows)
            header, links, rows = value, [], []
        elif what == "link":
            links.append(Link(**value))
        else:
            rows.append((value[0], value[1]))
    if header:
        yield _held(header, links, rows)


def _held(header: dict[str, Any], links: list[Link], rows: list[tuple[str, Any]]) -> Held:
    salts = {int(number): salt for number, salt in header["salts"].items()}
    return Held(header["agency"], links, salts, rows, frozenset(header["kinds"]))


def _lines(path: Path) -> Iterator[tuple[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                [(what, value)] = json.loads(line).items()
            except (ValueError, AttributeError):
                raise BadDump(f"{path}, line {number}: not a line of `csplan ledger dump`; dump it again") from None
            yield what, value


def _write(file: IO[str], what: str, value: Any) -> None:
    file.write(json.dumps({what: value}, ensure_ascii=False) + "\n")
