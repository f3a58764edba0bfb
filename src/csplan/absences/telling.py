"""Absences as pages tell them: the kind only to the person and the supervisor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from csplan.absences.kinds import kinds
from csplan.absences.models import Absence, AbsenceChange
from csplan.absences.queries import with_extension
from csplan.absences.returning import Leave, returns
from csplan.agencies.queries import wall_time
from csplan.core.errors import OutsideHorizon
from csplan.core.instants import day_words, moment_words
from csplan.core.office_calendar import OfficeCalendar


@dataclass(frozen=True, slots=True)
class ToldAbsence:
    """An absence as one who may see it is told."""

    absence: Absence
    when: str  # "Mon 23 Nov 2026 to Fri 27 Nov 2026"
    back: str  # "Mon 30 Nov 2026 08:00 CST", or "further notice"
    kind: str  # empty for who may not know it
    may_change: bool
    is_over: bool

    @property
    def cover(self) -> str:
        """Who covers, with the extension; empty where nobody does."""
        return with_extension(self.absence.cover) if self.absence.cover else ""


@dataclass(frozen=True, slots=True)
class ToldChange:
    """What an absence was before a change, who made it, when and why."""

    when: str
    cover: str
    why: str
    by: str
    entered: datetime


def told_absences(
    absences: Sequence[Absence], calendar: OfficeCalendar, now: datetime, *, me: UUID, supervising: bool
) -> list[ToldAbsence]:
    """The absences of some people as one of them, or their supervisor, or anybody else is told; in their order."""
    return [_told(each, absences, calendar, now, supervising or each.person_id == me) for each in absences]


def told_changes(changes: Iterable[AbsenceChange], calendar: OfficeCalendar) -> list[ToldChange]:
    """The history of an absence, the last change first."""
    return [
        ToldChange(
            when=when_words(each.begins, each.ends, calendar),
            cover=with_extension(each.cover) if each.cover else "nobody",
            why=each.why,
            by=str(each.entered_by),
            entered=wall_time(calendar, each.entered),
        )
        for each in changes
    ]


def when_words(begins: datetime, ends: datetime | None, calendar: OfficeCalendar) -> str:
    """From when until when: whole days as days, other instants as instants."""
    starts = wall_time(calendar, begins)
    said = day_words(starts.date()) if _is_midnight(starts) else moment_words(starts)
    if ends is None:
        return f"{said}, until further notice"
    until = wall_time(calendar, ends)
    if not _is_midnight(until):
        return f"{said} to {moment_words(until)}"
    last: date = (until - timedelta(seconds=1)).date()
    return said if said == day_words(last) else f"{said} to {day_words(last)}"


def _told(
    absence: Absence, beside: Iterable[Absence], calendar: OfficeCalendar, now: datetime, may_see: bool
) -> ToldAbsence:
    leaves = [Leave(each.begins, each.ends) for each in beside if each.person_id == absence.person_id]
    try:
        back = returns(leaves, Leave(absence.begins, absence.ends), calendar)
    except OutsideHorizon:
        back = absence.ends
    return ToldAbsence(
        absence,
        when_words(absence.begins, absence.ends, calendar),
        moment_words(wall_time(calendar, back)) if back else "further notice",
        kinds()[absence.kind].says if may_see else "",
        may_see and absence.cancelled is None,
        absence.ends is not None and absence.ends <= now,
    )


def _is_midnight(at: datetime) -> bool:
    return (at.hour, at.minute, at.second) == (0, 0, 0)
