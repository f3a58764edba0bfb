"""Input that is nearly right: what each command reads, changed at random, and the rule that no change may break.

The rule: csplan answers with an exit status of 0, 1 or 2 and one line of error; it never raises and never hangs.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random

from csplan.cli.main import main

POLICIES = Path(__file__).resolve().parent.parent / "src" / "csplan" / "policies"
LOG = b"""received,answered,channel,note
2026-10-05T10:00,2026-10-06T09:00,phone,"first, of two"
10/07/2026,10/08/2026,mail,
2026-11-01 01:30,,phone,no answer
2026-10-09T16:45:00-05:00,2026-10-12,e-mail,"a ""quoted"" word"
"""
NO_ROWS = b"received,answered,channel,note\n\n\n"
BATCH = b"""{"id": 1, "start": "2026-11-25T16:45", "n": 1, "unit": "business days"}
{"id": "b", "start": "2026-03-08T02:30", "tz": "America/Denver", "n": -2, "unit": "hours", "counting": {"skip": "none"}}
{"start": "2026-10-05T10:00:00-05:00", "n": 3, "unit": "days", "pauses": [["2026-10-05T11:00", "2026-10-06T11:00"]]}
{"start": "2026-10-05", "n": 2, "unit": "business hours", "calendar": {"hours": {"mon": [["08:00", "24:00"]]}, \
"closed": ["2026-11-26"], "special": {"2026-12-24": [["08:00", "12:00"]]}}}
"""
ODD = (
    *(
        "0",
        "-1",
        "1e999",
        "nan",
        "1.5",
        "true",
        "null",
        "[]",
        "{}",
        '""',
        "''",
        '"""',
        "\\",
        "\x00",
        "\t",
        "=",
        "#",
        ",",
    ),
    *("0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01T25:61", "24:00", "25:00", "-00:00", "2026-10-05T10:00Z"),
    *(
        "99999999999999999999",
        "1000000",
        "-1000000",
        "1 month",
        "Mars/Phobos",
        "../..",
        "us-wi",
        "é",
        "\u0663",
        "\ud7ff",
    ),
)
TOKEN = re.compile(r"[\w.:+-]+|[\"'\[\]{}=,#]")


@dataclass(frozen=True)
class Door:
    """A way in: where its file lies in a folder, the commands that read it there, good examples, what lies beside."""

    file: str
    commands: Callable[[Path], list[list[str]]]
    examples: tuple[bytes, ...]
    beside: tuple[tuple[str, bytes], ...] = ()


def tried(door: Door, data: bytes, folder: Path) -> None:
    """Let every command of a door read the data. Raises what the command raises, and for an answer against the rule."""
    path = folder / door.file
    for name, content in ((door.file, data), *door.beside):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for command in door.commands(path):
        error = io.StringIO()
        with redirect_stdout(_Output()), redirect_stderr(error):
            status = main(command)
        said = error.getvalue().splitlines()
        assert status in (0, 1, 2), f"{command[0]} ended with {status}"
        assert status != 2 or len(said) == 1, f"{command[0]} said {said}"


def changed(examples: tuple[bytes, ...], dice: Random) -> bytes:
    """One of the examples with one to four lines dropped, doubled, moved, exchanged with another's or edited."""
    lines = dice.choice(examples).decode().split("\n")
    for _ in range(dice.randrange(1, 5)):
        place = dice.randrange(len(lines))
        change = dice.choice((_drop, _double, _move, _exchange, _edit, _edit, _edit))
        change(lines, place, dice, examples)
        lines = lines or [""]
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    return data if dice.random() < 0.9 else data[: dice.randrange(len(data) + 1)] + dice.randbytes(2)


def _drop(lines: list[str], place: int, dice: Random, examples: tuple[bytes, ...]) -> None:
    del lines[place]


def _double(lines: list[str], place: int, dice: Random, examples: tuple[bytes, ...]) -> None:
    lines.insert(place, lines[place])


def _move(lines: list[str], place: int, dice: Random, examples: tuple[bytes, ...]) -> None:
    lines.insert(dice.randrange(len(lines)), lines.pop(place))


def _exchange(lines: list[str], place: int, dice: Random, examples: tuple[bytes, ...]) -> None:
    lines[place] = dice.choice(dice.choice(examples).decode().split("\n"))


def _edit(lines: list[str], place: int, dice: Random, examples: tuple[bytes, ...]) -> None:
    tokens = list(TOKEN.finditer(lines[place]))
    if tokens:
        token = dice.choice(tokens)
        lines[place] = lines[place][: token.start()] + dice.choice(ODD) + lines[place][token.end() :]


class _Output(io.StringIO):
    """Standard output with an encoding, as commands ask for it."""

    encoding = "utf-8"


def _policy_check(path: Path) -> list[list[str]]:
    return [["policy", "check", str(path.parents[2])]]


def _letter_check(path: Path) -> list[list[str]]:
    return [["policy", "check", str(path.parents[1])]]


def _plan_check(path: Path) -> list[list[str]]:
    return [["plan", "check", str(path)], ["plan", "check", "--json", str(path)], ["plan", "render", str(path)]]


def _replay(path: Path) -> list[list[str]]:
    columns = ["--start", "received", "--met", "answered", "--by", "channel", "--threads", "1", "--json"]
    return [["replay", str(path), *columns, "--within", within] for within in ("2 business days", "24 hours")]


def _batch(path: Path) -> list[list[str]]:
    return [["due", "--batch", str(path)]]


def _calendar(path: Path) -> list[list[str]]:
    asked = ["due", "--at", "2026-11-25T16:45", "--calendar", str(path), "--explain", "--json", "--within"]
    return [[*asked, within] for within in ("3 business days", "5 business hours", "-2 weeks")]


def _shipped(pattern: str) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(POLICIES.glob(pattern)))


WYOMING = (("us-wy/policy/2023-03-29.toml", next(_shipped("us-wy/*/2023-*.toml"))),)
DOORS = {
    "policy": Door("us-xx/policy/2020-01-01.toml", _policy_check, tuple(_shipped("*/*/[0-9]*.toml"))),
    "letter": Door("us-wy/letters/initial-letter.en.md", _letter_check, tuple(_shipped("*/letters/*.md")), WYOMING),
    "plan": Door("plan.toml", _plan_check, tuple(_shipped("us-wi/examples/*.toml"))),
    "log": Door("log.csv", _replay, (LOG, NO_ROWS)),
    "batch": Door("batch.jsonl", _batch, (BATCH,)),
    "calendar": Door("us-xx/calendars/us-xx.toml", _calendar, tuple(_shipped("*/calendars/*.toml"))),
}


def engine_modules() -> list[str]:
    """The modules that bad input can reach: the rooms below the site, and the commands that read files."""
    rooms = [f"csplan.{room}" for room in ("core", "policy", "timeliness")]
    commands = [f"csplan.cli.{name}" for name in ("main", "due", "due_batch", "policy", "plan", "replay")]
    inside = [each.name for room in rooms for each in walk_packages(import_module(room).__path__, f"{room}.")]
    return rooms + inside + commands
