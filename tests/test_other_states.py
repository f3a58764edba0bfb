"""The needs of other states' rules, each told as stories in tests/stories: the format can say them all."""

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from csplan.core.office_calendar import OfficeCalendar
from csplan.core.procedures.facts import mentions, recorded_facts, recorded_fields
from csplan.core.procedures.matter import Actor, Fact, Matter
from csplan.core.procedures.procedure import Procedure
from csplan.core.procedures.progress import Progress, StepProgress, progress, why_not
from csplan.core.procedures.reach import circles, reachable_steps
from csplan.policy.document import Document, read_document
from csplan.policy.procedures import read_procedures
from offices import office

FOLDER = Path(__file__).parent / "stories"
FILES = sorted(FOLDER.glob("*.toml"))
ABOUT_THE_FACT = ("name", "at", "by", "role", "for_whom")


def stories() -> list[Any]:
    """Each story of each file, under its own words."""
    told = [(path, story) for path in FILES for story in read_document(path).data.get("story", ())]
    return [pytest.param(path, story, id=f"{path.stem}: {story['says']}") for path, story in told]


def document(path: Path) -> tuple[Document, dict[str, Procedure]]:
    found = read_document(path)
    return found, {procedure.id: procedure for procedure in read_procedures(found.root)}


def calendar_of(data: Mapping[str, Any]) -> OfficeCalendar:
    return office("08:00-17:00", zone=data["calendar"]["zone"], closed=data["calendar"].get("closed", ()))


def fact_of(data: Mapping[str, Any], zone: ZoneInfo) -> Fact:
    """The fact of a story; a bare date stands for that whole day."""
    when: date = data["at"]
    whole = not isinstance(when, datetime)
    at = datetime.combine(when, time(), zone) if not isinstance(when, datetime) else when.replace(tzinfo=zone)
    values = {name: value for name, value in data.items() if name not in ABOUT_THE_FACT}
    by = Actor(data.get("by", ""), data.get("role", ""), data.get("for_whom", ""))
    return Fact(data["name"], at, by, values, whole_day=whole)


def seen(now: Progress, step: StepProgress | None) -> dict[str, Any]:
    """What a story may expect, in its own words."""
    found: dict[str, Any] = {"status": now.status, "opens": list(now.opens)}
    found["incomplete"] = [reason for _, reasons in now.incomplete for reason in reasons]
    if step:
        dues = {"due": step.due, "original_due": step.original_due, "aim": step.aim}
        found |= {name: due.at.replace(tzinfo=None) for name, due in dues.items() if due}
        found |= {name: getattr(step, name) for name in ("state", "verdict", "limit", "started_by")}
        found |= {"started": step.started and step.started.replace(tzinfo=None), "why": "; ".join(step.why)}
        found |= {"copies_owed": list(step.copies_owed), "rounds": [each.verdict for each in step.rounds]}
        found |= {"set_aside": "; ".join(reason for _, reasons in step.set_aside for reason in reasons)}
    return found


@pytest.mark.parametrize(("path", "story"), stories())
def test_the_story_comes_out_as_told(path: Path, story: dict[str, Any]) -> None:
    source, procedures = document(path)
    calendar, procedure = calendar_of(source.data), procedures[story["procedure"]]
    zone = ZoneInfo(calendar.zone)
    matter = Matter(tuple(fact_of(each, zone) for each in story["facts"]), people_of(story))
    for expected in story["expect"]:
        now = progress(procedure, matter, expected["at"].replace(tzinfo=zone), calendar)
        check(expected, seen(now, now.step(expected["step"]) if "step" in expected else None))
    for act in story.get("refused", ()):
        reasons = why_not(procedure, matter, act["step"], fact_of(act["fact"], zone), calendar)
        assert any(reason.startswith(act["why"]) for reason in reasons)


def people_of(story: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {relation: tuple(names) for relation, names in story.get("people", {}).items()}


def check(expected: dict[str, Any], found: dict[str, Any]) -> None:
    for name, value in expected.items():
        if name in ("why", "set_aside"):
            assert value in found[name]
        elif name == "incomplete":
            assert all(part in reason for part, reason in zip(value, found[name], strict=True))
        elif name not in ("at", "step"):
            assert found[name] == value, f"{name} at {expected['at']}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_procedures_of_a_story_read_without_a_defect_and_every_step_can_be_reached(path: Path) -> None:
    source, procedures = document(path)
    assert source.defects == [] and source.data["need"] and source.data["from"]
    for procedure in procedures.values():
        assert not list(circles(procedure))
        assert set(reachable_steps(procedure)) == {step.id for step in procedure.steps}
        assert {each.fact for each in mentions(procedure)} <= recorded_facts(procedure)
        assert all(
            not each.field or each.field in recorded_fields(procedure)[each.fact] for each in mentions(procedure)
        )


def test_every_need_of_another_states_rules_has_its_stories() -> None:
    assert len(FILES) == 18
    assert len({read_document(path).data["need"] for path in FILES}) == 18
