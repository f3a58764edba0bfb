"""A date stamp has no time: what bears one came in on a day, and is counted from when the office opened on it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

from csplan.contacts.said import NewContact
from csplan.core.instants import day_words, moment_words, parse_instant
from csplan.core.office_calendar import OfficeCalendar, named_zone


class Received(Protocol):
    """What says when a contact was received, and how precisely."""

    @property
    def received(self) -> datetime:
        """The instant from which it is counted."""

    @property
    def precision(self) -> str:
        """The word "day" where no time was given."""


def stamped(new: NewContact, calendar: OfficeCalendar, entered: datetime) -> NewContact:
    """A contact of which only the day is said, received at the first moment possible; every other one as it is."""
    if not new.precision:
        return new
    received = opening_on(new.received, calendar, entered)
    happened = received if new.happened == new.received else min(new.happened, received)
    return replace(new, received=received, happened=happened)


def opening_on(at: datetime, calendar: OfficeCalendar, entered: datetime) -> datetime:
    """When the office opened on the day of an instant, but not after the entry; of a closed day its beginning.

    The count of days asks for the date alone. That of hours would begin before anybody could have received it if it
    began at midnight, and so would a limit that keeps the time of its start.
    """
    zone = named_zone(calendar.zone)
    day = at.astimezone(zone).date()
    spans = calendar.spans(day)
    return min(parse_instant(f"{day}T{str(spans[0])[:5] if spans else '00:00'}", zone), entered)


def first_moment(said: Received, zone: tzinfo) -> datetime:
    """From when something may be done with it: its receipt, or the beginning of the day where that stands alone."""
    return datetime.combine(said.received.astimezone(zone).date(), time(), zone) if said.precision else said.received


def last_moment(said: Received) -> datetime:
    """Until when it may have happened: its receipt, or the end of the day where that stands alone."""
    return said.received + timedelta(days=1) if said.precision else said.received


def received_on(said: Received, zone: tzinfo | None) -> date | datetime:
    """When it was received, on a wall; the day alone where no time was given."""
    at = said.received.astimezone(zone)
    return at.date() if said.precision else at


def received_words(said: Received, zone: tzinfo | None) -> str:
    """The same in words: "Tue 24 Nov 2026 10:15 CST", or "Tue 24 Nov 2026"."""
    at = received_on(said, zone)
    return moment_words(at) if isinstance(at, datetime) else day_words(at)
