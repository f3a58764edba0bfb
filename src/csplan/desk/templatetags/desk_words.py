"""What is known of a person beside a name."""

from collections.abc import Mapping
from uuid import UUID

from django import template

from csplan.absences.queries import Away

register = template.Library()


@register.filter
def of_person(away: Mapping[UUID, Away] | str, person: UUID) -> Away | None:
    """How a person is away; None for one who is there, and on a list that does not say."""
    return away.get(person) if isinstance(away, Mapping) else None
