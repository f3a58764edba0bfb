"""The kernel and the oracle on the same random cases: where the two differ, said so that one can try it by hand."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import numpy as np

from csplan.core.deadline import deadline, due_dates
from csplan.core.office_calendar import OfficeCalendar
from oracle import oracle_due
from random_cases import Case, Rule

Answer = tuple[datetime, date]


def differences(cases: Iterable[Case], scalars: int = 1) -> Iterator[str]:
    """One line for each start at which they differ; scalars starts of each case are also asked one by one."""
    for case in cases:
        expected = [oracle_answer(case, start) for start in case.starts]
        found = array_answers(case)
        found_alone = [scalar_answer(case, start) for start in case.starts[:scalars]]
        for start, ours, theirs in zip(case.starts, found, expected, strict=True):
            if ours != theirs:
                yield said(case, start, f"array {shown(ours)}", theirs)
        for start, ours, theirs in zip(case.starts, found_alone, expected, strict=False):
            if ours != theirs:
                yield said(case, start, f"scalar {shown(ours)}", theirs)


def oracle_answer(case: Case, start: datetime) -> Answer:
    """The oracle's due instant in UTC and due date."""
    rule = case.rule
    return oracle_due(start, rule.duration, rule.counting, case.calendar, rule.pauses, rule.extensions)


def scalar_answer(case: Case, start: datetime) -> Answer:
    """The kernel's due instant in UTC and due date, asked for one start."""
    rule = case.rule
    due = deadline(start, rule.duration, rule.counting, case.calendar, pauses=rule.pauses, extensions=rule.extensions)
    return due.at.astimezone(UTC), due.date


def array_answers(case: Case) -> list[Answer]:
    """The kernel's answers, asked for all starts of a case at once."""
    rule = case.rule
    starts = np.array([start.replace(tzinfo=None) for start in case.starts], dtype="datetime64[s]")
    asked = (starts, rule.duration, rule.counting, case.calendar)
    due = deadline(*asked, pauses=rule.pauses, extensions=rule.extensions)
    days = due_dates(*asked, pauses=rule.pauses, extensions=rule.extensions)
    return [(at.replace(tzinfo=UTC), day) for at, day in zip(due.tolist(), days.tolist(), strict=True)]


def shown(answer: Answer) -> str:
    """A due instant and date in a few characters."""
    return f"{answer[0]:%Y-%m-%dT%H:%M:%SZ} on {answer[1]}"


def said(case: Case, start: datetime, found: str, expected: Answer) -> str:
    """A difference with all that is needed to ask again."""
    return (
        f"{start:%Y-%m-%dT%H:%M:%SZ} + {ruled(case.rule)}: {found}, oracle {shown(expected)}; {listed(case.calendar)}"
    )


def ruled(rule: Rule) -> str:
    """A rule in words."""
    more = "".join(f", then {duration} {counting}" for duration, counting in rule.extensions)
    pauses = "".join(f", paused {begins:%m-%dT%H:%M:%S}/{ends:%m-%dT%H:%M:%SZ}" for begins, ends in rule.pauses)
    return f"{rule.duration} {rule.counting}{more}{pauses}"


def listed(calendar: OfficeCalendar) -> str:
    """A calendar's days in words."""
    week = " | ".join(",".join(str(span) for span in day) or "closed" for day in calendar.week)
    closed = ",".join(f"{day}{'h' if why.holiday else ''}" for day, why in sorted(calendar.closed.items()))
    special = ",".join(f"{day}:{'+'.join(map(str, hours.spans))}" for day, hours in sorted(calendar.special.items()))
    return f"{calendar.name} {calendar.zone} {week}; closed {closed}; special {special}"
