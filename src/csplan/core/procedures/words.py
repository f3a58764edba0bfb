"""Procedures in words: what starts a step, and what its limit says."""

from calendar import month_name

from csplan.core.duration import Limit
from csplan.core.procedures.procedure import (
    DONE,
    EARLIER_OF,
    FACT,
    FIRST_KNOWN,
    LATER_OF,
    MISSED,
    REPEATED,
    YEARLY,
    Start,
)

_LISTS = {LATER_OF: "the later of ", EARLIER_OF: "the earlier of ", FIRST_KNOWN: "the first known of "}


def start_in_words(start: Start | None) -> str:
    """What starts a clock: "the later of: acknowledgement sent; information arrived"."""
    if start is None:
        return "not stated"
    said = _start(start)
    if start.plus:
        said = f"{start.plus.duration} after {said}"
    return f"{said}, if {' and '.join(map(str, start.only_if))}" if start.only_if else said


def limit_in_words(limit: Limit | None) -> str:
    """A limit in words: "2 business days"; the source's word where it gives no number; "no limit stated"."""
    if limit is None:
        return "no limit stated"
    return str(limit.duration) if limit.duration else limit.says


def _start(start: Start) -> str:
    if start.kind in _LISTS:
        return _LISTS[start.kind] + "; ".join(start_in_words(each) for each in start.of)
    said = {
        FACT: f"{start.field} of {start.name}" if start.field else start.name,
        DONE: f"step {start.name} done",
        MISSED: f"step {start.name} not done in time",
        YEARLY: f"{start.day} {month_name[start.month]} of each year from {start.name}",
        REPEATED: f"{start.name}, {start.times} times",
    }[start.kind]
    if start.kind != REPEATED:
        return said
    same = f" with the same {' and '.join(start.same)}" if start.same else ""
    return f"{said}{same}{f' within {start.window.duration}' if start.window else ''}"
