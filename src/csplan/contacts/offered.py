"""Which kinds of contact an agency is offered: what its plan in force speaks of, and what needs no plan."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from csplan.contacts.kinds import Kind, kinds
from csplan.standards.answers import plan_says


def offered_kinds(agency: UUID, day: date) -> Mapping[str, Kind]:
    """The kinds by id that an agency is offered on a day, in the order of their buttons."""
    return {kind.id: kind for kind in kinds().values() if is_offered(kind, agency, day)}


def is_offered(kind: Kind, agency: UUID, day: date) -> bool:
    """Whether an agency is offered a kind on a day."""
    refused = bool(kind.unless) and plan_says(agency, day, kind.unless)
    return not refused and (not kind.only_if or plan_says(agency, day, kind.only_if))
