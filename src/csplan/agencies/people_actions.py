"""Verbs that write people, what they are granted, and their teams: one transaction and one ledger row each."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db import transaction
from django.db.models import Q

from csplan.agencies.acts import record_act
from csplan.agencies.both import Held, check_seen
from csplan.agencies.models import Grant, Office, Person, Team, TeamMember
from csplan.agencies.queries import office_held, person_held, team_held
from csplan.core.errors import CsplanError
from csplan.ledger.subjects import present_data


class BadGrant(CsplanError):
    """A role that cannot be given as asked."""


def change_person(person: Person, new: Held, *, seen: str, actor: UUID, now: datetime) -> None:
    """New details of a person. Raises ChangedMeanwhile."""

    def write() -> None:
        held = Person.objects.select_for_update(no_key=True, of=("self",)).get(id=person.id)
        check_seen(person_held(held), seen)
        for name, value in new.items():
            setattr(held, name, value)
        held.save(update_fields=list(new))

    _act(person.agency_id, actor, "change person", f"person:{person.id}", write, now)


def set_active(person: Person, active: bool, *, actor: UUID, now: datetime) -> None:
    """Let a person sign in, or no more; who is signed in is signed out by it."""
    act = "let person back" if active else "deactivate person"
    _act(
        person.agency_id,
        actor,
        act,
        f"person:{person.id}",
        lambda: Person.objects.filter(id=person.id).update(is_active=active),
        now,
    )


def reset_sign_in(person: Person, *, actor: UUID | None, now: datetime) -> None:
    """Take a person's password, second factors and lock-out away, so that a one-time link begins anew."""

    def write() -> None:
        person.set_unusable_password()
        person.save(update_fields=["password"])
        Authenticator.objects.filter(user=person).delete()
        release(person)

    _act(person.agency_id, actor, "reset sign-in", f"sign-in:{person.id}", write, now)


def release(person: Person) -> None:
    """Forget a person's failed sign-ins."""
    AccessAttempt.objects.filter(username=person.username).delete()


def end_grant(grant: Grant, last_day: date, *, actor: UUID, now: datetime) -> None:
    """A role held to a last day and no longer; a role that would end before it begins is taken back."""

    def write() -> None:
        if last_day < grant.first_day:
            Grant.objects.filter(agency=grant.agency_id, id=grant.id).delete()
        else:
            Grant.objects.filter(agency=grant.agency_id, id=grant.id).update(last_day=last_day)

    _act(grant.agency_id, actor, "end role", f"grant:{grant.id}", write, now)


def check_grant(person: Person, role: str, *, agency: UUID, first_day: date, last_day: date | None) -> None:
    """Raises BadGrant where the days are not in order, or the role is held on some of them already."""
    if last_day is not None and last_day < first_day:
        raise BadGrant("the last day is before the first; give a later one")
    later = Q(last_day=None) | Q(last_day__gte=first_day)
    held = Grant.objects.filter(later, agency=agency, person=person, role=role)
    if (held if last_day is None else held.filter(first_day__lte=last_day)).exists():
        raise BadGrant(f"{person} is {role} on some of these days already; give other days, or end that role first")


def rename_office(office: Office, name: str, *, seen: str, actor: UUID, now: datetime) -> None:
    """Another name of an office. Raises ChangedMeanwhile."""

    def write() -> None:
        held = Office.objects.select_for_update(no_key=True).get(agency=office.agency_id, id=office.id)
        check_seen(office_held(held), seen)
        Office.objects.filter(agency=office.agency_id, id=office.id).update(name=name)

    _act(office.agency_id, actor, "rename office", f"agency:{office.agency_id}", write, now)


def rename_team(team: Team, name: str, *, seen: str, actor: UUID, now: datetime) -> None:
    """Another name of a team. Raises ChangedMeanwhile."""

    def write() -> None:
        held = Team.objects.select_for_update(no_key=True).get(agency=team.agency_id, id=team.id)
        check_seen(team_held(held), seen)
        Team.objects.filter(agency=team.agency_id, id=team.id).update(name=name)

    _act(team.agency_id, actor, "rename team", f"team:{team.id}", write, now)


def add_member(team: Team, person: Person, first_day: date, *, actor: UUID, now: datetime) -> None:
    """A person in a team from a day on; who is in it already stays."""

    def write() -> None:
        later = Q(last_day=None) | Q(last_day__gte=first_day)
        if not TeamMember.objects.filter(later, agency=team.agency_id, team=team, person=person).exists():
            TeamMember.objects.create(agency_id=team.agency_id, team=team, person=person, first_day=first_day)

    _act(team.agency_id, actor, "add team member", f"team:{team.id}", write, now)


def end_member(member: TeamMember, last_day: date, *, actor: UUID, now: datetime) -> None:
    """A person in a team to a last day; never before the first."""
    last = max(last_day, member.first_day)
    _act(
        member.agency_id,
        actor,
        "end team member",
        f"team:{member.team_id}",
        lambda: TeamMember.objects.filter(agency=member.agency_id, id=member.id).update(last_day=last),
        now,
    )


def _act(agency: UUID, actor: UUID | None, act: str, subject: str, write: Callable[[], object], now: datetime) -> None:
    with transaction.atomic():
        before = present_data(agency, subject)
        write()
        record_act(agency, actor, act, subject, entered=now, before=before)
