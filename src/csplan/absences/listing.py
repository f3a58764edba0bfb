"""Questions about absences for lists: one's own, those of an office, and one that somebody may open."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from csplan.absences.models import Absence, AbsenceChange, ProtectedTime, StandingCover

LISTED: Final = 50
"""The most absences that a list of one's own holds, the latest first."""


def absences_of(agency: UUID, person: UUID) -> QuerySet[Absence]:
    """The absences of a person, the latest first."""
    found = Absence.objects.filter(agency=agency, person=person).select_related("person", "cover")
    return found.order_by("-begins", "-id")[:LISTED]


def absences_between(agency: UUID, office: UUID, first: datetime, last: datetime) -> QuerySet[Absence]:
    """The absences of an office that touch a span of time, by person."""
    touching = Q(ends=None) | Q(ends__gt=first)
    found = Absence.objects.filter(touching, agency=agency, person__office=office, begins__lt=last, cancelled=None)
    return found.select_related("person", "cover").order_by("person__name", "begins", "id")


def absence_of(agency: UUID, office: UUID, key: UUID) -> Absence:
    """An absence in an office. Raises Absence.DoesNotExist, also for one of another agency."""
    found = Absence.objects.select_related("person", "cover", "entered_by")
    return found.get(agency=agency, person__office=office, id=key)


def changes_of(absence: Absence) -> QuerySet[AbsenceChange]:
    """What an absence was before, the last change first."""
    found = AbsenceChange.objects.filter(agency=absence.agency_id, absence=absence)
    return found.select_related("cover", "entered_by").order_by("-version")


def covers_in(agency: UUID, office: UUID) -> QuerySet[StandingCover]:
    """Who covers whom in an office, in the order in which they are asked."""
    in_office = Q(person__office=office) | Q(team__office=office)
    found = StandingCover.objects.filter(in_office, agency=agency).select_related("person", "team", "cover")
    return found.order_by(F("team__name").asc(nulls_first=True), "person__name", "place", "id")


def protected_in(agency: UUID, office: UUID) -> QuerySet[ProtectedTime]:
    """The protected times in an office: weekly ones by weekday, then single days."""
    in_office = Q(person__office=office) | Q(team__office=office)
    found = ProtectedTime.objects.filter(in_office, agency=agency).select_related("person", "team")
    return found.order_by(F("day").asc(nulls_first=True), "weekday", "opens", "id")
