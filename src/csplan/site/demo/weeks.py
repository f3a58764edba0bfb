"""A few weeks of made-up calls and returns, recorded in the order in which they happen."""

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Final

from csplan.agencies.keys import new_key
from csplan.agencies.models import Office, Person
from csplan.clocks.models import Clock
from csplan.contacts.actions import Conversation, NewAttempt, NewContact, record_attempt, record_contact, record_return
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.site.demo.answers import PARTIES, TRIED, TYPING

FORGOTTEN: Final = 0.04  # of the calls are never answered
WAITING: Final = 0.3  # of those that no promise binds still wait
UNPROMISED: Final = timedelta(days=1)
"""The time in which a call is answered where nothing is promised."""

Happening = tuple[datetime, int, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What is still to happen, in order of time."""

    heap: list[Happening]
    numbers: Iterator[int]

    def add(self, at: datetime, happens: Callable[[], None]) -> None:
        heapq.heappush(self.heap, (at, next(self.numbers), happens))

    def run_until(self, end: datetime) -> None:
        while self.heap and self.heap[0][0] <= end:
            heapq.heappop(self.heap)[2]()


@dataclass(frozen=True, slots=True)
class Weeks:
    """The office in which the weeks pass."""

    office: Office
    owners: tuple[Person, ...]
    calendar: OfficeCalendar
    random: Random
    often: Mapping[str, int]  # by kind
    reasons: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by party


def contacts_of_weeks(weeks: Weeks, contacts: int, begin: datetime, now: datetime) -> None:
    """So many contacts between two instants, with the tries to answer them."""
    ahead = _Ahead([], count())
    for received in sorted(_moment(weeks, begin, now - TYPING) for _ in range(contacts)):
        ahead.add(received, partial(_called, weeks, received, ahead))
    ahead.run_until(now - TYPING)


def _moment(weeks: Weeks, begin: datetime, end: datetime) -> datetime:
    """A moment while the office is open."""
    while True:
        at = (begin + weeks.random.random() * (end - begin)).replace(microsecond=0)
        if _is_open(weeks.calendar, at):
            return at


def _is_open(calendar: OfficeCalendar, at: datetime) -> bool:
    wall = at.astimezone(named_zone(calendar.zone))
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    return any(span.opens <= seconds < span.closes for span in calendar.spans(wall.date()))


def _called(weeks: Weeks, received: datetime, ahead: "_Ahead") -> None:
    random, owner = weeks.random, weeks.random.choice(weeks.owners)
    often = {each: share for each, share in weeks.often.items() if not kinds()[each].handled}
    kind = kinds()[random.choices(list(often), list(often.values()))[0]]
    party = kind.party or random.choice(PARTIES)
    new = NewContact(
        kind=kind,
        party=party,
        name=random.choice(weeks.names.get(party, ("",))),
        case_number=f"{random.randrange(10**6, 10**7)}",
        reason=random.choice(weeks.reasons),
        owner=owner.id,
        happened=received,
        received=received,
    )
    contact = record_contact(new, office=weeks.office.id, by=owner, key=new_key(), now=received + TYPING)
    due = Clock.objects.filter(agency=contact.agency_id, matter=contact.matter_id).order_by("due").first()
    time = due.due - received if due and due.due else UNPROMISED if kind.owes and due is None else None
    if time is not None and random.random() > (FORGOTTEN if due else WAITING):
        _answered(weeks, contact, time, ahead)


def _answered(weeks: Weeks, contact: Contact, time: timedelta, ahead: "_Ahead") -> None:
    """A return ahead, at a moment while the office is open, and now and then an attempt before it."""
    at = (contact.received + time * weeks.random.uniform(0.05, 1.05)).replace(microsecond=0)
    while not _is_open(weeks.calendar, at):
        at += timedelta(minutes=weeks.random.randrange(20, 60))
    if weeks.random.random() < TRIED:
        halfway = (contact.received + (at - contact.received) / 2).replace(microsecond=0)
        ahead.add(halfway, partial(_tried, record_attempt, contact, halfway))
    ahead.add(at, partial(_tried, record_return, contact, at))


def _tried(record: Callable[..., object], contact: Contact, at: datetime) -> None:
    typed = Conversation(in_case_system=at.minute % 10 != 0)  # nearly all are typed in the case system at once
    new, by = NewAttempt(happened=at, note="", conversation=typed), contact.matter.owner
    record(contact, new, by=by, key=new_key(), now=at + TYPING)
