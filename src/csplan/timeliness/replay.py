"""Replays a log of contacts against one standard: which were answered in time, by any column, in bounded memory."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import numpy as np

from csplan.core.timeliness import Counts
from csplan.core.verdict import UNREADABLE, DayOrInstant, Facts, Ints, fact_of
from csplan.timeliness.dates import read_dates
from csplan.timeliness.facts import facts_of, latest_date
from csplan.timeliness.groups import months, values
from csplan.timeliness.judged import Judged, Rule, judge
from csplan.timeliness.logs import MEMORY, MONTH_FIRST, MOST_ROWS, Batch, Log, check_names, naming
from csplan.timeliness.problems import MOST, Problem, problems
from csplan.timeliness.tallies import Group, Tally, add_groups, cells, counted, tallies

ROW_BYTES: Final = 2_000  # about what a row of a batch costs while it is judged
MONTH: Final = "month"  # of the start, where the log has no column of that name

ALL: Final = ""  # in the place of a column: all clocks are one group
WHAT_IF: Final = "what if"

Result = TypeVar("Result")


class HasBatch(Protocol):
    """What a batch has come to."""

    @property
    def batch(self) -> Batch:
        """The batch."""


Told = TypeVar("Told", bound=HasBatch)
TellRows = Callable[[int], None]
Keep = Callable[[Told], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What to measure in a log: the columns of the start and of what meets it, the rule, and how to group.

    zone is that of wall times in the log; as_of None is the latest date in the log; memory is in bytes.
    dates, one of DATE_ORDERS, says how 5/11/2026 is read.
    """

    start: str
    met: str
    rule: Rule
    zone: str
    by: tuple[str, ...] = ()
    as_of: DayOrInstant | None = None
    what_if: Rule | None = None
    memory: int = MEMORY
    threads: int = 2
    dates: str = MONTH_FIRST

    @property
    def rows(self) -> int:
        """The most rows to hold in one batch."""
        return max(256, min(MOST_ROWS, self.memory // (ROW_BYTES * (self.threads + 2))))


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer: counts of all rows and by column and value, and what cannot be read."""

    counts: Counts
    unit: str
    as_of: DayOrInstant | None
    by: dict[str, dict[str, Counts]] = field(default_factory=dict)
    what_if: Counts | None = None
    what_if_unit: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedBatch:
    """What one batch came to; grouped holds its clocks counted, under what-if first, then by each column."""

    batch: Batch
    judged: Judged
    grouped: Sequence[Group]
    problems: Sequence[Problem]


def replay(
    log: Log, question: Question, *, progress: TellRows = lambda rows: None, keep: Keep[JudgedBatch] | None = None
) -> Replay:
    """The timeliness of a log. progress is told the rows read so far; keep is given each judged batch, in order.

    Raises BadFile for a log that cannot be read and CsplanError for too many groups.
    """
    with naming(log):
        return _replayed(log, question, progress, keep)


def reported(judged: Iterator[Told], progress: TellRows, keep: Keep[Told] | None) -> Iterator[Told]:
    """Each judged batch, after progress is told the rows so far and keep has been given it."""
    rows = 0
    for each in judged:
        rows += each.batch.rows
        progress(rows)
        if keep:
            keep(each)
        yield each


def in_order(batches: Iterator[Batch], work: Callable[[Batch], Result], threads: int) -> Iterator[Result]:
    """The result of each batch, in order, with so many at work at once and few waiting."""
    if threads < 2:
        yield from map(work, batches)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Result]] = deque()
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _replayed(log: Log, question: Question, progress: TellRows, keep: Keep[JudgedBatch] | None) -> Replay:
    columns = [question.start, question.met, *(name for name in question.by if name in log.names or name != MONTH)]
    check_names(log, columns)
    tables = question.rule.tables
    as_of = question.as_of or latest_date(
        log, columns[:2], question.zone, tables, question.rows, progress, question.dates
    )
    judged = partial(_judged_batch, question=question, as_of=fact_of(as_of or date.max), with_dates=keep is not None)
    batches = log.batches(list(log.names) if keep else list(dict.fromkeys(columns)), question.rows)
    found: list[Problem] = []
    with tallies([WHAT_IF, *(question.by or (ALL,))], question.memory) as counting:
        for each in reported(in_order(batches, judged, question.threads), progress, keep):
            add_groups(counting, each.grouped)
            found += each.problems[: MOST - len(found)]
        return _answer(question, as_of, counting, found)


def _facts(column: Any, name: str, question: Question) -> Facts:
    return facts_of(read_dates(column, name, question.dates), question.zone, question.rule.tables)


def _judged_batch(batch: Batch, question: Question, as_of: Facts, with_dates: bool) -> JudgedBatch:
    starts = _facts(batch.columns[question.start], question.start, question)
    met = _facts(batch.columns[question.met], question.met, question)
    judged = judge(starts, met, question.rule, as_of, with_dates=with_dates)
    judged.verdicts[list(batch.misfits)] = UNREADABLE
    cell = cells(judged.verdicts, judged.taken)
    grouped = [_what_if(batch, starts, met, question, as_of)]
    grouped += [_grouped(batch, name, starts, cell) for name in question.by or (ALL,)]
    found = problems(batch, judged.verdicts, question.rule, [question.start], [question.met], dates=question.dates)
    return JudgedBatch(batch, judged, grouped, found)


def _what_if(batch: Batch, starts: Facts, met: Facts, question: Question, as_of: Facts) -> Group:
    if question.what_if is None:
        return [ALL], np.zeros(0, np.int64), np.zeros(0, np.int64)
    judged = judge(starts, met, question.what_if, as_of)
    judged.verdicts[list(batch.misfits)] = UNREADABLE
    return ([ALL], *counted(None, 1, cells(judged.verdicts, judged.taken)))


def _grouped(batch: Batch, name: str, starts: Facts, cell: Ints) -> Group:
    if name == ALL:
        return ([ALL], *counted(None, 1, cell))
    names, codes = months(starts) if name not in batch.columns else values(batch.columns[name], name)
    return (names, *counted(codes, len(names), cell))


def _answer(
    question: Question, as_of: DayOrInstant | None, counting: Sequence[Tally], found: Sequence[Problem]
) -> Replay:
    unit, (what_if, *groups) = question.rule.unit, counting
    by = {name: tally.by_group(lambda _: unit) for name, tally in zip(question.by, groups, strict=False)}
    other_unit = question.what_if.unit if question.what_if else ""
    other = what_if.total(other_unit) if other_unit else None
    return Replay(groups[0].total(unit), unit, as_of, by, other, other_unit, tuple(found))
