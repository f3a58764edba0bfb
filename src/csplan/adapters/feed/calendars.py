"""What a feed says: an event for each instant at which something is due, and for today; numbers and nothing else."""

from collections import Counter
from datetime import UTC, date, timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from csplan.adapters.feed.models import Feed
from csplan.desk.bounded import COUNTED, bounded_counts, count_words
from csplan.desk.filters import Filter
from csplan.desk.listing import Asked
from csplan.desk.windows import UNPROMISED_AFTER

EVERY: Final = timedelta(minutes=30)
"""How often a calendar program is asked to look."""


def calendar_text(feed: Feed, asked: Asked) -> bytes:
    """The feed as iCalendar: what is due ahead by instant; on today's date how much else is owed."""
    dues = asked.clocks(Filter()).filter(due__isnull=False).values_list("due", flat=True)[:COUNTED]
    counts = Counter(due for due in dues if due and due >= asked.now)
    past = sum(1 for due in dues if due and due < asked.now)
    today = {"past due": past, UNPROMISED_AFTER: bounded_counts({"": asked.unpromised(Filter())})[""]}
    calendar = Calendar()
    calendar.add("prodid", "-//csplan//due list//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "csplan")
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", EVERY)
    for says, count in today.items():
        if count:
            calendar.add_component(_event(feed, asked.now.date(), count, says))
    for due, count in sorted(counts.items()):
        calendar.add_component(_event(feed, due.astimezone(UTC), count, "due"))
    return bytes(calendar.to_ical())


def _event(feed: Feed, begins: date, count: int, says: str) -> Event:
    """An event at an instant, or on a whole date."""
    event = Event()
    event.add("uid", f"{sha256(f'{feed.id} {says} {begins}'.encode()).hexdigest()[:32]}@csplan")
    event.add("dtstamp", feed.made.astimezone(UTC))
    event.add("dtstart", begins)
    event.add("summary", f"csplan: {count_words(count)} {says}")
    event.add("url", f"{settings.CSPLAN_ADDRESS}{reverse('desk:my_list')}")
    event.add("transp", "TRANSPARENT")
    return event
