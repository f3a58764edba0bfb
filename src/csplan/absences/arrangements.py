"""Verbs that write what is arranged beforehand: standing cover and protected time."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from csplan.absences.models import ProtectedTime, StandingCover
from csplan.agencies.acts import record_act
from csplan.agencies.answering import check_cover
from csplan.agencies.days import today_of
from csplan.agencies.models import Person
from csplan.core.errors import BadInstant
from csplan.ledger.subjects import present_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """A person or a team: exactly one of the two."""

    person: UUID | None = None
    team: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Every week on a day (0 is Monday), or on a single date; from one time of the day to a later one."""

    weekday: int | None = None
    day: date | None = None
    opens: time
    closes: time


def add_cover(agency: UUID, whose: Whose, cover: Person, *, by: Person, now: datetime) -> StandingCover:
    """A further cover of a person or a team, asked after those there are; one already there stays where it is.

    Raises AnswersNothing.
    """
    entered = now.replace(microsecond=0)
    check_cover(agency, cover.office_id, cover.id, today_of(by.agency, now))
    with transaction.atomic():
        rows = StandingCover.objects.filter(agency=agency, person=whose.person, team=whose.team)
        last = rows.aggregate(last=Max("place"))["last"] or 0
        row, is_new = rows.get_or_create(
            cover=cover,
            defaults={"agency_id": agency, "person_id": whose.person, "team_id": whose.team, "place": last + 1},
        )
        if is_new:
            record_act(agency, by.id, "add cover", f"cover:{row.id}", entered=entered)
    return row


def remove_cover(row: StandingCover, *, by: Person, now: datetime) -> None:
    """Somebody covers no more."""
    _removed(row, f"cover:{row.id}", "remove cover", by, now)


def protect(agency: UUID, whose: Whose, when: When, *, by: Person, now: datetime) -> ProtectedTime:
    """Protected time of a person or a team; the same said twice is there once. Raises BadInstant."""
    if when.closes <= when.opens:
        raise BadInstant("protected time ends before it begins; give a later end")
    columns: dict[str, Any] = {"person_id": whose.person, "team_id": whose.team, "weekday": when.weekday}
    columns |= {"day": when.day, "opens": when.opens, "closes": when.closes}
    with transaction.atomic():
        row, is_new = ProtectedTime.objects.get_or_create(agency_id=agency, **columns)
        if is_new:
            record_act(agency, by.id, "protect time", f"protected:{row.id}", entered=now.replace(microsecond=0))
    return row


def unprotect(row: ProtectedTime, *, by: Person, now: datetime) -> None:
    """The time is protected no more."""
    _removed(row, f"protected:{row.id}", "end protected time", by, now)


def _removed(row: StandingCover | ProtectedTime, subject: str, act: str, by: Person, now: datetime) -> None:
    agency = row.agency_id
    with transaction.atomic():
        before = present_data(agency, subject)
        if before is not None:
            type(row).objects.filter(agency=agency, id=row.id).delete()
            record_act(agency, by.id, act, subject, entered=now.replace(microsecond=0), before=before)
