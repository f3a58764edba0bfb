"""How speed is measured: the best of a few runs, as a rate; ratios are of rates of the same run."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Result:
    """What one bench module found: a table, and the goals it must reach."""

    title: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    goals: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, rate: float, **more: Any) -> float:
        """Note a rate (a second) under a name and return it."""
        self.rows.append({"name": name, "per_second": round(rate, 1), **more})
        return rate

    def goal(self, name: str, found: float, wanted: float, at_most: bool = False) -> None:
        """Note a figure that must be at least (or at most) what is wanted."""
        reached = found <= wanted if at_most else found >= wanted
        self.goals.append({"goal": name, "found": round(found, 2), "wanted": wanted, "reached": bool(reached)})


def best_seconds(action: Callable[[], object], times: int = 3) -> float:
    """The shortest of several runs of an action, in seconds."""
    shortest = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        action()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest


def rate(count: int, action: Callable[[], object], times: int = 3) -> float:
    """How many of count an action does a second, at its best."""
    return count / best_seconds(action, times)
