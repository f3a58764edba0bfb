"""The morning digest: counts and a link by mail, once on each day on which the office opens, to those who want it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from csplan.agencies.asking import asking_as
from csplan.agencies.choices import chosen
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import OfficeCalendar
from csplan.desk.bounded import bounded_counts, count_words
from csplan.desk.filters import Filter
from csplan.desk.listing import Asked
from csplan.desk.models import DigestWish
from csplan.desk.windows import UNPROMISED
from csplan.outbox.actions import put_out
from csplan.outbox.models import Parcel

CHOICE: Final = "desk.digest"
SUBJECT: Final = "csplan: your list this morning"
LIST: Final = "desk:my_list"


def send_digests(agency: UUID, now: datetime) -> None:
    """Put out the digests of an agency that are owed now: from when the office opens until it closes for the day."""
    if not chosen(agency, CHOICE):
        return
    due = {f"digest:{person.id}:{at.date()}": (person, calendar, at) for person, calendar, at in _owed(agency, now)}
    sent = set(Parcel.objects.filter(agency=agency, key__in=due).values_list("key", flat=True))
    for key, (person, calendar, at) in due.items():
        if key not in sent:
            payload = {"subject": SUBJECT, "text": digest_text(person, calendar, at)}
            put_out(agency=agency, kind="mail", to=person.email, payload=payload, key=key, now=now)


def digest_text(person: Person, calendar: OfficeCalendar, at: datetime) -> str:
    """Counts and a link; nothing of any customer."""
    assert person.office_id
    asked = Asked(agency=person.agency_id, office=person.office_id, calendar=calendar, now=at, owner=person.id)
    every = asked.clocks(Filter())
    groups = {each.says: every.filter(each.holds) for each in asked.windows.values()}
    counts = bounded_counts({**groups, UNPROMISED: asked.unpromised(Filter())})
    lines = "\n".join(f"{says}: {count_words(count)}" for says, count in counts.items())
    link = f"{settings.CSPLAN_ADDRESS}{reverse(LIST)}"
    end = f"{settings.CSPLAN_ADDRESS}{reverse('desk:reminders')}"
    return f"{lines}\n\nYour list: {link}\n\nYou asked for this mail. To end it: {end}\n"


def _owed(agency: UUID, now: datetime) -> Iterator[tuple[Person, OfficeCalendar, datetime]]:
    """Who wants a digest, has an address, may see the list and works in an office that is open now."""
    wishes = DigestWish.objects.filter(agency=agency, person__agency=agency, person__is_active=True)
    calendars: dict[UUID | None, OfficeCalendar | None] = {}
    for wish in wishes.exclude(person__email="").select_related("person__agency").order_by("person__office", "id"):
        office = wish.person.office_id
        if office not in calendars:
            calendars[office] = _calendar(agency, office)
        calendar = calendars[office]
        if calendar is None:
            continue
        at = wall_time(calendar, now)
        if is_open_now(calendar, at) and LIST in asking_as(wish.person, at.date()).pages:
            yield wish.person, calendar, at


def is_open_now(calendar: OfficeCalendar, at: datetime) -> bool:
    """Whether an instant of the wall lies between the day's first opening and its last closing."""
    spans = calendar.spans(at.date())
    midnight = at.replace(hour=0, minute=0, second=0)
    seconds = (at - midnight) // timedelta(seconds=1)
    return bool(spans) and spans[0].opens <= seconds < spans[-1].closes


def _calendar(agency: UUID, office: UUID | None) -> OfficeCalendar | None:
    try:
        return calendar_of(calendar_edition(agency, office)) if office else None
    except CsplanError:
        return None
