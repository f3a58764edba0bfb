"""The clocks of a batch of contacts under a plan: which standards bind each row, and what became of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from csplan.core.duration import Duration, Limit
from csplan.core.errors import BadColumn
from csplan.core.verdict import PAUSED, UNREADABLE, Facts, is_after
from csplan.core.zones import EPOCH_DAY
from csplan.timeliness.dates import read_dates
from csplan.timeliness.facts import facts_of, log_tables
from csplan.timeliness.judged import Judged, judge
from csplan.timeliness.logs import Batch
from csplan.timeliness.plan_question import Measured, PlanQuestion, is_covered

Rows = NDArray[np.intp]
Marks = NDArray[np.bool_]
BETWEEN: Final = ";"  # several channels or parties of one contact
NO: Final = ("", "no", "n", "false", "0")  # what says in a column of a mere fact that it did not happen


BINDING: Final = "binding"
PROMISE: Final = "promised date"  # due on the date that an acknowledgement named
BESIDE_PROMISE: Final = "beside a promised date"  # the original limit, reported beside it and not as missed


@dataclass(frozen=True, slots=True)
class Clocks:
    """Clocks of one standard: the rows they run on, their facts and verdicts, and which lead their contact."""

    measured: Measured
    rows: Rows
    starts: Facts
    met: Facts
    judged: Judged
    leads: Marks
    kind: str = BINDING  # or PROMISE or BESIDE_PROMISE

    @property
    def name(self) -> str:
        """The standard's id; with "(promised date)" for the clock of a promised date."""
        return self.measured.standard.id + (f" ({PROMISE})" if self.kind == PROMISE else "")

    @property
    def unit(self) -> str:
        """The unit of the time taken."""
        return self.measured.rule.unit

    def at(self, index: Rows) -> "Clocks":
        """The clocks at those positions."""
        judged = Judged(self.judged.due.at(index), self.judged.verdicts[index], self.judged.taken[index])
        facts = self.starts.at(index), self.met.at(index)
        return Clocks(self.measured, self.rows[index], *facts, judged, self.leads[index], self.kind)


def clocks_of(batch: Batch, question: PlanQuestion, as_of: Facts) -> list[Clocks]:
    """The clocks of each measured standard on the rows of a batch that it binds."""
    contacts = _Contacts(batch, question)
    found: list[Clocks] = []
    for measured in question.measured:
        clocks = _clocks(contacts, measured, as_of)
        found += _with_promises(contacts, clocks, as_of) if question.promised and measured.seems else [clocks]
    return _with_leads([each for each in found if len(each.rows)], batch.rows)


class _Contacts:
    """A batch with its facts read, each column once."""

    def __init__(self, batch: Batch, question: PlanQuestion) -> None:
        self.batch = batch
        self.question = question
        self.tables = log_tables(question.calendar)
        self.facts = {name: self._read(name) for name in question.facts}

    def _read(self, name: str) -> Facts:
        facts = facts_of(
            read_dates(self.batch.columns[name], name, self.question.dates), self.question.calendar.zone, self.tables
        )
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

    def bound(self, measured: Measured) -> Marks:
        """The rows on which a clock of the standard runs."""
        starts, (first, last) = self.earliest(measured.starts), is_covered(self.question.plan)
        within = (starts.days >= first.toordinal() - EPOCH_DAY) & (starts.days <= last.toordinal() - EPOCH_DAY)
        found: Marks = np.logical_and(starts.known, within | ~np.asarray(starts.readable))
        found &= self._matches(self.question.channel, measured.standard.channels)
        found &= self._matches(self.question.party, measured.standard.parties)
        found[list(self.batch.misfits)] = False
        return found & ~self._relieved(measured)

    def _relieved(self, measured: Measured) -> Marks:
        """The rows on which another standard has taken over: its clock has started, and nothing forbids it."""
        found = np.zeros(self.batch.rows, np.bool_)
        for other in self.question.measured:
            if measured.standard.id in other.standard.takes_over:
                start, own = self.earliest(other.starts), self.earliest(measured.starts)
                begun = np.asarray(start.known) & np.asarray(start.readable) & ~is_after(own, start)
                found |= begun & self._takes_over(other) & self._matches(self.question.channel, other.standard.channels)
        return found if not measured.standard.takes_over else ~self._takes_over(measured) | self._came_before(measured)

    def _came_before(self, measured: Measured) -> Marks:
        """The rows on which a standard that takes over began before whatever it could take over."""
        relieved = [each for each in self.question.measured if each.standard.id in measured.standard.takes_over]
        if not relieved:
            return np.zeros(self.batch.rows, np.bool_)
        start, begun = self.earliest(measured.starts), [self.earliest(each.starts) for each in relieved]
        known: Marks = np.any([np.asarray(own.known) for own in begun], axis=0)
        later: Marks = np.all([~np.asarray(own.known) | is_after(own, start) for own in begun], axis=0)
        found: Marks = known & later & start.readable
        return found

    def _takes_over(self, measured: Measured) -> Marks:
        kept = np.zeros(self.batch.rows, np.bool_)
        for name in measured.unless:
            said = pc.utf8_lower(pc.utf8_trim_whitespace(self._texts(name)))
            kept |= ~np.asarray(pc.is_in(said, value_set=pa.array(NO)))
        return ~kept

    def _texts(self, name: str) -> Any:
        column: Any = self.batch.columns[name]
        try:
            return column.cast(pa.string()).fill_null("")
        except pa.ArrowException:
            raise BadColumn(f"column {name!r} holds {column.type}; give one of texts") from None

    def _matches(self, name: str, wanted: Sequence[str]) -> Marks:
        """The rows whose channel or party is one of those wanted; all where none is named."""
        if not wanted:
            return np.ones(self.batch.rows, np.bool_)
        encoded = self._texts(name).dictionary_encode()
        values = [{part.strip().lower() for part in value.split(BETWEEN)} for value in encoded.dictionary.to_pylist()]
        matches = np.array([bool(value & {each.lower() for each in wanted}) for value in values], np.bool_)
        found: Marks = matches[encoded.indices.to_numpy()]
        return found


def _parts(one: Facts, other: Facts) -> Iterator[tuple[Any, Any]]:
    return ((getattr(one, name), getattr(other, name)) for name in ("seconds", "days", "whole", "known"))


def _clocks(contacts: _Contacts, measured: Measured, as_of: Facts) -> Clocks:
    rows = np.flatnonzero(contacts.bound(measured))
    starts, met = contacts.earliest(measured.starts).at(rows), contacts.earliest(measured.met).at(rows)
    judged = judge(starts, met, measured.rule, as_of, with_dates=True)
    return Clocks(measured, rows, starts, met, judged, np.ones(len(rows), np.bool_))


def _with_promises(contacts: _Contacts, clocks: Clocks, as_of: Facts) -> list[Clocks]:
    """The clocks, those apart where something sent in time named a date, and the clocks that run to that date."""
    measured = clocks.measured
    sent, dates = contacts.earliest(measured.seems), contacts.facts[contacts.question.promised]
    named = np.logical_and(sent.known, sent.readable) & np.logical_and(dates.known, dates.readable)
    in_time = ~is_after(sent.at(clocks.rows), clocks.judged.due) & ~is_after(sent.at(clocks.rows), as_of)
    promised = named[clocks.rows] & in_time & (clocks.judged.verdicts < PAUSED)
    beside = clocks.at(np.flatnonzero(promised))
    rule = replace(measured.rule, limit=Limit(Duration(0, "days")))
    judged = judge(beside.starts, beside.met, rule, as_of, with_dates=True, counted_from=dates.at(beside.rows))
    judged = replace(judged, taken=beside.judged.taken)
    return [
        clocks.at(np.flatnonzero(~promised)),
        replace(beside, kind=BESIDE_PROMISE),
        replace(beside, judged=judged, kind=PROMISE),
    ]


def _with_leads(found: list[Clocks], size: int) -> list[Clocks]:
    """The clocks, marked where they lead their contact: the one that is due first, none beside a promised date."""
    earliest = np.full(size, np.iinfo(np.int64).max)
    may_lead = [(each.judged.verdicts != UNREADABLE) & (each.kind != BESIDE_PROMISE) for each in found]
    for each, may in zip(found, may_lead, strict=True):
        np.minimum.at(earliest, each.rows[may], each.judged.due.seconds[may])
    return [
        replace(each, leads=may & (each.judged.due.seconds == earliest[each.rows]))
        for each, may in zip(found, may_lead, strict=True)
    ]
