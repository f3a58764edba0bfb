"""Wisconsin's procedures as stories: the cast, three days of March 2010, and the letters."""

from dataclasses import replace
from pathlib import Path

from csplan.core.procedures.matter import Actor, Matter
from csplan.policy.folder import LETTERS, beside
from csplan.policy.letters import Letter, read_letter
from matters import Story, edition_on, story

DAY = "2010-03-01"
MON, TUE, WED = "Mon 01 Mar 2010 10:00", "Tue 02 Mar 2010 10:00", "Wed 03 Mar 2010 10:00"
WORKER = Actor("Wen", "csa-staff")
SUPERVISOR = Actor("Sue", "supervisor")
DIRECTOR = Actor("Dee", "director")
DESIGNEE = Actor("Des", "designee")


def wisconsin(policy: str, procedure: str) -> Story:
    return story(f"us-wi/{policy}", DAY, procedure, "us-wi")


def naming(case: Story, **people: str) -> Story:
    """The story with people in their relation to the matter."""
    named = {relation.replace("_", " "): (name,) for relation, name in people.items()}
    return replace(case, matter=Matter(case.matter.facts, named))


def letter(name: str) -> Letter:
    path = edition_on("us-wi/complaint-process", DAY).path
    return read_letter(beside(Path(path), LETTERS) / f"{name}.en.md")
