"""The clocks of a batch of contacts under a plan: which standards bind each row, and what became of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from csplan.core.duration import Duration, Limit
from csplan.core.verdict import UNREADABLE, Facts, is_after
from csplan.core.zones import EPOCH_DAY
from csplan.timeliness.dates import read_dates
from csplan.timeliness.facts import facts_of, log_tables
from csplan.timeliness.judged import Judged, judge
from csplan.timeliness.logs import Batch
from csplan.timeliness.plan_question import Measured, PlanQuestion, is_covered

Rows = NDArray[np.intp]
BETWEEN: Final = ";"  # several channels or parties of one contact
NO: Final = ("", "no", "n", "false", "0")  # what says in a column of a mere fact that it did not happen


@dataclass(frozen=True, slots=True)
class Clocks:
    """Clocks of one standard: the rows they run on, their facts and verdicts, and which lead their contact."""

    measured: Measured
    rows: Rows
    starts: Facts
    met: Facts
    judged: Judged
    leads: NDArray[np.bool_]
    promised: bool = False  # due on the date that an acknowledgement named

    @property
    def name(self) -> str:
        """The standard's id; with "(promised date)" for the clock of a promised date."""
        return f"{self.measured.standard.id} (promised date)" if self.promised else self.measured.standard.id

    @property
    def unit(self) -> str:
        """The unit of the time taken."""
        return "days" if self.promised else self.measured.rule.unit


def clocks_of(batch: Batch, question: PlanQuestion, as_of: Facts) -> list[Clocks]:
    """The clocks of each measured standard on the rows of a batch that it binds."""
    contacts = _Contacts(batch, question)
    found: list[Clocks] = []
    for measured in question.measured:
        rows = np.flatnonzero(contacts.bound(measured))
        found.append(_clocks(contacts, measured, rows, as_of))
        if question.promised and measured.seems:
            found.append(_promised(contacts, measured, rows, as_of))
    return _with_leads([each for each in found if len(each.rows)], batch.rows)


class _Contacts:
    """A batch with its facts read, each column once."""

    def __init__(self, batch: Batch, question: PlanQuestion) -> None:
        self.batch = batch
        self.question = question
        self.tables = log_tables(question.calendar)
        self.facts = {name: self._read(name) for name in question.facts}

    def _read(self, name: str) -> Facts:
        facts = facts_of(read_dates(self.batch.columns[name], name), self.question.calendar.zone, self.tables)
        size = self.batch.rows
        flags = (np.broadcast_to(flag, size) for flag in (facts.whole, facts.known, facts.readable))
        return Facts(facts.seconds, facts.days, *flags)

    def earliest(self, names: Sequence[str]) -> Facts:
        """The earliest of several facts of each row; not readable where one of them is not."""
        first, *others = (self.facts[name] for name in names)
        for other in others:
            sooner = np.logical_and(other.known, ~np.asarray(first.known) | is_after(first, other))
            picked = (np.where(sooner, b, a) for a, b in _parts(first, other))
            seconds, days, whole, known = picked
            first = Facts(seconds, days, whole, known, np.logical_and(first.readable, other.readable))
        return first

    def bound(self, measured: Measured) -> NDArray[np.bool_]:
        """The rows on which a clock of the standard runs."""
        starts, (first, last) = self.facts[measured.start], is_covered(self.question.plan)
        within = (starts.days >= first.toordinal() - EPOCH_DAY) & (starts.days <= last.toordinal() - EPOCH_DAY)
        found = np.logical_and(starts.known, within | ~np.asarray(starts.readable))
        found &= self._matches(self.question.channel, measured.standard.channels)
        found &= self._matches(self.question.party, measured.standard.parties)
        found[list(self.batch.misfits)] = False
        return found & ~self._relieved(measured)

    def _relieved(self, measured: Measured) -> NDArray[np.bool_]:
        """The rows on which another standard has taken over: its clock has started, and nothing forbids it."""
        found = np.zeros(self.batch.rows, np.bool_)
        for other in self.question.measured:
            if measured.standard.id in other.standard.takes_over:
                start, own = self.facts[other.start], self.facts[measured.start]
                begun = np.asarray(start.known) & np.asarray(start.readable) & ~is_after(own, start)
                found |= begun & self._takes_over(other) & self._matches(self.question.channel, other.standard.channels)
        return found if not measured.standard.takes_over else ~self._takes_over(measured)

    def _takes_over(self, measured: Measured) -> NDArray[np.bool_]:
        kept = np.zeros(self.batch.rows, np.bool_)
        for name in measured.unless:
            said = pc.utf8_lower(pc.utf8_trim_whitespace(self._texts(name)))
            kept |= ~np.asarray(pc.is_in(said, value_set=pa.array(NO)))
        return ~kept

    def _texts(self, name: str) -> Any:
        column: Any = self.batch.columns[name].cast(pa.string())
        return column.fill_null("")

    def _matches(self, name: str, wanted: Sequence[str]) -> NDArray[np.bool_]:
        """The rows whose channel or party is one of those wanted; all where none is named."""
        if not wanted:
            return np.ones(self.batch.rows, np.bool_)
        encoded = self._texts(name).dictionary_encode()
        values = [{part.strip().lower() for part in value.split(BETWEEN)} for value in encoded.dictionary.to_pylist()]
        matches = np.array([bool(value & {each.lower() for each in wanted}) for value in values], np.bool_)
        return matches[encoded.indices.to_numpy()]


def _parts(one: Facts, other: Facts) -> Iterator[tuple[Any, Any]]:
    return ((getattr(one, name), getattr(other, name)) for name in ("seconds", "days", "whole", "known"))


def _clocks(contacts: _Contacts, measured: Measured, rows: Rows, as_of: Facts) -> Clocks:
    starts, met = contacts.facts[measured.start].at(rows), contacts.earliest(measured.met).at(rows)
    judged = judge(starts, met, measured.rule, as_of, with_dates=True)
    return Clocks(measured, rows, starts, met, judged, np.ones(len(rows), np.bool_))


def _promised(contacts: _Contacts, measured: Measured, rows: Rows, as_of: Facts) -> Clocks:
    """The clocks that run to the date named when something was sent that is not yet the answer."""
    dates, sent = contacts.facts[contacts.question.promised], contacts.earliest(measured.seems)
    there = np.asarray(dates.known) & np.asarray(sent.known)
    rows = rows[there[rows]]
    rule = replace(measured.rule, limit=Limit(Duration(0, "days")))
    starts, met = sent.at(rows), contacts.earliest(measured.met).at(rows)
    judged = judge(starts, met, rule, as_of, with_dates=True, counted_from=dates.at(rows))
    return Clocks(measured, rows, starts, met, judged, np.ones(len(rows), np.bool_), promised=True)


def _with_leads(found: list[Clocks], size: int) -> list[Clocks]:
    """The clocks, marked where they lead: the one due first, but that of a promised date before its original."""
    taken_over: dict[str, Rows] = {each.measured.standard.id: each.rows for each in found if each.promised}
    earliest = np.full(size, np.iinfo(np.int64).max)
    may_lead = []
    for each in found:
        original = taken_over.get(each.measured.standard.id) if not each.promised else None
        may = each.judged.verdicts != UNREADABLE
        may &= ~np.isin(each.rows, original) if original is not None else True
        np.minimum.at(earliest, each.rows[may], each.judged.due.seconds[may])
        may_lead.append(may)
    return [
        replace(each, leads=may & (each.judged.due.seconds == earliest[each.rows]))
        for each, may in zip(found, may_lead, strict=True)
    ]
