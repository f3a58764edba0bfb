"""csplan demo: make up a training site of any size, and serve it."""

import argparse
import os
from pathlib import Path
from typing import Final

from csplan.cli.main import DONE
from csplan.cli.serve import add_address, checked_port, prepare, serve
from csplan.cli.with_the_site import DEMO_STATE, with_the_site
from csplan.core.errors import BadDuration

EXAMPLE: Final = """\
example:
  csplan demo --contacts 100000 --fresh

All people, plans and contacts are made up; the same seed makes the same ones. What was made is kept in var/demo (or in
the folder that CSPLAN_STATE names, or the database of DATABASE_URL) and served again next time."""
MOST: Final = 10_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of csplan demo."""
    parser.description, parser.epilog = "Make up a training site of any size, and serve it.", EXAMPLE
    parser.add_argument("--contacts", type=int, default=10_000, metavar="N", help="how many contacts (10000)")
    parser.add_argument("--seed", type=int, default=935, metavar="N", help="another seed makes other people and calls")
    parser.add_argument("--fresh", action="store_true", help="throw away what was made before (SQLite only)")
    parser.add_argument("--prepare-only", action="store_true", help="make it up, and do not serve it")
    add_address(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prepare the demo state where there is none yet, then serve it until stopped."""
    if not 1 <= arguments.contacts <= MOST:
        raise BadDuration(f"--contacts is from 1 to {MOST}; give such a number")
    address = checked_port(arguments)
    if arguments.fresh:
        _thrown_away(Path(os.environ.get("CSPLAN_STATE", DEMO_STATE)))
    with_the_site(demo=True)
    prepare(demo=True, contacts=arguments.contacts, seed=arguments.seed)
    if not arguments.prepare_only:
        serve(address)
    return DONE


def _thrown_away(state: Path) -> None:
    if os.environ.get("DATABASE_URL"):
        raise BadDuration("--fresh empties no PostgreSQL database; drop and make it anew, see docs/operations.md")
    for file in state.glob("csplan.sqlite3*"):
        file.unlink()
