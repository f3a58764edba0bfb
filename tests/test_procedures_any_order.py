"""Whatever facts come in whatever order, every shipped procedure gives an answer, and the same one each time."""

import sys
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csplan.core.procedures.ahead import worst_chain
from csplan.core.procedures.matter import Actor, Fact, Matter
from csplan.core.procedures.procedure import Procedure, Step
from csplan.core.procedures.progress import DONE, STATES, progress
from csplan.policy.calendars import named_calendar
from csplan.policy.catalogue import packaged_catalogue
from offices import at

CALENDAR = named_calendar("us-wy")
FIRST = at("Mon 04 Feb 2019 08:00", CALENDAR)
EDITIONS = [each for policy in packaged_catalogue().policies() for each in packaged_catalogue().editions(policy)]
PROCEDURES = [pytest.param(each, id=f"{edition.id}#{each.id}") for edition in EDITIONS for each in edition.procedures]


def names(procedure: Procedure) -> list[str]:
    acts = [name for step in procedure.steps for name in (*step.done_by, *step.not_done_by)]
    judged = [step.judgement.fact for step in procedure.steps if step.judgement]
    return [procedure.opens_with, *procedure.facts, *acts, *judged]


def filled(step: Step | None) -> dict[str, str]:
    """What the record of a step needs, so that some acts do their step."""
    allowed = step.allowed if step else {}
    return {name: allowed.get(name, ("2019-02-12",))[0] for name in (step.needs if step else ())}


@st.composite
def facts(draw: st.DrawFn, procedure: Procedure) -> list[Fact]:
    found = []
    for name in draw(st.lists(st.sampled_from(names(procedure)), max_size=12)):
        step = next((each for each in procedure.steps if name in each.done_by), None)
        values = filled(step) | {"needed": draw(st.sampled_from(["yes", "no"]))}
        role = draw(st.sampled_from([*(step.actor if step else ()), "", "somebody"]))
        when = FIRST + timedelta(hours=draw(st.integers(0, 400)))
        found.append(Fact(name, when, Actor("Pat", role), values, whole_day=draw(st.booleans())))
    return found


@pytest.mark.parametrize("procedure", PROCEDURES)
@given(data=st.data())
def test_any_facts_come_to_one_state_for_each_step(procedure: Procedure, data: st.DataObject) -> None:
    drawn = data.draw(facts(procedure))
    when: datetime = FIRST + timedelta(hours=data.draw(st.integers(-10, 500)))
    now = progress(procedure, Matter(tuple(drawn)), when, CALENDAR)
    again = progress(procedure, Matter(tuple(drawn)), when, CALENDAR)
    assert [each.state for each in now.steps] == [each.state for each in again.steps]
    for step in now.steps:
        assert step.state in STATES
        assert (step.state == DONE) == (step.done is not None)
        assert step.done is None or step.done.at <= when


@pytest.mark.parametrize("procedure", PROCEDURES)
@given(data=st.data())
def test_looking_ahead_ends_and_never_goes_back_in_time(procedure: Procedure, data: st.DataObject) -> None:
    links = worst_chain(procedure, Matter(tuple(data.draw(facts(procedure)))), FIRST, CALENDAR)
    assert len({link.step for link in links}) == len(links)
    assert all(link.due is None or link.due.at >= link.started for link in links)


def calls(procedure: Procedure, count: int) -> int:
    """How many functions are called to say where a matter of so many facts stands."""
    kinds = names(procedure)
    happened = enumerate(kinds[index % len(kinds)] for index in range(count))
    each = [Fact(name, FIRST + timedelta(minutes=n), values={"customer": str(n), "kind": "x"}) for n, name in happened]
    matter, called = Matter(tuple(each)), 0

    def called_once_more(_frame: object, event: str, _argument: object) -> None:
        nonlocal called
        called += event == "call"

    sys.setprofile(called_once_more)
    try:
        progress(procedure, matter, FIRST + timedelta(days=30), CALENDAR)
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_twice_the_facts_take_about_twice_the_work(procedure: Procedure) -> None:
    calls(procedure, 10)  # builds the calendar's tables
    assert calls(procedure, 400) < 2.5 * calls(procedure, 200)
