"""On which days too few of those are there whom the plan names as trained, such as in the use of the TTY."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from csplan.absences.from_above import Trained, planned_trained
from csplan.absences.models import Absence
from csplan.agencies.models import Person
from csplan.core.office_calendar import OfficeCalendar

DAYS = 7


@dataclass(frozen=True, slots=True)
class Roster:
    """One list of trained staff: who works here, who no more does, and the days on which too few are there all day."""

    what: str
    here: tuple[Person, ...]
    gone: tuple[str, ...]
    sufficient: int | None
    short: tuple[tuple[date, int], ...]


def rosters(agency: UUID, absences: Iterable[Absence], calendar: OfficeCalendar, today: datetime) -> list[Roster]:
    """The lists of the plan in force, held to the absences of the seven days from a midnight of the office's wall."""
    lists, away = planned_trained(agency, today.date()), list(absences)
    names = {name for each in lists for name in each.names}
    people = (
        Person.objects.filter(agency=agency, is_active=True, name__in=names).order_by("name", "id") if names else ()
    )
    known = list(people)
    return [_roster(each, [one for one in known if one.name in each.names], away, calendar, today) for each in lists]


def _roster(
    trained: Trained, here: Sequence[Person], away: Sequence[Absence], calendar: OfficeCalendar, today: datetime
) -> Roster:
    names = {person.name for person in here}
    gone = tuple(name for name in trained.names if name not in names)
    counted = [(begin.date(), _there(here, away, begin, end)) for begin, end in _openings(calendar, today)]
    short = tuple((day, count) for day, count in counted if trained.sufficient and count < trained.sufficient)
    return Roster(trained.what, tuple(here), gone, trained.sufficient, short)


def _openings(calendar: OfficeCalendar, today: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From the first opening to the last closing of each of the days on which the office opens."""
    for number in range(DAYS):
        midnight = today + timedelta(days=number)
        spans = calendar.spans(midnight.date())
        if spans:
            yield midnight + timedelta(seconds=spans[0].opens), midnight + timedelta(seconds=spans[-1].closes)


def _there(people: Sequence[Person], away: Sequence[Absence], begin: datetime, end: datetime) -> int:
    """How many are there all day."""
    absent = {each.person_id for each in away if each.begins < end and (each.ends is None or each.ends > begin)}
    return sum(person.id not in absent for person in people)
