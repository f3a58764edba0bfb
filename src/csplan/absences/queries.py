"""Questions about who is away, until when, and who covers."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import F, Q, QuerySet

from csplan.absences.kinds import kinds, relieving
from csplan.absences.models import Absence, StandingCover
from csplan.absences.protected import protected_now
from csplan.absences.returning import Leave, leave_at, returns
from csplan.agencies.answering import answering
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of, members_on, wall_time
from csplan.agencies.set_up import read_once
from csplan.core.instants import moment_words
from csplan.core.office_calendar import OfficeCalendar, named_zone


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is away or in protected time, as everybody in the office may know it: never why."""

    absent: bool
    until: datetime | None  # back at work, on the wall of the office; None until further notice, or where not absent
    cover: Person | None  # of the absence, or the first standing cover who is there
    redirected: bool  # whether the telephone sends calls on to the cover
    protected_until: datetime | None

    @property
    def says(self) -> str:
        """What the front desk is told: "away until Mon 30 Nov 2026 08:00 CST; cover: Bob Clerk, extension 12"."""
        if self.absent:
            said = f"away until {moment_words(self.until) if self.until else 'further notice'}"
        else:
            assert self.protected_until
            said = f"in protected time until {self.protected_until:%H:%M}"
        return f"{said}; cover: {with_extension(self.cover)}" if self.cover else said


@dataclass(frozen=True, slots=True)
class Relief:
    """Calls left with somebody who is away count from the return: the fact it states, and when (None: unknown)."""

    fact: str
    returns: datetime | None


def away(agency: UUID, office: UUID, at: datetime) -> dict[UUID, Away]:
    """Who of an office is away or in protected time at an instant, by person; those who are there are left out.

    The same few queries for any number of people. Raises BadCalendar for an office without a calendar.
    """
    return away_on(agency, office, at, calendar_of(calendar_edition(agency, office)))


def away_on(agency: UUID, office: UUID, at: datetime, calendar: OfficeCalendar) -> dict[UUID, Away]:
    """The same on a calendar that is known already."""
    wall = wall_time(calendar, at)
    absences = _of_day(agency, office, wall.date(), calendar.zone)
    protected = protected_now(agency, office, wall)
    absent = {each.person_id for each in absences if _leave(each).holds(at)}
    gone = absent | set(protected)
    able = {each.id for each in answering(agency, office, wall.date())} if gone else set()
    covers = standing_covers(agency, gone, among=able - gone, day=wall.date())
    found = {}
    for person in gone:
        own, standing = [each for each in absences if each.person_id == person], covers.get(person, [])
        told = _away(own, at, calendar, standing, protected.get(person))
        if told.cover and told.cover.id not in able:  # entered as cover, and answers no contacts any more
            told = replace(told, cover=standing[0] if standing else None)
        found[person] = told
    return found


def away_at(person: Person, at: datetime) -> Away | None:
    """How one person is away at an instant, None for one who is there; protected time is not asked for."""
    leaves = (_leave(each) for each in _absences_of(person.agency_id, person.id))
    if person.office_id is None or not any(leave.holds(at) for leave in leaves):
        return None
    return away(person.agency_id, person.office_id, at).get(person.id)


def absences_within(person: Person, begins: datetime, ends: datetime | None) -> list[Absence]:
    """The absences of a person that last while a span of time does (ends None: until further notice), first first."""
    every = _absences_of(person.agency_id, person.id)
    begun = (each for each in every if ends is None or each.begins < ends)
    return [each for each in begun if each.ends is None or each.ends > begins]


def absence_at(person: Person, at: datetime) -> Absence | None:
    """The absence of a person at an instant, None for one who is there."""
    absences = _absences_of(person.agency_id, person.id)
    held = leave_at(map(_leave, absences), at)
    return next(each for each in absences if _leave(each) == held) if held else None


def relief_at(agency: UUID, person: UUID, at: datetime, calendar: OfficeCalendar) -> Relief | None:
    """The relief for a call left with a person at an instant; None for one who is there, or away otherwise.

    Raises OutsideHorizon.
    """
    absences = [each for each in _absences_of(agency, person) if each.kind in relieving()]
    leaves = [_leave(each) for each in absences]
    held = leave_at(leaves, at)
    if held is None:
        return None
    kind = next(each.kind for each in absences if _leave(each) == held)
    return Relief(kinds()[kind].returned, returns(leaves, held, calendar))


def leaves_of(agency: UUID, people: Collection[UUID]) -> dict[UUID, list[Leave]]:
    """The leaves of some people that relieve, by person; of whoever has none nothing."""
    rows = Absence.objects.filter(agency=agency, person__in=people, cancelled=None, kind__in=relieving())
    found: dict[UUID, list[Leave]] = defaultdict(list)
    for each in rows.order_by("begins", "id"):
        found[each.person_id].append(_leave(each))
    return found


def back_at(agency: UUID, absence: Absence, calendar: OfficeCalendar) -> datetime | None:
    """When the person of an absence is back at work; None where nobody knows yet. Raises OutsideHorizon."""
    absences = _active(agency, absence.begins).filter(person=absence.person_id)
    return returns([_leave(each) for each in absences], _leave(absence), calendar)


def standing_covers(
    agency: UUID, people: Collection[UUID], *, among: Collection[UUID], day: date
) -> dict[UUID, list[Person]]:
    """The covers of some people among those who can answer, proposed first first: a person's own before a team's."""
    members: dict[UUID, list[UUID]] = defaultdict(list)
    for team, person in members_on(agency, day) if people else ():
        members[team].append(person)
    found: dict[UUID, list[Person]] = defaultdict(list)
    for row in _standing(agency) if people else ():
        for person in [row.person_id] if row.person_id else members[row.team_id or row.id]:
            if person in people and row.cover_id in among and row.cover_id != person:
                found[person].append(row.cover)
    return found


def with_extension(person: Person) -> str:
    """A person's name, with the extension where there is one."""
    return f"{person.name}, extension {person.extension}" if person.extension else person.name


@read_once
def _absences_of(agency: UUID, person: UUID) -> tuple[Absence, ...]:
    """The absences of a person that take place, from the first to the last."""
    return tuple(Absence.objects.filter(agency=agency, person=person, cancelled=None).order_by("begins", "id"))


@read_once
def _standing(agency: UUID) -> tuple[StandingCover, ...]:
    """The standing covers of an agency: those of a person before those of a team, each in their order."""
    rows = StandingCover.objects.filter(agency=agency).select_related("cover")
    return tuple(rows.order_by(F("team").asc(nulls_first=True), "place", "id"))


@read_once
def _of_day(agency: UUID, office: UUID, day: date, zone: str) -> tuple[Absence, ...]:
    """The absences of an office's people that have not ended when a day begins, also those still to come."""
    begins = datetime.combine(day, time(), named_zone(zone))
    return tuple(_active(agency, begins).filter(person__office=office))


def _active(agency: UUID, at: datetime) -> QuerySet[Absence]:
    """The absences that have not ended by an instant, also those still to come."""
    found = Absence.objects.filter(Q(ends=None) | Q(ends__gt=at), agency=agency, cancelled=None)
    return found.select_related("cover").order_by("begins", "id")


def _leave(absence: Absence) -> Leave:
    return Leave(absence.begins, absence.ends)


def _away(
    own: Iterable[Absence], at: datetime, calendar: OfficeCalendar, covers: list[Person], protected: datetime | None
) -> Away:
    absences = list(own)
    leaves = [_leave(each) for each in absences]
    held = leave_at(leaves, at)
    if held is None:
        return Away(False, None, covers[0] if covers else None, False, protected)
    absence = next(each for each in absences if _leave(each) == held)
    until, cover = returns(leaves, held, calendar), absence.cover or (covers[0] if covers else None)
    return Away(True, wall_time(calendar, until) if until else None, cover, absence.redirected, protected)
