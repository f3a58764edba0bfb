"""Corrections and conversations in words."""

from django import template

from csplan.contacts.models import Correction
from csplan.contacts.told import changes as told_changes

register = template.Library()


@register.filter
def changes(correction: Correction) -> str:
    """What a correction changed, from what to what."""
    return "; ".join(told_changes(correction))
