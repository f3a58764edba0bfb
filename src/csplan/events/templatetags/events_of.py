"""The part of a contact's page that asks for its event at once, with the text to copy."""

from typing import Any

from django import template
from django.utils import timezone

from csplan.agencies.asking import Asking
from csplan.contacts.models import Contact
from csplan.events.blocks import told_block
from csplan.events.queries import owed_of, restricted_of, something_masked
from csplan.events.views import zone_of

register = template.Library()


@register.inclusion_tag("events/on_contact.html", takes_context=True)
def events_of(context: dict[str, Any], contact: Contact) -> dict[str, Any]:
    """What is owed of a contact, and where its events and restricted notes stand; nothing for who answers none."""
    asking = context.get("asking")
    if not isinstance(asking, Asking) or "events:of_contact" not in asking.pages:
        return {}
    owed = owed_of(asking.agency.id, contact.id)
    around: dict[str, Any] = {
        "contact": contact,
        "drafts": [each for each in owed if each.event_id],
        "masks": something_masked(contact),
        "notes": restricted_of(asking.agency.id, contact.id),
        "pages": asking.pages,
        "csrf_token": context.get("csrf_token"),
    }
    if any(each.event_id is None for each in owed):
        around |= told_block(asking.agency, contact, zone_of(asking), timezone.now(), None)
    return around
