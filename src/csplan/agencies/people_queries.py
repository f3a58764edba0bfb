"""Questions about the people of an agency, their roles, teams, and who changed what last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from csplan.agencies.models import Choice, Grant, Person, Team, TeamMember
from csplan.agencies.queries import holding
from csplan.agencies.roles import ABROAD, DELEGATE
from csplan.ledger.models import Entry

PROGRAM: Final = r"^(token|office)\.[0-9a-f]{32}$"
"""The user names under which programs act by their tokens, which stand on a page of their own, and offices wait."""


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed something last, and when."""

    who: str
    at: datetime


def people_of(agency: UUID, day: date) -> QuerySet[Person]:
    """The people of an agency by name, each with office, roles held there today, and whether a second factor is set."""
    held = Grant.objects.filter(holding(day), agency=agency).order_by("role")
    second = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    found = Person.objects.filter(agency=agency).exclude(username__regex=PROGRAM).select_related("agency", "office")
    prefetched = found.prefetch_related(Prefetch("grants", queryset=held, to_attr="roles_today"))
    return prefetched.annotate(second_factor=Exists(second)).order_by("-is_active", "name", "id")


def person_of(agency: UUID, key: UUID) -> Person:
    """A person of an agency. Raises Person.DoesNotExist."""
    return Person.objects.select_related("agency", "office").get(agency=agency, id=key)


def grants_of(agency: UUID, person: Person, day: date) -> list[Grant]:
    """The roles of a person in an agency that hold on a day or later, by first day."""
    found = Grant.objects.filter(agency=agency, person=person).exclude(last_day__lt=day)
    return list(found.select_related("manager").order_by("first_day", "role"))


def grant_of(agency: UUID, key: UUID) -> Grant:
    """A grant in an agency. Raises Grant.DoesNotExist."""
    return Grant.objects.select_related("person", "manager").get(agency=agency, id=key)


def grants_from_outside(agency: UUID, day: date) -> list[Grant]:
    """The roles held in an agency by people of others, on a day or later."""
    found = Grant.objects.filter(agency=agency, role__in=ABROAD).exclude(last_day__lt=day)
    outside = found.exclude(person__agency=agency).select_related("person__agency")
    return list(outside.order_by("person__name", "first_day"))


def delegations_of(manager: Person, day: date) -> list[Grant]:
    """Whom a manager named as delegate, on a day or later."""
    found = Grant.objects.filter(agency=manager.agency_id, role=DELEGATE, manager=manager).exclude(last_day__lt=day)
    return list(found.select_related("person").order_by("first_day"))


def teams_of(agency: UUID, day: date) -> QuerySet[Team]:
    """The teams of an agency, each with the members of a day."""
    members = TeamMember.objects.filter(agency=agency).exclude(last_day__lt=day).select_related("person")
    found = Team.objects.filter(agency=agency).select_related("office")
    prefetched = found.prefetch_related(Prefetch("members", members.order_by("person__name"), to_attr="members_now"))
    return prefetched.order_by("office__name", "name")


def choice_changes(agency: UUID) -> Mapping[str, LastChange]:
    """Who changed each choice of an agency last, by the choice's name."""
    names = {f"choice:{row.id}": row.name for row in Choice.objects.filter(agency=agency)}
    return {names[subject]: change for subject, change in _last_changes(agency, names).items()}


def _last_changes(agency: UUID, subjects: Iterable[str]) -> dict[str, LastChange]:
    entries = Entry.objects.filter(agency=agency, subject__in=list(subjects)).order_by("number")
    last = {entry.subject: entry for entry in entries}
    actors = Person.objects.filter(id__in={entry.actor for entry in last.values() if entry.actor}).in_bulk()
    return {
        subject: LastChange(str(actors[entry.actor]) if entry.actor in actors else "csplan", entry.entered)
        for subject, entry in last.items()
    }
