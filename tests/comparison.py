"""The kernel and the oracle on the same random cases: where the two differ, said so that one can try it by hand."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import numpy as np

from csplan.core.deadline import deadline, due_dates
from csplan.core.duration import Counting, Duration
from csplan.core.explanation import Explanation, explain
from csplan.core.explanation_text import explanation_data
from csplan.core.office_calendar import OfficeCalendar
from oracle import Pauses, oracle_due
from oracle_days import explained
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


def explained_differences(cases: Iterable[Case]) -> Iterator[str]:
    """One line for each case whose first start the kernel explains by other days than the oracle, or another date."""
    for case in cases:
        rule, start = case.rule, case.starts[0]
        asked = (start, rule.duration, rule.counting, case.calendar)
        explanation = explain(*asked, pauses=rule.pauses, extensions=rule.extensions)
        if (explanation.due.at.astimezone(UTC), explanation.due.date) != oracle_answer(case, start):
            yield said(case, start, f"explained {explanation.due}", oracle_answer(case, start))
        elif not rule.extensions and counted_days(explanation) != oracle_days(*asked, rule.pauses):
            yield said(case, start, f"days {counted_days(explanation)}", oracle_answer(case, start))


def counted_days(explanation: Explanation) -> dict[str, int]:
    """The days that a kernel's explanation counts, with the seconds that they give."""
    days = explanation_data(explanation)["parts"][0]["days"]
    return {day["date"]: day.get("seconds") or 0 for day in days if day["counted"]}


def oracle_days(
    start: datetime, duration: Duration, counting: Counting, calendar: OfficeCalendar, pauses: Pauses
) -> dict[str, int]:
    """The days that the oracle counts, with the seconds that they give."""
    lines = explained(start, duration, counting, calendar, pauses)
    return {str(line.day): line.seconds or 0 for line in lines if line.reason == "counted"}


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
