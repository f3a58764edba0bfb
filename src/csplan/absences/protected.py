"""Questions about protected time: whose it is now, and what is arranged."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from csplan.absences.models import ProtectedTime
from csplan.agencies.queries import members_on
from csplan.agencies.set_up import read_once


@read_once
def _of_day(agency: UUID, office: UUID, day: date) -> tuple[ProtectedTime, ...]:
    """The protected time of an office's people and teams on a day."""
    of_day, of_office = Q(weekday=day.weekday()) | Q(day=day), Q(person__office=office) | Q(team__office=office)
    return tuple(ProtectedTime.objects.filter(of_day, of_office, agency=agency))


def protected_now(agency: UUID, office: UUID, wall: datetime) -> dict[UUID, datetime]:
    """The people of an office in protected time at an instant on the office's wall, each with when it ends."""
    now = wall.time().replace(tzinfo=None)
    rows = [row for row in _of_day(agency, office, wall.date()) if row.opens <= now < row.closes]
    people = [(row.person_id, row) for row in rows if row.person_id]
    by_team = members_on(agency, wall.date()) if any(row.team_id for row in rows) else ()
    people += [(person, row) for team, person in by_team for row in rows if row.team_id == team]
    found: dict[UUID, datetime] = {}
    for person, row in people:
        ends = wall.replace(hour=row.closes.hour, minute=row.closes.minute, second=row.closes.second)
        found[person] = max(ends, found.get(person, ends))
    return found
