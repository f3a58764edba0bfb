"""Whatever is wrong in a file, csplan says so in one line; it never crashes."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from bad_input import DOORS, changed, engine_modules, tried


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


def test_what_bad_input_reaches_can_be_imported_without_a_site() -> None:
    names = ", ".join(engine_modules())
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run([sys.executable, "-c", f"import {names}"], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
