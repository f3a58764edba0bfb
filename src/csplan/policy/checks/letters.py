"""Checks the letters of a folder: front matter, languages and variables."""

from pathlib import Path

from csplan.core.defect import Defect
from csplan.policy.folder import letter_files
from csplan.policy.letters import inspect_letter


def letter_defects(folder: Path) -> list[Defect]:
    """Every defect of the letters in and below a folder, by file and line."""
    return [defect for path in letter_files(folder) for defect in inspect_letter(path)[1]]
