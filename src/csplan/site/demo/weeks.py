"""A few weeks of made-up calls and returns, recorded in the order in which they happen."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Final

from csplan.agencies.keys import new_key
from csplan.agencies.models import Office, Person
from csplan.clocks.models import Clock
from csplan.contacts.actions import NewAttempt, NewContact, record_attempt, record_contact, record_return
from csplan.contacts.kinds import kinds, parties
from csplan.contacts.models import Contact
from csplan.core.office_calendar import OfficeCalendar, named_zone

REASONS: Final = (
    "asks about a payment",
    "has a new address",
    "asks for a payment history",
    "has a new employer",
    "income withholding notice",
    "asks about an appointment",
)
TRIED: Final = 0.25  # of the calls, by an attempt that reaches nobody
TYPING: Final = timedelta(minutes=3)  # between a call and its entry

Happening = tuple[datetime, int, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Weeks:
    """The office in which the weeks pass."""

    office: Office
    owners: tuple[Person, ...]
    calendar: OfficeCalendar
    random: Random


def contacts_of_weeks(weeks: Weeks, contacts: int, begin: datetime, now: datetime) -> None:
    """So many contacts between two instants, with the tries to answer them."""
    calls = sorted(_moment(weeks, begin, now - TYPING) for _ in range(contacts))
    number, ahead = count(), list[Happening]()
    for received in calls:
        heapq.heappush(ahead, (received, next(number), lambda at=received: _called(weeks, at, ahead, number)))  # type: ignore[misc]
    while ahead and ahead[0][0] + TYPING <= now:
        heapq.heappop(ahead)[2]()


def _moment(weeks: Weeks, begin: datetime, end: datetime) -> datetime:
    """A moment while the office is open."""
    zone = named_zone(weeks.calendar.zone)
    while True:
        at = (begin + weeks.random.random() * (end - begin)).astimezone(zone).replace(microsecond=0)
        seconds = at.hour * 3600 + at.minute * 60 + at.second
        if any(span.opens <= seconds < span.closes for span in weeks.calendar.spans(at.date())):
            return at


def _called(weeks: Weeks, received: datetime, ahead: list[Happening], number: "count[int]") -> None:
    random, owner = weeks.random, weeks.random.choice(weeks.owners)
    (kind,) = random.choices(list(kinds().values()), (50, 25, 3, 15, 7))
    new = NewContact(
        kind=kind,
        party=random.choice(parties()),
        case_number=f"{random.randrange(10**6, 10**7)}",
        reason=random.choice(REASONS),
        owner=owner.id,
        happened=received,
        received=received,
    )
    contact = record_contact(new, office=weeks.office.id, by=owner, key=new_key(), now=received + TYPING)
    due = Clock.objects.filter(agency=contact.agency_id, matter=contact.matter_id).order_by("due").first()
    if due is not None:
        _tries(weeks, contact, owner, due.due - received, ahead, number)


def _tries(
    weeks: Weeks, contact: Contact, by: Person, time: timedelta, ahead: list[Happening], number: "count[int]"
) -> None:
    def tried(at: datetime, record: Callable[..., object]) -> None:
        new = NewAttempt(happened=at, note="")
        heapq.heappush(ahead, (at, next(number), lambda: record(contact, new, by=by, key=new_key(), now=at + TYPING)))  # type: ignore[arg-type, return-value]

    answered = contact.received + time * weeks.random.uniform(0.1, 1.05)
    if weeks.random.random() < TRIED:
        tried((contact.received + (answered - contact.received) / 2).replace(microsecond=0), record_attempt)
    tried(answered.replace(microsecond=0), record_return)
