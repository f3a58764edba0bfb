"""Verbs that write absences: one transaction and one ledger row each; those who follow add their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from csplan.absences.followers import followed
from csplan.absences.greeting_tasks import keep_greetings
from csplan.absences.models import Absence, AbsenceChange
from csplan.agencies.acts import record_act
from csplan.agencies.answering import check_cover
from csplan.agencies.days import today_of
from csplan.agencies.models import Person
from csplan.agencies.once import once
from csplan.agencies.set_up import change_set_up
from csplan.core.errors import BadInstant
from csplan.ledger.subjects import present_data

SNAPSHOT = ("version", "kind", "begins", "ends", "cover_id", "redirected")
SPOKEN = ("ends", "cover_id", "redirected")  # what a greeting says


class ChangedMeanwhile(Exception):
    """Somebody else has changed the absence since the page was opened; absence is what it is now."""

    def __init__(self, absence: Absence) -> None:
        super().__init__("somebody else has changed this absence meanwhile")
        self.absence = absence


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is said of an absence."""

    kind: str
    begins: datetime
    ends: datetime | None
    cover: UUID | None
    redirected: bool

    def columns(self) -> dict[str, Any]:
        """The columns of an absence that it fills."""
        days = {"kind": self.kind, "begins": self.begins, "ends": self.ends}
        return {**days, "cover_id": self.cover, "redirected": self.redirected}


def enter_absence(plan: Plan, *, person: Person, by: Person, key: UUID, now: datetime) -> tuple[Absence, int]:
    """A new absence, and how many open contacts now count from the return. Raises CsplanError."""
    agency, entered = person.agency_id, now.replace(microsecond=0)
    _check(plan, person, now)

    def write() -> tuple[Absence, int]:
        change_set_up(agency)
        row = {"agency_id": agency, "person": person, "entered": entered, "entered_by": by, "idempotency_key": key}
        absence = Absence.objects.create(**row, **plan.columns())
        keep_greetings(absence, entered)
        record_act(agency, by.id, "enter absence", f"absence:{absence.id}", entered=entered)
        return absence, followed(agency, person.id, by, "an absence was entered", entered)

    def before() -> tuple[Absence, int] | None:
        found = Absence.objects.filter(agency=agency, idempotency_key=key).first()
        return (found, 0) if found else None

    return once(write, before)


def change_absence(
    absence: Absence, plan: Plan, *, version: int, why: str, by: Person, now: datetime
) -> tuple[Absence, int]:
    """The absence as it is now said to be. Raises ChangedMeanwhile where the version is no longer the last one."""
    _check(plan, absence.person, now)
    return _changed(absence, plan.columns(), version, "change absence", why, by, now)


def cancel_absence(absence: Absence, *, version: int, why: str, by: Person, now: datetime) -> tuple[Absence, int]:
    """The absence does not take place, or never did. Raises ChangedMeanwhile."""
    entered = now.replace(microsecond=0)
    return _changed(absence, {"cancelled": entered}, version, "cancel absence", why, by, now)


def _changed(
    absence: Absence, columns: Mapping[str, Any], version: int, act: str, why: str, by: Person, now: datetime
) -> tuple[Absence, int]:
    agency, entered, subject = absence.agency_id, now.replace(microsecond=0), f"absence:{absence.id}"
    with transaction.atomic():
        change_set_up(agency)
        held = Absence.objects.select_for_update(of=("self",)).select_related("cover").get(agency=agency, id=absence.id)
        if _is_so_already(held, columns, version, why, by):
            return held, 0
        if held.version != version or held.cancelled:
            raise ChangedMeanwhile(held)
        before = present_data(agency, subject)
        was = {name: getattr(held, name) for name in SNAPSHOT}
        AbsenceChange.objects.create(agency_id=agency, absence=held, why=why, entered=entered, entered_by=by, **was)
        _put(held, {**columns, "version": version + 1})
        keep_greetings(held, entered, reworded=any(was[name] != getattr(held, name) for name in SPOKEN))
        record_act(agency, by.id, act, subject, entered=entered, before=before)
        said = "an absence was cancelled" if held.cancelled else "an absence was changed"
        return held, followed(agency, held.person_id, by, said, entered)


def _put(held: Absence, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(held, name, value)
    held.save()


def _is_so_already(held: Absence, columns: Mapping[str, Any], version: int, why: str, by: Person) -> bool:
    """Whether the same form was sent before and nothing has come after it."""
    changes = AbsenceChange.objects.filter(agency=held.agency_id, absence=held, version=version)
    if held.version != version + 1 or not changes.filter(why=why, entered_by=by).exists():
        return False
    if "cancelled" in columns:
        return held.cancelled is not None
    return held.cancelled is None and all(getattr(held, name) == value for name, value in columns.items())


def _check(plan: Plan, person: Person, now: datetime) -> None:
    if plan.ends is not None and plan.ends <= plan.begins:
        raise BadInstant("the absence ends before it begins; give a later end")
    if plan.cover == person.id:
        raise BadInstant("nobody covers for himself; choose somebody else")
    if plan.cover is not None:
        check_cover(person.agency_id, person.office_id, plan.cover, today_of(person.agency, now))
