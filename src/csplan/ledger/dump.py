"""A ledger as a file of JSON lines, with the rows it speaks of: to be verified elsewhere. Needs no Django."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

from csplan.core.errors import CsplanError
from csplan.ledger.chain import Link, plain
from csplan.ledger.verify import Held

Row = tuple[str, Mapping[str, Any]]


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
    ledger: Held | None = None
    links: list[Link] = []
    rows: list[Row] = []
    for part in _parts(path):
        if isinstance(part, Link):
            links.append(part)
        elif isinstance(part, tuple):
            rows.append(part)
        else:
            if ledger:
                yield ledger
            links, rows = [], []
            ledger = replace(part, links=links, rows=rows)
    if ledger:
        yield ledger


def _parts(path: Path) -> Iterator[Held | Link | Row]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                [(what, value)] = json.loads(line).items()
                yield _part(what, value)
            except (ValueError, AttributeError, KeyError, TypeError):
                raise BadDump(f"{path}, line {number}: not a line of `csplan ledger dump`; dump it again") from None


def _part(what: str, value: Any) -> Held | Link | Row:
    if what == "link":
        return Link(**value)
    if what == "row":
        subject, data = value
        return str(subject), dict(data)
    salts = {int(number): str(salt) for number, salt in value["salts"].items()}
    return Held(str(value["agency"]), [], salts, [], frozenset(value["kinds"]))


def _write(file: IO[str], what: str, value: Any) -> None:
    file.write(json.dumps({what: value}, ensure_ascii=False) + "\n")
