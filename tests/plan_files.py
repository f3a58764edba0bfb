"""Plan files for tests: the complete example, and the same with one thing changed."""

from datetime import date
from pathlib import Path

from csplan.policy.folder import packaged_folder
from csplan.policy.plans.read import check_plan

EXAMPLES = packaged_folder() / "us-wi" / "examples"
COMPLETE = EXAMPLES / "complete.toml"
WITH_GAPS = EXAMPLES / "with-gaps.toml"
TODAY = date(2026, 1, 12)


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    """The path of a copy of the complete plan in which each first text of a pair is replaced by the second."""
    text = COMPLETE.read_text()
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path = folder / "plan.toml"
    path.write_text(text)
    return path


def findings(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """What the check says of the complete plan with these changes, a line each."""
    path = changed(folder, *changes)
    return [str(each).removeprefix(f"{path}:") for each in check_plan(path, today=TODAY)]
