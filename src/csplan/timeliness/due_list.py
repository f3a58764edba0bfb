"""What is due: the open clocks of a replayed log, with the reason for each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import numpy as np

from csplan.core.instants import instant_at
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.core.plans.plan import Plan
from csplan.core.plans.standards import sentence_of
from csplan.core.verdict import OPEN, OPEN_PAST_DUE
from csplan.core.zones import EPOCH_DAY
from csplan.timeliness.dates import read_dates
from csplan.timeliness.facts import facts_of, log_tables
from csplan.timeliness.plan_clocks import BESIDE_PROMISE, PROMISE, Clocks
from csplan.timeliness.plan_question import Measured
from csplan.timeliness.plan_replay import ClockedBatch

SHOWN: Final = 10  # of each part of the list
WHO: Final = ("contact", "case", "channel", "party", "worker")


@dataclass(frozen=True, slots=True)
class DueItem:
    """An open clock: what is due, by which fact and since when, and for whom; row has the log's columns."""

    measured: Measured
    kind: str
    start: str
    started: datetime
    due: datetime
    due_date: date
    leads: bool
    row: Mapping[str, Any]


def due_items(each: ClockedBatch, calendar: OfficeCalendar) -> Iterator[DueItem]:
    """The open clocks of a batch, past due or not; not the original limits beside a promised date."""
    for clocks in each.clocks:
        if clocks.kind != BESIDE_PROMISE:
            for place in np.flatnonzero(np.isin(clocks.judged.verdicts, (OPEN, OPEN_PAST_DUE))):
                yield _item(each, clocks, int(place), calendar)


def due_list_text(items: Sequence[DueItem], on: date, plan: Plan) -> str:
    """The due list of a day: what is due on it, then what is past due, the latest first, and how much comes later."""
    past = sorted((item for item in items if item.due_date < on), key=_when, reverse=True)
    today = sorted((item for item in items if item.due_date == on), key=_when)
    lines = [f"Due on {on:%a %d %b %Y}: {len(today)}; past due: {len(past)}; due later: {_later(items, on)}"]
    for heading, part in (("Due", today), ("Past due", past)):
        for item in part[:SHOWN]:
            lines += ["", *_lines(heading, item, plan)]
        if len(part) > SHOWN:
            lines += ["", f"... and {len(part) - SHOWN} more {heading.lower()}"]
    return "\n".join(lines)


def _later(items: Sequence[DueItem], on: date) -> int:
    return sum(item.due_date > on for item in items)


def _when(item: DueItem) -> datetime:
    return item.due


def _item(each: ClockedBatch, clocks: Clocks, place: int, calendar: OfficeCalendar) -> DueItem:
    zone, row = named_zone(calendar.zone), int(clocks.rows[place])
    started, due = (instant_at(int(facts.seconds[place]), zone) for facts in (clocks.starts, clocks.judged.due))
    day = date.fromordinal(int(clocks.judged.due.days[place]) + EPOCH_DAY)
    start = _start(each, clocks, place, calendar)
    cells = {name: column[row].as_py() for name, column in each.batch.columns.items()}
    return DueItem(clocks.measured, clocks.kind, start, started, due, day, bool(clocks.leads[place]), cells)


def _start(each: ClockedBatch, clocks: Clocks, place: int, calendar: OfficeCalendar) -> str:
    """The column with the fact that started the clock, where there are several."""
    row, (first, *others) = int(clocks.rows[place]), clocks.measured.starts
    for name in others:
        read = read_dates(each.batch.columns[name].slice(row, 1), name)
        facts = facts_of(read, calendar.zone, log_tables(calendar))
        if np.all(facts.known) and facts.seconds[0] == clocks.starts.seconds[place]:
            return name
    return first


def _lines(heading: str, item: DueItem, plan: Plan) -> list[str]:
    standard = item.measured.standard
    who = ", ".join(
        f"{name} {item.row[name]}" if name in WHO[:2] else item.row[name] for name in WHO if item.row.get(name)
    )
    cite = standard.within.cite if standard.within else ""
    promised = f", the {PROMISE}" if item.kind == PROMISE else ""
    return [
        f"{heading} {item.due:%a %d %b %Y, %H:%M}{promised}: {standard.name}",
        f"  {who}; {item.start} {item.started:%a %d %b %Y, %H:%M}",
        f'  "{sentence_of(plan, standard)}" ({cite or standard.force})',
    ]
