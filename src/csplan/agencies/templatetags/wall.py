"""Instants and days in words, as `csplan due` writes them; the one way in which pages show them."""

from datetime import UTC, date, datetime

from django import template

from csplan.agencies.days import zone_of_state
from csplan.agencies.models import Agency
from csplan.core.instants import day_words, moment_words
from csplan.core.office_calendar import named_zone

register = template.Library()


@register.filter
def wall(at: datetime) -> str:
    """An instant on the wall that it carries: "Fri 27 Nov 2026 16:30 CST"."""
    return moment_words(at)


@register.filter
def at(instant: datetime, place: str | Agency) -> str:
    """An instant on the wall of a zone or of an agency: "Fri 27 Nov 2026 16:30 CST"."""
    zone = zone_of_state(place.state) if isinstance(place, Agency) else place
    return moment_words(instant.astimezone(named_zone(zone)))


@register.filter
def day(day: date | None) -> str:
    """A day in words: "Fri 27 Nov 2026"; "" for none. Raises TypeError for an instant in UTC, where no office is."""
    if isinstance(day, datetime):
        if day.tzinfo in (None, UTC):
            raise TypeError("an instant on no office's wall has no day; show it with `at`")
        day = day.date()
    return day_words(day) if day else ""
