"""Procedures: reading them, and what holds for each step whatever the state."""

from datetime import UTC, datetime

import pytest

from csplan.core.errors import BadInstant, BadProcedure
from csplan.core.procedures.condition import outcome, parse_condition
from csplan.core.procedures.matter import Actor, Fact, Matter
from csplan.core.procedures.procedure import Procedure
from csplan.core.procedures.words import limit_in_words, start_in_words
from csplan.policy.document import Document
from csplan.policy.procedures import read_procedures
from matters import Story
from offices import office

MON, TUE, WED = "Mon 02 Mar 2026 10:00", "Tue 03 Mar 2026 10:00", "Wed 04 Mar 2026 10:00"
STEP = 'id = "s"\nname = "S"\nstarts = "asked"\ndone_by = "answered"\nlocal = "test"\n'


def read(*steps: str) -> tuple[Procedure, list[str]]:
    """A procedure of those steps, and its defects without their remedies."""
    head = '[[procedure]]\nid = "p"\nname = "P"\nopens_with = "asked"\nfacts = ["hint"]\n'
    document = Document(head + "".join(f"\n[[procedure.step]]\n{step}" for step in steps), "p.toml")
    procedures = read_procedures(document.root)
    return procedures[0], [f"{defect.line}: {defect.what}" for defect in document.defects]


def run(*steps: str) -> Story:
    procedure, defects = read(*steps)
    assert defects == []
    return Story(procedure, office("08:00-17:00"))


# Reading


@pytest.mark.parametrize(
    ("line", "defect"),
    [
        ('starts = { nothing = "x" }', "a start says not what starts it"),
        ('starts = { done = "s", missed = "s" }', "a start has done and missed"),
        ("starts = { later_of = [] }", "later_of must be a list of starts"),
        ("starts = { later_of = [7] }", "later_of holds 7"),
        ('starts = { yearly = "02-30", after = "asked" }', "no year has a day '02-30'"),
        ('starts = { repeated = "asked", times = 0 }', "times is 0"),
        ('starts = { fact = "asked", plus = { n = 3, unit = "fortnights" } }', "unknown unit 'fortnights'"),
        ('only_if = ["a = b"]', "cannot read the condition 'a = b'"),
        ('gate = [{ why = "x" }]', "the gate never closes"),
        ('repeats = { since = "done" }', "a step that repeats needs a limit"),
        ('extension = { fact = "longer" }', "within is missing"),
        ('binding = "perhaps"', "unknown binding 'perhaps'"),
        ('adress = "x"', "unknown key 'adress'"),
        ('names = [{ field = "due" }]', "step is missing"),
    ],
)
def test_each_thing_wrong_with_a_step_is_noted(line: str, defect: str) -> None:
    key = line.split(" =")[0]
    others = [each for each in STEP.splitlines() if not each.startswith(f"{key} =")]
    assert any(defect in noted for noted in read("\n".join([*others, line, ""]))[1])


def test_a_step_says_on_which_sentence_it_rests_or_why_on_none() -> None:
    assert read(STEP.replace("local", "note"))[1] == ["7: no sentence sets the step 's'"]


def test_a_step_that_nothing_does_is_noted_unless_it_only_suggests() -> None:
    silent = STEP.replace('done_by = "answered"\n', "")
    assert read(silent)[1] == ["7: nothing does the step"]
    assert read(silent + 'binding = "suggestion"\n')[1] == []


def test_what_starts_a_step_is_told_in_words() -> None:
    starts = (
        '{ later_of = ["asked", { fact = "hint", plus = { n = 3, unit = "business days" }, only_if = ["not asked"] }] }'
    )
    step = read(STEP.replace('"asked"', starts, 1))[0].step("s")
    assert start_in_words(step.starts) == "the later of asked; 3 business days after hint, if not asked"
    assert limit_in_words(step.within) == "no limit stated"


def test_steps_that_wait_for_one_another_are_refused_in_one_line() -> None:
    one = STEP + 'gate = [{ why = "x", done = "t" }]\n'
    other = one.replace('"s"', '"S"').replace('done = "t"', 'done = "s"').replace('id = "S"', 'id = "t"')
    case = run(one, other).then("asked", MON).then("answered", MON)
    with pytest.raises(BadProcedure, match="wait for one another"):
        case.at(MON)


def test_an_unknown_step_is_answered_with_the_known_ones() -> None:
    with pytest.raises(BadProcedure, match="use one of: s"):
        read(STEP)[0].step("t")


# Conditions


@pytest.mark.parametrize("text", ["asked", "not asked", "asked since hint", "asked: a b = c d", "asked: a != c"])
def test_a_condition_reads_as_it_is_written(text: str) -> None:
    assert str(parse_condition(text)) == text


def test_a_condition_holds_fails_or_waits_for_what_is_not_known() -> None:
    fact = Fact("asked", datetime(2026, 3, 2, 10, tzinfo=UTC), values={"kind": "a"})
    asked = Matter((fact,)).known(fact.at)
    answers = {text: outcome(parse_condition(text), asked) for text in ("asked: kind = a", "asked: kind = b", "hint")}
    assert answers == {"asked: kind = a": "holds", "asked: kind = b": "fails", "hint": "pending"}


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(BadInstant, match="has no time zone"):
        Fact("asked", datetime(2026, 3, 2, 10))


# Steps


def test_a_later_repetition_of_the_starting_fact_does_not_move_the_limit() -> None:
    case = run(STEP + 'within = { n = 1, unit = "business days" }\n').then("asked", MON).then("asked", TUE)
    assert case.due("s", WED) == "Tue 03 Mar 2026 17:00"


def test_where_each_fact_counts_each_has_its_round_and_the_open_one_leads() -> None:
    case = run(STEP + 'within = { n = 1, unit = "business days" }\neach = true\n').then("asked", MON)
    case = case.then("answered", MON).then("asked", TUE)
    step = case.at(TUE).step("s")
    assert [each.verdict for each in step.rounds] == ["met", "open"]
    assert case.due("s", TUE) == "Wed 04 Mar 2026 17:00"


def test_an_act_before_its_start_is_inconsistent_and_still_done() -> None:
    case = run(STEP + 'within = { n = 1, unit = "business days" }\n').then("answered", MON).then("asked", TUE)
    step = case.at(WED).step("s")
    assert (step.state, step.verdict) == ("done", "inconsistent")


def test_an_act_whose_start_is_not_known_is_done_and_not_measured() -> None:
    step = run(STEP).then("answered", MON).at(TUE).step("s")
    assert (step.state, step.verdict, step.started) == ("done", "not measured", None)


def test_facts_after_the_instant_asked_about_are_not_yet_known() -> None:
    case = run(STEP + 'within = { n = 1, unit = "business days" }\n').then("asked", MON).then("answered", WED)
    assert case.at(TUE).step("s").verdict == "open"
    assert case.at(WED).step("s").verdict == "missed"


def test_due_exactly_now_is_met() -> None:
    case = run(STEP + 'within = { n = 24, unit = "hours" }\n').then("asked", MON).then("answered", TUE)
    assert case.at(TUE).step("s").verdict == "met"


def test_what_comes_next_has_the_earliest_due_first_and_no_limit_last() -> None:
    slow = STEP.replace('"s"', '"slow"') + 'within = { n = 5, unit = "days" }\n'
    fast = STEP.replace('"s"', '"fast"') + 'within = { n = 1, unit = "days" }\n'
    case = run(STEP, slow, fast).then("asked", MON)
    assert [each.step.id for each in case.at(MON).next] == ["fast", "slow", "s"]


def test_a_step_without_a_start_can_be_done_at_any_time() -> None:
    case = run(STEP, 'id = "t"\nname = "T"\ndone_by = "told"\nlocal = "test"\n')
    assert case.at(MON).step("t").state == "open"


def test_an_act_of_another_step_is_no_act_of_this_one() -> None:
    refusal = run(STEP + 'not_done_by = "tried"\n')
    assert refusal.refused("s", "tried", MON) == "'tried' does not do this step; it takes: answered"
    assert refusal.refused("s", "sung", MON) == "'sung' is no act of this step; it takes: answered"


def test_the_role_counts_and_a_role_that_is_not_recorded_is_not_held_against_a_fact() -> None:
    case = run(STEP + 'actor = "director"\n').then("asked", MON)
    assert case.refused("s", "answered", MON, Actor("Wen", "worker")) == "worker may not do this; it is for director"
    assert case.then("answered", MON).at(TUE).step("s").state == "done"


def test_the_same_facts_in_any_order_come_to_the_same() -> None:
    steps = STEP + 'within = { n = 1, unit = "business days" }\n'
    one = run(steps).then("asked", MON).then("answered", TUE)
    other = run(steps).then("answered", TUE).then("asked", MON)
    assert [each.verdict for each in one.at(WED).steps] == [each.verdict for each in other.at(WED).steps] == ["met"]


def yearly(day: str, days: int) -> Story:
    """A step that comes each year, so many days after a day."""
    start = STEP.replace('"asked"', f'{{ yearly = "{day}", after = "asked" }}', 1)
    return run(f'{start}within = {{ n = {days}, unit = "days" }}\nrepeats = {{ since = "due" }}\n')


def test_a_yearly_step_due_on_29_february_comes_again_in_the_next_year() -> None:
    step = yearly("02-01", 28).then("asked", "Sat 01 Jan 2028 10:00").at("Thu 01 Mar 2029 10:00").step("s")
    assert [str(each.dues.due.date) for each in step.rounds if each.dues.due] == ["2028-02-29", "2029-03-01"]


def test_29_february_of_each_year_is_28_february_in_the_years_without_it() -> None:
    step = yearly("02-29", 0).then("asked", "Fri 01 Jan 2027 10:00").at("Wed 28 Feb 2029 10:00").step("s")
    due = [str(each.dues.due.date) for each in step.rounds if each.dues.due]
    assert due == ["2027-02-28", "2028-02-29", "2029-02-28"]
