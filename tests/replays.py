"""Runs csplan replay on small logs, for the tests."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from csplan.cli.main import main

COUNTED = ("met", "missed", "open", "open_past_due", "inconsistent", "unreadable")


def written(path: Path, rows: Sequence[str], header: str = "received,met") -> Path:
    """A log with those rows."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def replayed(capsys: pytest.CaptureFixture[str], log: Path, *options: str, within: str = "1 business day") -> Any:
    """What csplan replay says of a log, as data; its counts must add up to its rows."""
    asked = ["replay", str(log), "--start", "received", "--met", "met", "--within", within, *options, "--json"]
    assert main(asked) == 0
    data = json.loads(capsys.readouterr().out)
    assert sum(data[name] for name in COUNTED) == data["rows"]
    return data


def counts(data: Any) -> dict[str, int]:
    """The counts that are not nought."""
    return {name: data[name] for name in COUNTED if data[name]}


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which csplan refuses to replay."""
    assert main(["replay", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    return line
