"""The kernel gives what the slow, obvious oracle gives, for random calendars, rules and starts of 1990 to 2060."""

from itertools import islice

import pytest

from comparison import differences, explained_differences
from random_cases import random_cases

SEEDS = range(20)  # 20 x 10 x 20 x 5 = 20,000 starts


@pytest.mark.parametrize("seed", SEEDS)
def test_the_kernel_agrees_with_the_oracle(seed: int) -> None:
    cases = random_cases(seed, calendars=10, rules=20, starts=5)
    assert list(islice(differences(cases, scalars=2), 5)) == []


ELSEWHERE = ("UTC", "America/Havana", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo")


@pytest.mark.parametrize("zone", ELSEWHERE)
def test_clocks_that_change_at_midnight_or_by_half_an_hour_are_counted_alike(zone: str) -> None:
    cases = random_cases(7, calendars=5, rules=20, starts=5, zones=(zone,))
    assert list(islice(differences(cases), 5)) == []


@pytest.mark.parametrize("seed", range(5))
def test_the_kernel_explains_the_date_that_the_oracle_gives_by_the_same_days(seed: int) -> None:
    cases = random_cases(100 + seed, calendars=20, rules=20, starts=1)
    assert list(islice(explained_differences(cases), 5)) == []
