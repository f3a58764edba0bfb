"""Replays a log of contacts against one standard: which were answered in time, by any column, in bounded memory."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from csplan.core.timeliness import Counts
from csplan.core.verdict import UNREADABLE, Fact, Facts, Ints, fact_of
from csplan.timeliness.dates import read_dates
from csplan.timeliness.facts import facts_of, latest_date
from csplan.timeliness.groups import months, values
from csplan.timeliness.judged import Judged, Rule, judge
from csplan.timeliness.logs import MOST_ROWS, Batch, Log, check_names
from csplan.timeliness.problems import MOST, Problem, problems
from csplan.timeliness.tallies import Tally, cells, counted

MEGABYTE: Final = 1 << 20
ROW_BYTES: Final = 2_000  # about what a row of a batch costs while it is judged
MONTH: Final = "month"  # of the start, where the log has no column of that name

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Question:
    """What to measure in a log: the columns of the start and of what meets it, the rule, and how to group.

    zone is that of wall times in the log; as_of None is the latest date in the log; memory is in bytes.
    """

    start: str
    met: str
    rule: Rule
    zone: str
    by: tuple[str, ...] = ()
    as_of: Fact | None = None
    what_if: Rule | None = None
    memory: int = 512 * MEGABYTE
    threads: int = 2

    @property
    def rows(self) -> int:
        """The most rows to hold in one batch."""
        return max(256, min(MOST_ROWS, self.memory // (ROW_BYTES * (self.threads + 2))))


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer: counts of all rows and by column and value, and what cannot be read."""

    counts: Counts
    unit: str
    as_of: Fact | None
    by: dict[str, dict[str, Counts]] = field(default_factory=dict)
    what_if: Counts | None = None
    what_if_unit: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one batch came to."""

    batch: Batch
    judged: Judged
    grouped: tuple[tuple[Sequence[str], Ints, Ints], ...]
    what_if: tuple[Ints, Ints] | None
    problems: list[Problem]


def replay(
    log: Log,
    question: Question,
    *,
    progress: Callable[[int], None] = lambda rows: None,
    keep: Callable[[Judgement], None] | None = None,
) -> Replay:
    """The timeliness of a log. progress is told the rows read so far; keep is given each judged batch, in order.

    Raises BadFile for a log that cannot be read and CsplanError for too many groups.
    """
    by = [name for name in question.by if name in log.names or name != MONTH]
    check_names(log, [question.start, question.met, *by])
    as_of = question.as_of or latest_date(log, [question.start, question.met], question.zone, question.rule.tables)
    wanted = list(log.names) if keep else list(dict.fromkeys([question.start, question.met, *by]))

    def judged(batch: Batch) -> Judgement:
        return _judgement(batch, question, fact_of(as_of or date.max), by, keep is not None)

    with ExitStack() as stack:
        tallies = [stack.enter_context(Tally(name, question.memory // 4)) for name in question.by or ("",)]
        other = stack.enter_context(Tally("", question.memory // 4))
        found: list[Problem] = []
        rows = 0
        for each in in_order(log.batches(wanted, question.rows), judged, question.threads):
            for tally, counted_ in zip(tallies, each.grouped, strict=True):
                tally.add(*counted_)
            if each.what_if:
                other.add([""], *each.what_if)
            found += each.problems[: MOST - len(found)]
            if keep:
                keep(each)
            rows += each.batch.rows
            progress(rows)
        return _answer(question, as_of, tallies, other, found)


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


def _facts(column: Any, name: str, question: Question) -> Facts:
    return facts_of(read_dates(column, name), question.zone, question.rule.tables)


def _judgement(batch: Batch, question: Question, as_of: Facts, by: Sequence[str], with_dates: bool) -> Judgement:
    starts = _facts(batch.columns[question.start], question.start, question)
    met = _facts(batch.columns[question.met], question.met, question)
    judged = judge(starts, met, question.rule, as_of, with_dates=with_dates)
    judged.verdicts[list(batch.misfits)] = UNREADABLE
    cell = cells(judged.verdicts, judged.taken)
    grouped = tuple(_grouped(batch, name, starts, cell) for name in question.by) or (([""], *counted(None, 1, cell)),)
    other = None
    if question.what_if:
        would_be = judge(starts, met, question.what_if, as_of)
        would_be.verdicts[list(batch.misfits)] = UNREADABLE
        other = counted(None, 1, cells(would_be.verdicts, would_be.taken))
    found = problems(batch, judged.verdicts, question.rule, question.start, [question.met])
    return Judgement(batch, judged, grouped, other, found)


def _grouped(batch: Batch, name: str, starts: Facts, cell: Ints) -> tuple[Sequence[str], Ints, Ints]:
    names, codes = months(starts) if name not in batch.columns else values(batch.columns[name], name)
    return (names, *counted(codes, len(names), cell))


def _answer(
    question: Question, as_of: Fact | None, tallies: Sequence[Tally], other: Tally, found: Sequence[Problem]
) -> Replay:
    unit = question.rule.unit
    by = {name: tally.by_group(lambda _: unit) for name, tally in zip(question.by, tallies, strict=False)}
    what_if = other.total(question.what_if.unit) if question.what_if else None
    what_if_unit = question.what_if.unit if question.what_if else ""
    return Replay(tallies[0].total(unit), unit, as_of, by, what_if, what_if_unit, tuple(found))
