"""What holds for every calendar, rule and start: hypothesis looks for a case that breaks it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from csplan.core.deadline import Due, deadline, due_dates
from csplan.core.duration import Counting, Duration
from csplan.core.office_calendar import DAY_SECONDS, ClosedDay, OfficeCalendar
from strategies import calendars, countings, durations, questions, starts
from strategies import pauses as a_pause

settings.register_profile("counting", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("counting")

Question = tuple[datetime, Duration, Counting, OfficeCalendar]
Pauses = list[tuple[datetime, datetime]]
Act = tuple[str, Any]  # "receive" or "edit" a start, "pause", "extend" by a duration, "take back" the extension
DAYS = ("business days", "working days", "days", "weeks")
PAUSABLE = ("minutes", "hours", "business minutes", "business hours", *DAYS)


def with_closed(office: OfficeCalendar, day: date, why: ClosedDay) -> OfficeCalendar:
    """The calendar with one more closed day."""
    special = {other: hours for other, hours in office.special.items() if other != day}
    return replace(office, closed={**office.closed, day: why}, special=special)


def without_previous(counting: Counting) -> Counting:
    """The options with no roll back to the previous open day."""
    return replace(counting, end_roll=None) if counting.end_roll == "previous-open-day" else counting


@given(questions(), st.integers(-3, 60), st.booleans())
def test_a_further_closed_day_never_makes_a_due_date_earlier(question: Question, ahead: int, holiday: bool) -> None:
    start, duration, counting, office = question
    counting = without_previous(counting)
    fewer = with_closed(office, start.date() + timedelta(ahead), ClosedDay(holiday=holiday))
    assert deadline(start, duration, counting, fewer).date >= deadline(start, duration, counting, office).date


@given(questions(), st.integers(-3, 60), st.booleans())
def test_nor_a_due_instant_but_for_hours_both_skipped_and_rolled_and_a_closing_at_2400(
    question: Question, ahead: int, holiday: bool
) -> None:
    start, duration, counting, office = question
    counting = without_previous(counting)
    assume(not (counting.skip == "sundays-and-holidays" and counting.end_roll == "next-open-day"))
    day = start.date() + timedelta(ahead)
    assume(all(span.closes < DAY_SECONDS for span in office.spans(day)))
    fewer = with_closed(office, day, ClosedDay(holiday=holiday))
    assert deadline(start, duration, counting, fewer).at >= deadline(start, duration, counting, office).at


@st.composite
def paused_questions(draw: st.DrawFn) -> tuple[Question, Pauses]:
    """A question whose unit can be paused, with one to five pauses."""
    year = draw(st.integers(1990, 2059))
    office = draw(calendars(year))
    duration = draw(durations(units=PAUSABLE))
    start = draw(starts(office, year))
    some = draw(st.lists(a_pause(start), min_size=1, max_size=5))
    return (start, duration, draw(countings(duration.unit)), office), some


@given(paused_questions(), st.randoms(use_true_random=False))
def test_pauses_compose_in_any_order(asked: tuple[Question, Pauses], dice: Random) -> None:
    question, some = asked
    shuffled = dice.sample(some, len(some))
    assert deadline(*question, pauses=shuffled) == deadline(*question, pauses=some)


@given(paused_questions(), st.floats(0, 1))
def test_a_pause_split_in_two_is_one_pause(asked: tuple[Question, Pauses], share: float) -> None:
    question, some = asked
    begins, ends = some[0]
    middle = begins + timedelta(seconds=int((ends - begins).total_seconds() * share))
    assume(begins < middle < ends)
    parts = [(middle, ends), *some[1:], (begins, middle)]
    assert deadline(*question, pauses=parts) == deadline(*question, pauses=some)


@given(paused_questions())
def test_a_pause_within_another_adds_nothing(asked: tuple[Question, Pauses]) -> None:
    question, some = asked
    begins, ends = some[0]
    assert deadline(*question, pauses=[*some, (begins, ends), some[0]]) == deadline(*question, pauses=some)


@given(paused_questions())
def test_a_pause_never_makes_a_due_date_earlier(asked: tuple[Question, Pauses]) -> None:
    question, some = asked
    start, duration, counting, office = question
    question = start, duration, without_previous(counting), office
    assert deadline(*question, pauses=some).date >= deadline(*question).date


@given(paused_questions(), st.randoms(use_true_random=False))
def test_edits_pauses_extensions_and_take_backs_give_the_same_in_any_order(
    asked: tuple[Question, Pauses], dice: Random
) -> None:
    (start, duration, counting, office), some = asked
    acts: list[Act] = [("edit", start), *(("pause", pause) for pause in some), ("extend", Duration(2, "days"))]
    shuffled: list[Act] = [("receive", start - timedelta(days=1)), *dice.sample(acts, len(acts))]
    shuffled.insert(dice.randrange(shuffled.index(acts[-1]), len(shuffled)) + 1, ("take back", None))
    given_in_order = deadline(start, duration, counting, office, pauses=some)
    assert _deadline_after(shuffled, duration, counting, office) == given_in_order


@given(questions(1, day_one="after-start"))
def test_a_deadline_is_never_before_its_start(question: Question) -> None:
    start, duration, counting, office = question
    assert deadline(start, duration, without_previous(counting), office).at >= start


@given(questions(-400), st.lists(st.integers(-60, 60), min_size=2, max_size=6))
def test_a_longer_limit_is_never_due_on_an_earlier_date(question: Question, lengths: list[int]) -> None:
    start, duration, counting, office = question
    due = [deadline(start, Duration(n, duration.unit), counting, office).date for n in sorted(lengths)]
    assert all(sooner <= later for sooner, later in pairwise(due))


@given(questions(-400), st.integers(0, 90_000))
def test_a_later_start_is_never_due_on_an_earlier_date(question: Question, later: int) -> None:
    start, duration, counting, office = question
    after = deadline(start + timedelta(seconds=later), duration, counting, office)
    assert after.date >= deadline(start, duration, counting, office).date


@given(questions(), st.integers(1, 20), st.integers(1, 20))
def test_business_days_counted_on_are_their_sum(question: Question, n: int, more: int) -> None:
    start, _, _, office = question
    at_once = deadline(start, Duration(n + more, "business days"), Counting(), office)
    on = ((Duration(more, "business days"), Counting()),)
    assert deadline(start, Duration(n, "business days"), Counting(), office, extensions=on) == at_once


@given(questions(1), st.data())
def test_a_limit_back_from_the_due_instant_of_business_time_comes_to_the_start(
    question: Question, data: st.DataObject
) -> None:
    start, _, _, office = question
    duration = data.draw(durations(1, ("business minutes", "business hours")))
    due = deadline(start, duration, Counting(), office)
    back = deadline(due.at, Duration(-duration.n, duration.unit), Counting(), office)
    opening = deadline(start, Duration(0, "business minutes"), Counting(), office)
    assert back.at == opening.at


@given(questions(-400), st.data())
def test_an_array_gives_what_its_instants_give_one_by_one(question: Question, data: st.DataObject) -> None:
    first, duration, counting, office = question
    several = [first, *data.draw(st.lists(starts(office, first.year), min_size=1, max_size=4))]
    array = np.array([start.replace(tzinfo=None) for start in several], dtype="datetime64[s]")
    alone = [deadline(start, duration, counting, office) for start in several]
    assert deadline(array, duration, counting, office).tolist() == [_utc(due) for due in alone]
    assert due_dates(array, duration, counting, office).tolist() == [due.date for due in alone]


@given(questions(-400), st.sampled_from(["Asia/Tokyo", "America/Denver", "America/Chicago", "Pacific/Honolulu"]))
def test_the_zone_in_which_a_start_is_written_changes_nothing(question: Question, viewer: str) -> None:
    start, duration, counting, office = question
    seen = deadline(start.astimezone(ZoneInfo(viewer)), duration, counting, office)
    assert seen == deadline(start, duration, counting, office)


def _utc(due: Due) -> datetime:
    return due.at.astimezone(UTC).replace(tzinfo=None)


def _deadline_after(acts: list[Act], duration: Duration, counting: Counting, office: OfficeCalendar) -> Due:
    """The deadline as it stands when the last of the acts is done, having been asked for after each."""
    pauses: Pauses = []
    extensions: list[tuple[Duration, Counting]] = []
    for name, fact in acts:
        if name in ("receive", "edit"):
            start = fact
        elif name == "pause":
            pauses.append(fact)
        elif name == "extend":
            extensions.append((fact, Counting()))
        else:
            extensions.pop()
        due = deadline(start, duration, counting, office, pauses=pauses, extensions=extensions)
    return due
