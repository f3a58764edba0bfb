"""csplan ledger: verifies the chains, signs where they end, dumps them."""

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from csplan.cli.main import DEFECTS, DONE
from csplan.cli.with_the_site import check_up_to_date, with_the_site
from csplan.core.plain import plain

if TYPE_CHECKING:
    from csplan.ledger.heads import Head
    from csplan.ledger.verify import Fault, Held

EPILOG = """examples:
  csplan ledger key /etc/csplan/ledger.key                 once; keep the key away from the database
  csplan ledger sign --key /etc/csplan/ledger.key --heads /var/lib/csplan/heads.jsonl
  csplan ledger sign --key /etc/csplan/ledger.key --mail auditor@example.gov
  csplan ledger verify --heads /var/lib/csplan/heads.jsonl --public /etc/csplan/ledger.key.pub
  csplan ledger dump ledger.jsonl                          then, on another machine: csplan ledger verify ledger.jsonl

Without signed heads, a chain cut at its end or rebuilt as a whole cannot be told from a true one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the four commands and their arguments."""
    parser.epilog = EPILOG
    commands = parser.add_subparsers(dest="ledger_command", required=True, metavar="COMMAND")
    verify = _command(
        commands, "verify", "recompute every chain and hold its last digests to the rows; status 1: faults"
    )
    verify.add_argument("dump", nargs="?", type=Path, help="a file of `csplan ledger dump`; default: the database")
    verify.add_argument("--heads", type=Path, metavar="FILE", help="the signed heads to hold the chains to")
    verify.add_argument("--public", type=Path, metavar="FILE", help="the public key of the heads")
    verify.add_argument("--json", action="store_true", help="print JSON for a program")
    sign = _command(commands, "sign", "sign the head of each chain, to be kept outside the database: file, mail")
    sign.add_argument("--key", type=Path, required=True, metavar="FILE", help="the private key")
    sign.add_argument("--heads", type=Path, metavar="FILE", help="the file of heads, added to")
    sign.add_argument("--mail", metavar="ADDRESS", help="send the heads there, by the mail server of the site")
    _command(commands, "key", "make a key to sign heads with").add_argument("file", type=Path)
    _command(commands, "dump", "write the ledger, and the rows it speaks of, to a file").add_argument("file", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """Run one of the four; exit status 0 done, 1 faults found."""
    command = {"verify": _verify, "sign": _sign, "key": _key, "dump": _dump}[arguments.ledger_command]
    return command(arguments)


def _command(commands: Any, name: str, explained: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=explained, description=explained)
    return parser


def _verify(arguments: argparse.Namespace) -> int:
    heads = _heads(arguments.heads, arguments.public)
    checked = _Checked(arguments.dump, heads)
    found = list(checked.faults())
    if arguments.json:
        print(json.dumps({"chains": checked.chains, "entries": checked.entries, "faults": plain(found)}, indent=2))
    else:
        for line in _lines(found):
            print(line)
        held = f"held to {len(heads)} signed heads" if heads else "without signed heads"
        print(f"{checked.chains} chains, {checked.entries} entries, {held}: {len(found) or 'no'} faults")
    return DEFECTS if found else DONE


def _lines(found: "list[Fault]") -> "Iterator[str]":
    """A line for each fault, and one for all the chains that an older csplan made."""
    from csplan.ledger.verify import OTHER_FORM

    former = [each.agency for each in found if each.what == OTHER_FORM]
    yield from (str(each) for each in found if each.what != OTHER_FORM)
    if former:
        which = f"agency {former[0]}" if len(former) == 1 else f"{len(former)} agencies, the first {former[0]}"
        yield f"{which}: {OTHER_FORM}; make a training site anew by `csplan demo --fresh`"


class _Checked:
    """The ledgers of a dump or of the database, counted as they are verified."""

    def __init__(self, dump: Path | None, heads: "list[Head]") -> None:
        self.dump, self.heads, self.chains, self.entries = dump, heads, 0, 0

    def faults(self) -> "Iterator[Fault]":
        from dataclasses import replace

        from csplan.ledger.dump import read_dump
        from csplan.ledger.verify import absent_chains, faults

        seen: set[str] = set()
        for held in read_dump(self.dump) if self.dump else _ledgers(head.agency for head in self.heads):
            seen.add(held.agency)
            yield from faults(replace(held, links=self._counted(held)), self.heads)
        yield from absent_chains(seen, self.heads)

    def _counted(self, held: "Held") -> Iterator[Any]:
        for place, link in enumerate(held.links):
            self.chains += place == 0
            self.entries += 1
            yield link


def _sign(arguments: argparse.Namespace) -> int:
    from csplan.ledger.heads import BadHeads, private_key, signed, write_heads

    if not (arguments.heads or arguments.mail):
        raise BadHeads("nothing says where the heads go; give --heads FILE, --mail ADDRESS or both")
    key = private_key(arguments.key)
    heads = [signed(head, key) for head in _ends(datetime.now(UTC))]  # noqa: TID251 - the command line reads the time
    if arguments.heads:
        write_heads(heads, arguments.heads)
        print(f"{len(heads)} chains signed in {arguments.heads}")
    if arguments.mail:
        _mail(heads, arguments.mail)
    return DONE


def _mail(heads: "list[Head]", to: str) -> None:
    from csplan.adapters.mail.heads import check_address, send_heads
    from csplan.ledger.heads import BadHeads, heads_text

    check_address(to)
    if not heads:
        raise BadHeads("there is no chain to sign yet; nothing was sent")
    send_heads(heads_text(heads), to, heads[0].at)
    print(f"{len(heads)} chains signed, sent to {to}")


def _key(arguments: argparse.Namespace) -> int:
    from csplan.ledger.heads import PUBLIC_SUFFIX, make_keys

    make_keys(arguments.file)
    print(f"{arguments.file} signs and is secret; {arguments.file}{PUBLIC_SUFFIX} verifies")
    return DONE


def _dump(arguments: argparse.Namespace) -> int:
    from csplan.ledger.dump import write_dump

    with open(os.open(arguments.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - the mode
        write_dump(_ledgers(), file)
    print(f"written to {arguments.file}; it holds the salts and the contents, keep it as close as the database")
    return DONE


def _heads(path: Path | None, public: Path | None) -> "list[Head]":
    from csplan.ledger.heads import BadHeads, public_key, read_heads

    if bool(path) != bool(public):
        raise BadHeads("--heads and --public go together; give both")
    return read_heads(path, public_key(public)) if path and public else []


def _ends(at: datetime) -> "Iterator[Head]":
    _with_the_database()
    from csplan.agencies.walls import speaking_for
    from csplan.ledger.queries import head

    for agency in _agencies():
        with speaking_for([agency]):
            ended = head(agency, at)
        if ended:
            yield ended


def _ledgers(also: Iterable[str] = ()) -> "Iterator[Held]":
    _with_the_database()
    from csplan.agencies.walls import speaking_for
    from csplan.ledger.queries import held
    from csplan.ledger.snapshot import snapshot

    for agency in _agencies(also):
        with snapshot(), speaking_for([agency]):  # the office goes on working meanwhile
            yield held(agency)


def _agencies(also: Iterable[str] = ()) -> list[UUID]:
    """All agencies, and those whose chains show though they are gone, and those whose heads were signed."""
    from csplan.agencies.models import Agency
    from csplan.ledger.queries import agencies_with_entries

    known = Agency.objects.values_list("id", flat=True)
    return sorted({*known, *agencies_with_entries(), *map(UUID, also)})


def _with_the_database() -> None:
    with_the_site(demo=False)
    check_up_to_date()
