"""A made-up but plausible year of contacts, made from the standards of any plan and a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import pyarrow as pa

from csplan.core.deadline import deadline
from csplan.core.edition import Standard
from csplan.core.errors import BadFile
from csplan.core.instants import instant_at, utc_seconds
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.core.plans.plan import Plan
from csplan.policy.plans.read import written_standards
from csplan.timeliness.facts import log_tables
from csplan.timeliness.logs import Batch
from csplan.timeliness.plan_question import CHANNEL, PARTY, PROMISED, is_covered

IN_TIME: Final = 0.9  # of the answers
FORGOTTEN: Final = 0.01  # of the contacts are never answered
AFTER_HOURS: Final = 0.08  # of the contacts come while the office is closed
ON_LEAVE: Final = 0.06  # of the contacts reach a worker who is away
REDIRECTED: Final = 0.4  # of those are given to somebody else
ACKNOWLEDGED: Final = 0.12  # of the letters that may be are acknowledged with a later date
SOON: Final = 0.85  # of the others are answered within the time of an acknowledgement
WORKERS: Final = ("Alice", "Bob", "Charlie", "Dana", "Erin", "Frank")
ELSEWHERE: Final = "in person"  # the channel of what may come by any
ANYBODY: Final = "member of the public"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableLog:
    """A log in memory."""

    table: Any  # of pyarrow
    path: Path = Path("made-up contacts")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.table.column_names)

    def batches(self, wanted: Sequence[str], rows: int) -> Iterator[Batch]:
        """The wanted columns in batches of at most so many rows."""
        first = 1
        for batch in self.table.select(list(wanted)).to_batches(rows):
            yield Batch({name: batch.column(name) for name in wanted}, np.arange(first, first + len(batch)))
            first += len(batch)

    def greatest(self, name: str) -> Any:
        """None: only reading can tell."""
        return None


def year_of_contacts(plan: Plan, calendar: OfficeCalendar, on: date, contacts: int, seed: int) -> TableLog:
    """Contacts of the year up to the end of a day, as far as the plan is in force, in csplan's own columns.

    Raises BadFile where the plan is not in force on that day.
    """
    first, last = is_covered(plan)
    if not first <= on <= last:
        raise BadFile(f"{plan.path}: is not in force on {on}; give a day from {first}")
    year = _Year(plan, calendar, max(first, on - timedelta(days=364)), on, Random(seed))
    rows = sorted((year.contact() for _ in range(contacts)), key=lambda row: str(row[year.STARTED]))
    names = list(dict.fromkeys(name for row in rows for name in row if name != year.STARTED))
    columns = {name: [_shown(row.get(name)) for row in rows] for name in ["contact", *names]}
    columns["contact"] = [str(number) for number in range(1, len(rows) + 1)]
    return TableLog(pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()}))


def _shown(value: Any) -> str | None:
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value and str(value)


class _Year:
    """A year of an office: each call of contact() makes one more."""

    STARTED: Final = "\x00started"

    def __init__(self, plan: Plan, calendar: OfficeCalendar, first: date, last: date, random: Random) -> None:
        self.calendar, self.random = calendar, random
        self.zone, self.tables = named_zone(calendar.zone), log_tables(calendar)
        standards = [each for each in written_standards(plan) if each.within and each.within.duration]
        self.reliefs = [each for each in standards if each.takes_over]
        self.kinds = _kinds(standards)
        self.parties = sorted({party for each in standards for party in each.parties}) or [ANYBODY]
        index = self.tables.index_of
        self.begin, self.end = (int(self.tables.midnights[i]) for i in (index(first), index(last) + 1))

    def contact(self) -> Row:
        """A contact: how it began, by whom, and when each promise was kept."""
        weights = [1 / (place + 1) for place in range(len(self.kinds))]
        (kind,) = self.random.choices(list(self.kinds), weights)
        like = self.random.choice([each for each in self.kinds[kind] if each.starts == kind])
        start = self._start()
        row: Row = {self.STARTED: start, "case": f"{self.random.randrange(10**7):07d}"}
        row[CHANNEL] = self.random.choice(self._channels(like) or (ELSEWHERE,))
        row[PARTY] = self.random.choice(like.parties or self.parties)
        row |= {"worker": self.random.choice(WORKERS), kind: start}
        bound = [each for each in self.kinds[kind] if _binds(each, row)]
        if not self._away(row, bound, start):
            for each in bound:
                if each.starts == kind:  # the others are met by the same answer
                    self._answer(row, each, bound, start)
        return row

    def _channels(self, like: Standard) -> list[str]:
        """The channels of a standard without those by which another of its starts happens."""
        others = [each for fact in like.also_starts for each in self.kinds.get(fact, ()) if each.starts == fact]
        return [name for name in like.channels if not any(name in each.channels for each in others)]

    def _start(self) -> datetime:
        low, high = (int(self._opening(each)) for each in (self.begin, self.end))
        seconds = self._instant(self.random.uniform(low, high))
        if self.random.random() < AFTER_HOURS:
            seconds = min(seconds + self.random.randrange(4 * 3600, 60 * 3600), self.end - 1)
        return instant_at(seconds, self.zone)

    def _away(self, row: Row, bound: Sequence[Standard], start: datetime) -> bool:
        """Whether the worker was away and the contact waited for the return, which is then in the row."""
        for relief in self.reliefs:
            if self.random.random() > ON_LEAVE or not any(each.id in relief.takes_over for each in bound):
                continue
            back = self._instant(self._opening(utc_seconds(start) + 86_400 * self.random.randrange(1, 9)) + 60)
            if back < self.end:
                row[relief.starts] = instant_at(back, self.zone)
            if relief.unless and self.random.random() < REDIRECTED:
                row[relief.unless[0]] = "yes"
                return False
            if back < self.end:
                self._meet(row, relief.met_by[0], row[relief.starts], relief)
            return back < self.end
        return False

    def _answer(self, row: Row, standard: Standard, bound: Sequence[Standard], start: datetime) -> None:
        """Note when the standard was met, or acknowledged with a promised date and met by that."""
        if any(fact in row for fact in standard.met_by):
            return
        asked = next((each for each in bound if each.met_by[0] in standard.not_met_by), None)
        if asked and self.random.random() < ACKNOWLEDGED:
            self._meet(row, asked.met_by[0], start, asked)
            row[PROMISED] = self._due(start, standard).date() + timedelta(days=self.random.randrange(3, 15))
        usual = asked if asked and PROMISED not in row and self.random.random() < SOON else standard
        self._meet(row, standard.met_by[0], start, usual)

    def _meet(self, row: Row, fact: str, start: datetime, standard: Standard) -> None:
        chance = self.random.random()
        if chance < FORGOTTEN:
            return
        low, high = self._opening(utc_seconds(start)), self._opening(utc_seconds(self._due(start, standard)))
        spent = (high - low) * self.random.betavariate(1.3, 2.2)
        if chance > IN_TIME:
            spent = high - low + max(high - low, 600) * self.random.expovariate(2)
        met = self._instant(low + 60 + spent)
        if met < self.end:
            row[fact] = instant_at(met, self.zone)

    def _due(self, start: datetime, standard: Standard) -> datetime:
        limit = standard.within
        assert limit
        assert limit.duration
        return deadline(start, limit.duration, limit.counting, self.calendar).at

    def _opening(self, seconds: int) -> int:
        return int(self.tables.opening_seconds(np.array([seconds]))[0])

    def _instant(self, opening: float) -> int:
        """The instant before which the office was open for so many seconds."""
        return int(self.tables.opening.at_count(np.array([int(opening)]))[0])


def _kinds(standards: Sequence[Standard]) -> dict[str, list[Standard]]:
    """The standards by each fact that starts one, first those that it starts above all; no relief among them."""
    found: dict[str, list[Standard]] = {}
    usual = [each for each in standards if not each.takes_over]
    for each in usual:
        found.setdefault(each.starts, []).append(each)
    for each in usual:
        for fact in each.also_starts:
            if fact in found:
                found[fact].append(each)
    return found


def _binds(standard: Standard, row: Row) -> bool:
    by_channel = not standard.channels or row[CHANNEL] in standard.channels
    return by_channel and (not standard.parties or row[PARTY] in standard.parties)
