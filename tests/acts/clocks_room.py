"""The acts of the clocks' room: a calendar changed, clocks paused, resumed, extended, taken back, handed over."""

from datetime import date, datetime, timedelta

from cast import CENTRAL, MON_23_NOV, County, call
from csplan.agencies.keys import new_key
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.clocks.calendar_actions import Previewed, change_calendar
from csplan.clocks.models import Clock, Turn
from csplan.clocks.movers import movers
from csplan.clocks.turning import Said
from csplan.clocks.warning import warn
from csplan.contacts.clock_actions import (
    ask_extension,
    decide_extension,
    extend,
    hand_all_over,
    hand_contact_over,
    pause,
    resume,
    take_back_turn,
)
from csplan.contacts.models import Contact
from csplan.core.calendar_changes import closed_on
from csplan.core.duration import Duration
from csplan.core.office_calendar import ClosedDay

MORNING = MON_23_NOV - timedelta(hours=2)  # before anybody is absent


def done(home: County, _other: County) -> None:
    """Three calls: one moved twice, one turned every way and then moved, one handed over twice."""
    moved, turned, handed = (call(home, MORNING + timedelta(minutes=each)) for each in range(3))
    turn_every_way(home, turned)
    for day in (24, 25):
        close(home, date(2026, 11, day))
    hand_contact_over(handed, home.people["supervisor"], said(home), seen=home.worker.id)
    handed.refresh_from_db()
    whose = Contact.objects.select_related("matter").get(id=moved.id)
    warned(home)
    hand_all_over([whose], home.people["supervisor"], said(home))


def warned(home: County) -> None:
    """Whoever answers for what is due today was warned."""
    call(home, MON_23_NOV - timedelta(days=3))
    warn(home.id, MON_23_NOV + timedelta(hours=4))


def said(home: County, now: datetime = MON_23_NOV + timedelta(hours=2), reason: str = "the customer asked") -> Said:
    return Said(reason=reason, by=home.people["supervisor"], key=new_key(), now=now)


def clock_of(contact: Contact) -> Clock:
    return Clock.objects.order_by("due").get(matter=contact.matter_id)


def turn_every_way(home: County, contact: Contact) -> list[Turn]:
    """Paused, resumed, extended, another extension taken back; one given that was asked for, and one not."""
    clock = clock_of(contact)
    turns = [
        pause(contact, clock, datetime(2026, 11, 23, 11, tzinfo=CENTRAL), said(home)),
        resume(contact, clock, datetime(2026, 11, 23, 11, 30, tzinfo=CENTRAL), said(home)),
        extend(contact, clock, Duration(1, "business days"), said(home)),
        extend(contact, clock, Duration(2, "business days"), said(home)),
    ]
    for given in (True, False):
        turns.append(ask_extension(contact, clock, Duration(1, "days"), said(home)))
        turns.append(decide_extension(contact, turns[-1], said(home), given=given))
    return [*turns, take_back_turn(contact, turns[3], said(home))]


def close(home: County, day: date, now: datetime = MON_23_NOV + timedelta(hours=3)) -> CalendarEdition:
    """A day on which the office is closed, after a preview."""
    last = calendar_edition(home.id, home.office.id)
    calendar = closed_on(calendar_of(last), [day], ClosedDay("Water damage", holiday=False))
    digest = movers(home.id, home.office.id, calendar).digest
    seen = Previewed(calendar=calendar, says=f"Closed on {day}", based_on=last.number, digest=digest)
    by = home.people["supervisor"].id
    return change_calendar(home.office, seen, why="burst pipe", by=by, now=now)
