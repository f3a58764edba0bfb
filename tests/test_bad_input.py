"""Whatever is wrong in a file, csplan says so in one line; it never crashes."""

from pathlib import Path
from random import Random

import pytest

from bad_input import DOORS, changed, tried


@pytest.mark.parametrize("door", DOORS)
def test_the_examples_of_each_door_are_read(door: str, tmp_path: Path) -> None:
    for example in DOORS[door].examples:
        tried(DOORS[door], example, tmp_path)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("door", DOORS)
def test_nearly_right_input_is_answered_and_never_crashes(door: str, seed: int, tmp_path: Path) -> None:
    dice = Random(f"{door} {seed}")
    for _ in range(3):
        tried(DOORS[door], changed(DOORS[door].examples, dice), tmp_path)
