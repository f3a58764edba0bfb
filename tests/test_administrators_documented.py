"""What docs/administrators.md says of roles and commands is what the code says."""

import re
from pathlib import Path

from csplan.agencies.roles import SAYS
from csplan.cli.agency import ADD

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_table_of_roles_is_that_of_the_code() -> None:
    told = (DOCS / "administrators.md").read_text(encoding="utf-8")
    table = told.split("| role | what somebody in it does here |\n|---|---|\n")[1].split("\n\n")[0]
    assert table == "\n".join(f"| {role} | {says} |" for role, says in SAYS.items())


def test_the_first_steps_name_every_option_of_the_command() -> None:
    told = (DOCS / "administrators.md").read_text(encoding="utf-8")
    assert {option for option, _ in ADD} | {"--site"} == set(re.findall(r"--[a-z][a-z-]*", told))
