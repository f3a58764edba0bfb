"""Replays a log of contacts against a plan: each row yields the clocks of the standards in force at its start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

import numpy as np

from csplan.core.timeliness import Counts, add_counts
from csplan.core.verdict import UNREADABLE, DayOrInstant, Facts, Ints, fact_of
from csplan.timeliness.facts import latest_date, log_tables
from csplan.timeliness.groups import months, values
from csplan.timeliness.logs import Batch, Log, naming
from csplan.timeliness.plan_clocks import BESIDE_PROMISE, Clocks, clocks_of
from csplan.timeliness.plan_question import PlanQuestion
from csplan.timeliness.problems import MOST, Problem, problems
from csplan.timeliness.replay import ALL, Keep, TellRows, in_order, reported
from csplan.timeliness.tallies import Group, add_groups, cells, counted, tallies

BESIDE: Final = "\x1f"  # between the unit and the value in the name of a group, since units are tallied apart


@dataclass(frozen=True, slots=True)
class PlanReplay:
    """The answer: counts of all clocks and by column and value; contacts are the rows of the log."""

    counts: Counts
    as_of: DayOrInstant | None
    by: dict[str, dict[str, Counts]]
    beside: dict[str, Counts]  # by standard: original limits beside a promised date, in no other figure
    contacts: int
    without_clock: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockedBatch:
    """A batch with its clocks, its groups counted, and what cannot be read in it."""

    batch: Batch
    clocks: Sequence[Clocks]
    grouped: Sequence[Group]
    without_clock: int
    problems: Sequence[Problem]


def replay_plan(
    log: Log, question: PlanQuestion, *, progress: TellRows = lambda rows: None, keep: Keep[ClockedBatch] | None = None
) -> PlanReplay:
    """The timeliness of a log by the standards of a plan. Raises BadFile for a log that cannot be read."""
    with naming(log):
        return _replayed(log, question, progress, keep)


def _replayed(log: Log, question: PlanQuestion, progress: TellRows, keep: Keep[ClockedBatch] | None) -> PlanReplay:
    as_of = question.as_of or _latest(log, question, progress)
    clocked = partial(_clocked, question=question, as_of=fact_of(as_of or date.max))
    batches = log.batches(list(log.names) if keep else list(question.columns), question.rows)
    found = _Found()
    with tallies((ALL, BESIDE_PROMISE, *question.by), question.memory) as counting:
        for each in reported(in_order(batches, clocked, question.threads), progress, keep):
            add_groups(counting, each.grouped)
            found.add(each)
        total, beside, *by = (_by_value(tally.by_group(_unit)) for tally in counting)
    groups, whole = dict(zip(question.by, by, strict=True)), total.get(ALL, Counts())
    return PlanReplay(whole, as_of, groups, beside, found.contacts, found.without_clock, tuple(found.problems))


class _Found:
    """What is told beside the tallies."""

    def __init__(self) -> None:
        self.contacts = 0
        self.without_clock = 0
        self.problems: list[Problem] = []

    def add(self, each: ClockedBatch) -> None:
        self.contacts += each.batch.rows
        self.without_clock += each.without_clock
        self.problems += each.problems[: MOST - len(self.problems)]


def _latest(log: Log, question: PlanQuestion, progress: TellRows) -> date | None:
    calendar = question.calendar
    return latest_date(
        log, question.facts, calendar.zone, log_tables(calendar), question.rows, progress, question.dates
    )


def _clocked(batch: Batch, question: PlanQuestion, as_of: Facts) -> ClockedBatch:
    clocks = clocks_of(batch, question, as_of)
    binding = [each for each in clocks if each.kind != BESIDE_PROMISE]
    beside = [each for each in clocks if each.kind == BESIDE_PROMISE]
    grouped = [_grouped(batch, binding, name) for name in (ALL, *question.by)]
    grouped.insert(1, _grouped(replace(batch, misfits={}), beside, "standard"))
    bound = np.zeros(batch.rows, np.bool_)
    bound[list(batch.misfits)] = True
    found = [Problem(int(batch.lines[row]), why) for row, why in batch.misfits.items()]
    for each in clocks:
        bound[each.rows] = True
        measured, verdicts = each.measured, each.judged.verdicts
        found += problems(
            batch, verdicts, measured.rule, measured.starts, measured.met, each.rows, dates=question.dates
        )
    return ClockedBatch(batch, clocks, grouped, int((~bound).sum()), sorted(set(found)))


def _grouped(batch: Batch, clocks: Sequence[Clocks], name: str) -> Group:
    """The clocks of a batch counted by a column; a row that does not fit the header counts as one clock."""
    labels: list[str] = [BESIDE]
    misfits = len(batch.misfits)
    codes, cell = [np.zeros(misfits, np.int64)], [np.full(misfits, UNREADABLE, np.int64)]
    for each in clocks:
        names, places = _labels(batch, each, name)
        codes.append(places + len(labels))
        cell.append(cells(each.judged.verdicts, each.judged.taken))
        labels += [each.unit + BESIDE + label for label in names]
    return (labels, *counted(np.concatenate(codes), len(labels), np.concatenate(cell)))


def _labels(batch: Batch, clocks: Clocks, name: str) -> tuple[list[str], Ints]:
    if name == "leads":
        return ["reported beside", "leads"], clocks.leads.astype(np.int64)
    if name == "month":
        return months(clocks.starts)
    if name in (ALL, "standard"):
        return [clocks.name if name else ALL], np.zeros(len(clocks.rows), np.int64)
    names, codes = values(batch.columns[name], name)
    return names, codes[clocks.rows]


def _unit(group: str) -> str:
    return group.partition(BESIDE)[0] or "days"


def _by_value(groups: Mapping[str, Counts]) -> dict[str, Counts]:
    """The counts of each value, whatever the units of its clocks."""
    parts: dict[str, list[Counts]] = {}
    for group, counts in groups.items():
        parts.setdefault(group.partition(BESIDE)[2], []).append(counts)
    return {value: add_counts(each) for value, each in sorted(parts.items())}
