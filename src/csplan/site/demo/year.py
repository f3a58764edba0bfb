"""A made-up year of contacts of one office, put into the database many at a time, on the ledger like any other."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, islice
from random import Random
from typing import Final

from csplan.agencies.keys import new_key
from csplan.agencies.models import CalendarEdition, Office, Person
from csplan.agencies.queries import calendar_of, wall_time
from csplan.clocks.actions import new_clock
from csplan.clocks.models import Matter
from csplan.contacts.kinds import Kind, kinds
from csplan.contacts.models import Attempt, CaseReference, Contact, Handling
from csplan.contacts.spoken_of import contact_rows
from csplan.site.demo.answers import PARTIES, TYPING, Made, acts, answer, is_unpromised
from csplan.site.demo.chained import Act, Chain
from csplan.site.demo.open_time import OpenTime
from csplan.site.demo.rows import put
from csplan.standards.queries import Binding, binding_standards

AT_ONCE: Final = 4000  # contacts
NAMELESS: Final = ("",)
RECENT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """An office, the people who answer, and how often what comes."""

    office: Office
    edition: CalendarEdition
    owners: tuple[Person, ...]
    begin: datetime
    now: datetime
    random: Random
    often: Mapping[str, int]  # by kind
    reasons: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by party
    series: int  # what the numbers of its cases begin with
    left_open: tuple[float, float] = (0.002, 0.03)  # of the older contacts, of the recent ones
    promised: dict[tuple[str, str], tuple[Binding, ...]] = field(default_factory=dict)


def put_year(year: Year, contacts: int) -> None:
    """So many contacts up to now, with the tries to answer them, in the database and on the agency's chain."""
    calendar = calendar_of(year.edition)
    open_time = OpenTime.of(calendar, year.begin, year.now + RECENT)
    received = iter(open_time.moments(contacts, year.begin, year.now - TYPING, year.random))
    cases = [_case(year, number) for number in range(contacts // 3 + 1)]
    put(cases)
    ahead, numbers, chain = list[tuple[datetime, int, Act]](), count(), Chain.of(year.office.agency_id)
    while chunk := [_made(year, at, open_time, cases) for at in islice(received, AT_ONCE)]:
        for act in _stored(year, chunk):
            heapq.heappush(ahead, (act.entered, next(numbers), act))
        put(chain.rows(_popped(ahead, chunk[-1].contact.entered)))
    put(chain.rows(_popped(ahead, year.now)))


def _case(year: Year, number: int) -> CaseReference:
    agency = year.office.agency
    return CaseReference(state=agency.state, system=agency.case_system, number=f"{year.series}{number:06d}")


def _popped(ahead: list[tuple[datetime, int, Act]], until: datetime) -> Iterator[Act]:
    while ahead and ahead[0][0] <= until:
        yield heapq.heappop(ahead)[2]


def _made(year: Year, received: datetime, open_time: OpenTime, cases: list[CaseReference]) -> Made:
    random = year.random
    kind = kinds()[random.choices(list(year.often), list(year.often.values()))[0]]
    party, owner = kind.party or random.choice(PARTIES), random.choice(year.owners)
    matter = Matter(agency_id=owner.agency_id, office=year.office, owner=owner)
    contact = _contact(year, matter, kind, party, random.choice(cases), received)
    started = wall_time(calendar_of(year.edition), received)
    clocks = [new_clock(matter, binding, started, year.edition) for binding in _promised(year, kind, party, received)]
    made = Made(matter, contact, clocks)
    left_open = year.left_open[received > year.now - RECENT]
    lot = random if clocks else Random(int(received.timestamp()))  # of its own, so that the others stay as they are
    if kind.owes and lot.random() > left_open:
        answer(made, kind, open_time, year.now, lot)
    matter.unpromised = received if is_unpromised(made, made.steps) else None
    return made


def _promised(year: Year, kind: Kind, party: str, received: datetime) -> tuple[Binding, ...]:
    """What binds; the plan of a made-up year is the same from its first day to its last."""
    if (kind.id, party) not in year.promised:
        agency = year.office.agency_id
        found = binding_standards(agency, received.date(), facts=kind.starts, channels=kind.binds_on, party=party)
        year.promised[kind.id, party] = found
    return year.promised[kind.id, party]


def _contact(year: Year, matter: Matter, kind: Kind, party: str, case: CaseReference, received: datetime) -> Contact:
    return Contact(
        agency_id=matter.agency_id,
        matter=matter,
        case=case,
        kind=kind.id,
        channel=kind.channel,
        direction=kind.direction,
        party=party,
        name=year.random.choice(year.names.get(party, NAMELESS)),
        reason=year.random.choice(year.reasons),
        happened=received,
        received=received,
        entered=received + TYPING,
        entered_by=matter.owner,
        idempotency_key=new_key(),
    )


def _stored(year: Year, chunk: list[Made]) -> Iterator[Act]:
    """Put some contacts into the database; gives the acts by which they came there."""
    put(each.matter for each in chunk)
    put(each.contact for each in chunk)
    put(clock for each in chunk for clock in each.clocks)
    put(row for each in chunk for row in each.steps if isinstance(row, Attempt))
    put(row for each in chunk for row in each.steps if isinstance(row, Handling))
    held = dict(contact_rows(year.office.agency_id, [str(each.contact.id) for each in chunk]))
    for each in chunk:
        yield from acts(each, held[str(each.contact.id)])
