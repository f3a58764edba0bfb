"""Instants in words, as `csplan due` writes them."""

from datetime import date, datetime

from django import template

from csplan.core.instants import day_words, moment_words
from csplan.core.office_calendar import named_zone

register = template.Library()


@register.filter
def wall(at: datetime) -> str:
    """An instant on the wall that it carries: "Fri 27 Nov 2026 16:30 CST"."""
    return moment_words(at)


@register.filter
def at(instant: datetime, zone: str) -> str:
    """An instant on the wall of a zone: "Fri 27 Nov 2026 16:30 CST"."""
    return moment_words(instant.astimezone(named_zone(zone)))


@register.filter
def day(day: date) -> str:
    """A day in words: "Fri 27 Nov 2026"."""
    return day_words(day)
