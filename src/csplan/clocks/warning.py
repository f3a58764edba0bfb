"""Warnings before due: on working time, once for each rung, to somebody who is there, by mail where that is chosen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from csplan.absences.queries import Away, away
from csplan.agencies.acts import record_act
from csplan.agencies.choices import all_chosen
from csplan.agencies.days import today_of
from csplan.agencies.keys import new_key
from csplan.agencies.models import Office, Person
from csplan.agencies.queries import NoCalendar, calendar_edition, calendar_of, offices_of, wall_time
from csplan.agencies.roles import SUPERVISOR
from csplan.clocks.models import OPEN, Clock, Warned
from csplan.clocks.rungs import CHOICE, MAILS, is_open, passed, rungs_of
from csplan.outbox.actions import put_out

SUBJECT: Final = "csplan: promises fall due soon"


@dataclass(frozen=True, slots=True)
class Present:
    """Who is there to be warned, in one office at one instant."""

    away: Mapping[UUID, Away]
    supervisors: tuple[Person, ...]

    def instead_of(self, owner: Person) -> Person:
        """The owner; who covers for one who is absent; else a supervisor who is there; else the owner after all.

        What was left for the office, or by somebody who has left, is a supervisor's, there or not.
        """
        if not self._is_absent(owner):
            return owner
        told = self.away.get(owner.id)
        if told and told.cover and not self._is_absent(told.cover):
            return told.cover
        last = owner if owner.is_active or not self.supervisors else self.supervisors[0]
        return next((each for each in self.supervisors if not self._is_absent(each)), last)

    def _is_absent(self, person: Person) -> bool:
        return not person.is_active or (person.id in self.away and self.away[person.id].absent)


def warn(agency: UUID, now: datetime) -> int:
    """Give the warnings that an agency's offices owe now, while they are open; gives how many."""
    chosen = all_chosen(agency)
    rungs = rungs_of(str(chosen[CHOICE]))
    return sum(_warned(office, rungs, bool(chosen[MAILS]), now) for office in offices_of(agency)) if rungs else 0


def _warned(office: Office, rungs: tuple[str, ...], mails: bool, now: datetime) -> int:
    try:
        calendar = calendar_of(calendar_edition(office.agency_id, office.id))
    except NoCalendar:
        return 0
    at = wall_time(calendar, now)
    if not is_open(calendar, at):
        return 0
    with transaction.atomic():
        owed = [
            (clock, rung) for rung, last in passed(rungs, at, calendar) for clock in _due_until(office, rung, now, last)
        ]
        if owed:
            _give(office, owed, mails, now)
    return len(owed)


def _due_until(office: Office, rung: str, now: datetime, last: datetime) -> Iterator[Clock]:
    """The open clocks of an office that fall due by an instant, and of which the rung has not warned."""
    due = Clock.objects.filter(OPEN, agency=office.agency_id, office=office, due__gte=now, due__lte=last)
    yield from due.exclude(warnings__rung=rung).select_related("owner").order_by("due", "id")


def _give(office: Office, owed: Iterable[tuple[Clock, str]], mails: bool, now: datetime) -> None:
    agency, key, given = office.agency_id, new_key(), now.replace(microsecond=0)
    present = Present(away(agency, office.id, now), _supervisors(office, now))
    warnings = [
        Warned(
            agency_id=agency,
            clock=clock,
            rung=rung,
            due=clock.due or now,
            to=present.instead_of(clock.owner),
            round=key,
            given=given,
        )
        for clock, rung in owed
    ]
    Warned.objects.bulk_create(warnings, batch_size=500)
    record_act(agency, None, "warn before due", f"warnings:{key}", entered=given)
    if mails:
        _mail(agency, key, warnings, now)


def _mail(agency: UUID, key: UUID, warnings: list[Warned], now: datetime) -> None:
    """One mail to each person, with counts and a link: nothing of any customer."""
    people = {each.to_id: each.to for each in warnings}
    for person in (each for each in people.values() if each.email):
        counts = Counter(each.rung for each in warnings if each.to_id == person.id)
        lines = "\n".join(f"Due within {rung}: {many}" for rung, many in counts.items())
        link = f"{getattr(settings, 'CSPLAN_ADDRESS', '')}{reverse('desk:my_list')}"
        payload = {"subject": SUBJECT, "text": f"{lines}\n\nYour list: {link}\n"}
        put_out(
            agency=agency, kind="mail", to=person.email, payload=payload, key=f"warnings:{key}:{person.id}", now=now
        )


def _supervisors(office: Office, now: datetime) -> tuple[Person, ...]:
    day = today_of(office.agency, now)
    held = Q(grants__last_day=None) | Q(grants__last_day__gte=day)
    found = Person.objects.filter(
        held,
        agency=office.agency_id,
        office=office,
        is_active=True,
        grants__role=SUPERVISOR,
        grants__first_day__lte=day,
    )
    return tuple(found.distinct().order_by("name", "id"))
