"""What waits for a decision, told on the lists to those who decide."""

from typing import Any

from django import template

from csplan.agencies.asking import Asking
from csplan.clocks.queries import asked_in

register = template.Library()


@register.inclusion_tag("contacts/asked_told.html", takes_context=True)
def extensions_asked(context: dict[str, Any]) -> dict[str, Any]:
    """How many extensions are asked for in the office; nothing for who decides on none."""
    asking = context.get("asking")
    decides = isinstance(asking, Asking) and "contacts:decide_extension" in asking.pages
    return {"count": asked_in(asking.agency.id, asking.office).count() if decides and asking else 0}
