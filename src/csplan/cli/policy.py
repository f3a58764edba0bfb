"""csplan policy: lists, shows, checks and compares the policies held."""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from csplan.cli.main import DEFECTS, DONE
from csplan.cli.output import counted, json_text
from csplan.core.edition import Edition
from csplan.core.errors import BadInstant
from csplan.core.plain import plain
from csplan.policy.catalogue import Catalogue, packaged_catalogue, read_catalogue
from csplan.policy.checks.check import check_folder
from csplan.policy.differences import differences, differences_in_words
from csplan.policy.edition_words import edition_in_words
from csplan.policy.folder import packaged_folder, policy_files

EPILOG = """examples:
  csplan policy list
  csplan policy show us-wy/complaint-handling --on 2020-05-01
  csplan policy check my-policies
  csplan policy diff us-wy/complaint-handling 2017-03-14 2023-03-29"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the four commands and their arguments."""
    parser.epilog, parser.formatter_class = EPILOG, argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="policy_command", required=True, metavar="COMMAND")
    _command(commands, "list", "the policies held, with the days from which their editions are in force")
    show = _command(commands, "show", "an edition in words: header, standards, steps with limits and quotes, roles")
    show.add_argument("policy", help="such as us-wy/complaint-handling")
    show.add_argument("--on", metavar="DATE", help="the day whose edition is shown (default: the latest edition)")
    check = _command(commands, "check", "every defect of a folder of policies; exit status 1 where there is one")
    check.add_argument("checked", nargs="?", type=Path, metavar="DIR", help="default: the policies that csplan ships")
    compare = _command(commands, "diff", "what changed between two editions, in words")
    compare.add_argument("policy", help="such as us-wy/complaint-handling")
    compare.add_argument("before", help="a day on which the earlier edition was in force")
    compare.add_argument("after", help="a day on which the later edition was in force")


def run(arguments: argparse.Namespace) -> int:
    """Run one of the four; exit status 0 done, 1 defects found."""
    command = arguments.policy_command
    if command == "check":
        return _check(arguments.checked or packaged_folder(), arguments.json)
    catalogue = read_catalogue(arguments.folder) if arguments.folder else packaged_catalogue()
    if command == "list":
        _list(catalogue, arguments.json)
    elif command == "show":
        _show(_shown(catalogue, arguments.policy, arguments.on), arguments.json)
    else:
        editions = [catalogue.edition_on(arguments.policy, _day(each)) for each in (arguments.before, arguments.after)]
        _compare(editions[0], editions[1], arguments.json)
    return 0


def _command(commands: Any, name: str, explained: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=explained, description=explained)
    parser.add_argument("--json", action="store_true", help="print JSON for a program")
    if name != "check":
        parser.add_argument(
            "--folder", type=Path, metavar="DIR", help="a folder of policies instead of the shipped ones"
        )
    return parser


def _check(folder: Path, as_json: bool) -> int:
    found = check_folder(folder)
    serious = sum(defect.serious for defect in found)
    files = len(policy_files(folder))
    if as_json:
        print(json_text({"files": files, "clean": not serious, "defects": plain(found)}, indent=2))
    else:
        for defect in found:
            print(defect)
        warnings = f", {counted(len(found) - serious, 'warning')}" if len(found) > serious else ""
        print(f"{counted(files, 'policy file')}: {counted(serious, 'defect')}{warnings}")
    return DEFECTS if serious else DONE


def _list(catalogue: Catalogue, as_json: bool) -> None:
    held = {policy: catalogue.editions(policy) for policy in catalogue.policies()}
    if as_json:
        print(json_text({"policies": [_listed(policy, editions) for policy, editions in held.items()]}, indent=2))
        return
    width = max(map(len, held), default=0)
    for policy, editions in held.items():
        days = ", ".join(_in_force(edition) for edition in editions)
        print(f"{policy:<{width}}  {editions[-1].title}; {days}")


def _listed(policy: str, editions: tuple[Edition, ...]) -> dict[str, Any]:
    days = [plain({"from": each.in_force_from, "to": each.in_force_to, "digest": each.digest}) for each in editions]
    latest = editions[-1]
    return {"id": policy, "title": latest.title, "kind": latest.kind, "number": latest.policy_number, "editions": days}


def _in_force(edition: Edition) -> str:
    return f"in force {edition.in_force_from} to {edition.in_force_to or 'now'}"


def _shown(catalogue: Catalogue, policy: str, on: str | None) -> Edition:
    return catalogue.edition_on(policy, _day(on)) if on else catalogue.editions(policy)[-1]


def _show(edition: Edition, as_json: bool) -> None:
    if as_json:
        print(json_text({"id": edition.id, **plain(replace(edition, path=""))}, indent=2))
    else:
        print(edition_in_words(edition))


def _compare(before: Edition, after: Edition, as_json: bool) -> None:
    if as_json:
        found = plain(differences(before, after))
        print(
            json_text({"policy": after.policy, "before": before.id, "after": after.id, "differences": found}, indent=2)
        )
    else:
        print(differences_in_words(before, after))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInstant(f"cannot read the date {text!r}; write it as 2023-03-29") from None
