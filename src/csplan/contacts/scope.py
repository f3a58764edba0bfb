"""Whose contacts somebody sees."""

from uuid import UUID

from csplan.agencies.asking import Asking
from csplan.agencies.roles import EVERY_OFFICE


def scope_of(asking: Asking) -> UUID | None:
    """The office whose contacts somebody sees, None for all offices of the agency."""
    return None if EVERY_OFFICE.intersection(asking.roles) else asking.office
