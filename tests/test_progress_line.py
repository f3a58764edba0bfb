"""The line of progress that a long replay shows."""

from pathlib import Path

import pytest

from csplan.cli.main import main
from replays import written

Capsys = pytest.CaptureFixture[str]


def test_progress_is_told_at_a_terminal_only(monkeypatch: pytest.MonkeyPatch, capsys: Capsys, tmp_path: Path) -> None:
    monkeypatch.setattr("csplan.cli.progress_line.EVERY", -1)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    log = written(tmp_path / "log.csv", ["2026-11-24,2026-11-25"] * 8)
    asked = ["replay", str(log), "--start", "received", "--met", "met", "--within", "1 day"]
    assert main(asked) == 0
    assert "8 rows, " in capsys.readouterr().err
    assert main([*asked, "--json"]) == 0
    assert capsys.readouterr().err == ""
