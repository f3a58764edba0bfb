"""A folder of policies: STATE/POLICY/IN-FORCE-FROM.toml, with STATE/letters and STATE/calendars beside."""

from pathlib import Path
from typing import Final

from csplan.core.errors import BadFile

LETTERS: Final = "letters"
CALENDARS: Final = "calendars"
EXAMPLES: Final = "examples"  # plans, which are no policies
EVENTS: Final = "events"  # what is owed to the case system, and how its entries look
_NOT_POLICIES: Final = {LETTERS, CALENDARS, EXAMPLES, EVENTS}


def packaged_folder() -> Path:
    """The folder of the policies that csplan ships."""
    return Path(__file__).parent.parent / "policies"


def policy_files(folder: Path) -> tuple[Path, ...]:
    """The policy files in and below a folder, sorted; a policy file itself stands alone. Raises BadFile."""
    if folder.is_file():
        return (folder,)
    found = tuple(path for path in _below(folder, "*.toml") if not _NOT_POLICIES & set(_folders(folder, path)))
    if not found:
        raise BadFile(f"{folder}: holds no policy file; give a folder with STATE/POLICY/IN-FORCE-FROM.toml below it")
    return found


def letter_files(folder: Path) -> tuple[Path, ...]:
    """The letters in and below a folder, sorted. Raises BadFile."""
    if folder.is_file():
        return ()
    return tuple(path for path in _below(folder, "*.md") if path.parent.name == LETTERS)


def calendar_paths(folder: Path) -> tuple[Path, ...]:
    """The office calendars in and below a folder, sorted. Raises BadFile."""
    if folder.is_file():
        return ()
    return tuple(path for path in _below(folder, "*.toml") if path.parent.name == CALENDARS)


def beside(policy_file: Path, name: str) -> Path:
    """The folder of that name of the policy's state: STATE/letters for STATE/POLICY/DATE.toml."""
    return policy_file.resolve().parent.parent / name


def _below(folder: Path, pattern: str) -> list[Path]:
    try:
        if folder.is_dir():
            return sorted(path for path in folder.rglob(pattern) if path.is_file())
    except (OSError, ValueError) as error:
        raise BadFile(f"{folder}: cannot be read ({error}); give a folder of policy files") from None
    raise BadFile(f"{folder}: no such folder; give a folder of policy files")


def _folders(folder: Path, path: Path) -> tuple[str, ...]:
    return path.relative_to(folder).parts[:-1]
