"""The fast ways through the tables give what the plain ones give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csplan.core.boundaries import FEW, Boundaries
from csplan.core.counting_time import MANY
from csplan.core.deadline import deadline, due_dates
from csplan.core.duration import Counting, parse_duration
from csplan.core.errors import BadDuration, OutsideHorizon
from csplan.policy.calendars import named_calendar
from offices import office

WISCONSIN = named_calendar("us-wi")
PIECE = 3000  # fewer than any table is built for


def instants(count: int) -> "np.ndarray[tuple[int], np.dtype[np.datetime64]]":
    """Random instants of 2024 to 2026, a third of them on the hour, a third on the half hour."""
    seconds = np.random.default_rng(7).integers(1_704_100_000, 1_798_000_000, count)
    seconds[: count // 3] -= seconds[: count // 3] % 3600
    seconds[count // 3 : 2 * count // 3] -= seconds[count // 3 : 2 * count // 3] % 1800
    return seconds.astype("M8[s]")


@pytest.mark.parametrize(
    "within",
    ["1 business day", "-3 business days", "5 days", "1 month", "24 hours", "6 business hours", "-6 business hours",
     "40 business hours", "-45 business minutes", "17 business minutes", "0 business hours"],
)  # fmt: skip
@pytest.mark.parametrize("calendar", [WISCONSIN, office("08:07-11:59", "12:30-24:00", zone="America/Denver")])
def test_many_instants_at_once_are_counted_as_few_at_a_time(within: str, calendar: object) -> None:
    starts, duration = instants(MANY + 5000), parse_duration(within)
    many = deadline(starts, duration, Counting(), calendar)  # type: ignore[call-overload]
    few = [
        deadline(starts[low : low + PIECE], duration, Counting(), calendar)  # type: ignore[call-overload]
        for low in range(0, len(starts), PIECE)
    ]
    assert (many == np.concatenate(few)).all()


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=60), st.integers(-(10**6), 10**6))
@settings(max_examples=50, deadline=None)
def test_the_table_of_steps_finds_what_a_search_finds(boundaries: list[int], shift: int) -> None:
    bounds = np.unique(np.array(boundaries)) + shift
    questions = np.concatenate([bounds, bounds - 1, bounds + 1, np.linspace(-(10**7), 2 * 10**7, FEW).astype(int)])
    assert (Boundaries(bounds).at(questions) == np.searchsorted(bounds, questions, side="right")).all()


def test_no_time_gives_no_time() -> None:
    starts = np.array(["NaT", "2026-11-25T22:45:00"], "M8[s]")
    for within in ("1 business day", "2 hours", "2 business hours", "1 month"):
        found = deadline(starts, parse_duration(within), Counting(), WISCONSIN)
        assert np.isnat(found).tolist() == [True, False]


def test_what_leaves_the_horizon_is_refused_or_no_time_as_asked() -> None:
    starts = np.array(["2035-12-31T18:00:00", "2008-12-31T18:00:00", "2026-11-25T22:45:00"], "M8[s]")
    for within in ("1 business day", "30 hours", "9 business hours", "1 month"):
        duration = parse_duration(within)
        with pytest.raises(OutsideHorizon, match="covers 2009-01-01"):
            deadline(starts, duration, Counting(), WISCONSIN)
        assert np.isnat(deadline(starts, duration, Counting(), WISCONSIN, refuse=False)).tolist() == [True, True, False]
        assert np.isnat(due_dates(starts, duration, Counting(), WISCONSIN, refuse=False)).tolist() == [
            True,
            True,
            False,
        ]


def test_an_empty_array_has_no_due_dates() -> None:
    assert len(deadline(np.zeros(0, "M8[s]"), parse_duration("1 business day"), Counting(), WISCONSIN)) == 0
    assert len(due_dates(np.zeros(0, "M8[s]"), parse_duration("1 business day"), Counting(), office())) == 0


def test_the_shape_of_an_array_is_kept() -> None:
    starts = instants(12).reshape(3, 4)
    assert deadline(starts, parse_duration("1 business day"), Counting(), WISCONSIN).shape == (3, 4)


@pytest.mark.parametrize(
    ("extension", "counting"),
    [("0 days", Counting()), ("2 business days", Counting(day_one="start-day")),
     ("2 business days", Counting(closed_start="roll"))],
)  # fmt: skip
def test_an_extension_adds_time_and_has_no_start_of_its_own(extension: str, counting: Counting) -> None:
    starts, more = instants(3), [(parse_duration(extension), counting)]
    with pytest.raises(BadDuration, match="extension"):
        deadline(starts, parse_duration("1 business day"), Counting(), WISCONSIN, extensions=more)
