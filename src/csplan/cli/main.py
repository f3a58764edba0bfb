"""The csplan command: one module a subcommand, imported only when it is asked for."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NoReturn

from csplan import __version__
from csplan.core.errors import CsplanError

DONE: Final = 0
DEFECTS: Final = 1
BAD_USE: Final = 2

COMMANDS: Final = {
    "due": "say when something is due, and why",
    "policy": "list, show, check and compare policies",
    "plan": "check, print and compare customer service plans",
    "replay": "measure a log of contacts against a promise",
    "agency": "set up an agency and its first administrator",
    "ledger": "verify the record of every act, sign where it ends",
    "demo": "make up a training site of any size, and serve it",
    "example": "replay the example county's year",
    "serve": "run the web site on this machine",
    "work": "do the work in the background: mail, webhooks, rounds",
}


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Print the message with where to look, and leave with status 2."""
        self.exit(BAD_USE, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command. Exit status: 0 done, 1 a check found defects, 2 bad use or unreadable input."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        return _run(arguments)
    except CsplanError as error:
        print(f"csplan: {error}", file=sys.stderr)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - so that closing it at exit does not fail again
            return DONE
        print(f"csplan: {error.filename or ''}: {error.strerror}; check the path", file=sys.stderr)
    except KeyboardInterrupt:
        print("csplan: stopped", file=sys.stderr)
    return BAD_USE


def _run(arguments: list[str]) -> int:
    parser = Parser(prog="csplan", description="Write, run and prove customer service plans.")
    parser.add_argument("--version", action="version", version=f"csplan {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in arguments if not word.startswith("-")), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
        )
        if name == wanted:
            import_module(f"csplan.cli.{name}").add_arguments(command)
    parsed = parser.parse_args(arguments)
    status = import_module(f"csplan.cli.{parsed.command}").run(parsed)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
