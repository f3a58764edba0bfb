"""What to measure in a log by a plan: its standards, and the columns of the log that hold their facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Final

from csplan.core.edition import Standard
from csplan.core.errors import BadFile
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.plans.plan import Plan
from csplan.core.verdict import DayOrInstant
from csplan.policy.plans.read import written_standards
from csplan.timeliness.judged import Rule
from csplan.timeliness.logs import MEMORY, MONTH_FIRST, MOST_ROWS, Log, check_names

CHANNEL: Final = "channel"
PARTY: Final = "party"
PROMISED: Final = "promised"  # the date that an acknowledgement names
DERIVED: Final = ("standard", "leads", "month")  # columns to group by that the log need not have
DEFAULT_BY: Final = ("standard", "channel", "month")


@dataclass(frozen=True, slots=True)
class Measured:
    """A standard with its rule, and the columns of what starts, meets, only seems to meet and relieves it."""

    standard: Standard
    rule: Rule
    starts: tuple[str, ...]
    met: tuple[str, ...]
    seems: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A standard that the log cannot measure, and why."""

    standard: Standard
    why: str


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What to measure in a log by a plan; zone is that of wall times, memory in bytes, dates one of DATE_ORDERS."""

    plan: Plan
    measured: tuple[Measured, ...]
    unmeasured: tuple[Unmeasured, ...]
    calendar: OfficeCalendar
    channel: str  # the log's name of that column, "" where it has none
    party: str
    promised: str
    by: tuple[str, ...] = DEFAULT_BY
    as_of: DayOrInstant | None = None
    memory: int = MEMORY
    threads: int = 2
    dates: str = MONTH_FIRST

    @property
    def facts(self) -> tuple[str, ...]:
        """The columns that hold dates."""
        found = [name for each in self.measured for name in (*each.starts, *each.met, *each.seems)]
        return tuple(dict.fromkeys([*found, *([self.promised] if self.promised else [])]))

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns to read."""
        unless = [name for each in self.measured for name in each.unless]
        grouped = [name for name in self.by if name not in DERIVED]
        found = [*self.facts, self.channel, self.party, *unless, *grouped]
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def rows(self) -> int:
        """The most rows to hold in one batch."""
        return max(256, min(MOST_ROWS, self.memory // (4_000 * (self.threads + 2))))


def plan_question(plan: Plan, log: Log, calendar: OfficeCalendar, by: Sequence[str] = ()) -> PlanQuestion:
    """What a log with columns named after facts can measure of a plan. Raises BadFile where it is nothing."""
    names = {_plain(name): name for name in reversed(log.names)}
    sorted_out = [_measured(standard, names, calendar) for standard in written_standards(plan)]
    measured = tuple(each for each in sorted_out if isinstance(each, Measured))
    unmeasured = tuple(each for each in sorted_out if isinstance(each, Unmeasured))
    if not measured:
        raise BadFile(f"{log.path}: {_nothing_measured(log, plan)}")
    channel, party, promised = (names.get(name, "") for name in (CHANNEL, PARTY, PROMISED))
    _check_limits(log, measured, channel, party)
    asked = by or [name for name in DEFAULT_BY if name != CHANNEL or channel]
    grouped = tuple(dict.fromkeys(each if each in DERIVED else names.get(_plain(each), each) for each in asked))
    question = PlanQuestion(plan, measured, unmeasured, calendar, channel, party, promised, grouped)
    check_names(log, question.columns)
    return question


def _check_limits(log: Log, measured: Sequence[Measured], channel: str, party: str) -> None:
    """Raise BadFile where standards are limited to channels or parties and the log does not tell them."""
    limited = any(each.standard.channels for each in measured), any(each.standard.parties for each in measured)
    for wanted, is_limited, there in zip((CHANNEL, PARTY), limited, (channel, party), strict=True):
        if is_limited and not there:
            raise BadFile(f"{log.path}: has no column {wanted!r}; add one, or use --start, --met and --within")


def is_covered(plan: Plan) -> tuple[date, date]:
    """The first and last day on which the plan is in force. Raises BadFile for a draft."""
    if plan.in_force_from is None:
        raise BadFile(f"{plan.path}: is a draft; add in_force = {{ from = 2026-01-01 }} to measure by it")
    return plan.in_force_from, plan.in_force_to or date.max


def _measured(standard: Standard, names: dict[str, str], calendar: OfficeCalendar) -> Measured | Unmeasured:
    limit = standard.within
    duration = (limit.duration or limit.aim) if limit else None
    if limit is None or duration is None:
        return Unmeasured(standard, "its text gives no number")
    starts, met = _columns(standard.triggers, names), _columns(standard.met_by, names)
    for wanted, found in ((standard.triggers, starts), (standard.met_by, met)):
        if not found:
            return Unmeasured(standard, f"the log has no column {' or '.join(map(repr, wanted))}")
    rule = Rule(replace(limit, duration=duration), calendar)
    seems, unless = _columns(standard.not_met_by, names), _columns(standard.unless, names)
    return Measured(standard, rule, starts, met, seems, unless)


def _columns(facts: Sequence[str], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names[_plain(fact)] for fact in facts if _plain(fact) in names)


def _plain(name: str) -> str:
    """The name of a fact or column without capitals and underscores."""
    return " ".join(name.lower().replace("_", " ").split())


def _nothing_measured(log: Log, plan: Plan) -> str:
    starts = sorted({fact for standard in written_standards(plan) for fact in standard.triggers})
    near = next((found[0] for name in log.names if (found := get_close_matches(_plain(name), starts, n=1))), "")
    remedy = (
        f"did you mean {near!r}?" if near else f"name columns after facts, such as {', '.join(map(repr, starts[:3]))}"
    )
    return f"no column starts a standard of the plan; {remedy}"
