"""Questions about protected time: whose it is now, and what is arranged."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from csplan.absences.models import ProtectedTime
from csplan.agencies.models import TeamMember


def protected_now(agency: UUID, office: UUID, wall: datetime) -> dict[UUID, datetime]:
    """The people of an office in protected time at an instant on the office's wall, each with when it ends."""
    today = Q(weekday=wall.weekday()) | Q(day=wall.date())
    now = wall.time().replace(tzinfo=None)
    of_office = Q(person__office=office) | Q(team__office=office)
    rows = list(ProtectedTime.objects.filter(today, of_office, agency=agency, opens__lte=now, closes__gt=now))
    teams = [row.team_id for row in rows if row.team_id]
    still = Q(last_day=None) | Q(last_day__gte=wall.date())
    members = TeamMember.objects.filter(still, agency=agency, team__in=teams, first_day__lte=wall.date())
    people = [(row.person_id, row) for row in rows if row.person_id]
    by_team = list(members.values_list("team", "person")) if teams else []
    people += [(person, row) for team, person in by_team for row in rows if row.team_id == team]
    found: dict[UUID, datetime] = {}
    for person, row in people:
        ends = wall.replace(hour=row.closes.hour, minute=row.closes.minute, second=row.closes.second)
        found[person] = max(ends, found.get(person, ends))
    return found
