"""Instants in words, as `csplan due` writes them."""

from datetime import datetime

from django import template

from csplan.core.instants import moment_words

register = template.Library()


@register.filter
def wall(at: datetime) -> str:
    """An instant on the wall that it carries: "Fri 27 Nov 2026 16:30 CST"."""
    return moment_words(at)
