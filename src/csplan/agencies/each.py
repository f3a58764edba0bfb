"""The same for every agency: what the rounds of background work are made of."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from csplan.agencies.models import Agency
from csplan.agencies.walls import speaking_for
from csplan.outbox.faults import place_of

LOG = logging.getLogger("csplan.work")


def for_each_agency(do: Callable[[UUID, datetime], object], now: datetime) -> None:
    """Do something for each agency in turn: in a transaction of its own, behind the walls of that agency.

    What fails for one agency is rolled back, logged without personal data, and stops no other; at the end the first
    error is raised, so that nobody takes the round for made.
    """
    errors: list[Exception] = []
    for agency in Agency.objects.order_by("id").values_list("id", flat=True):
        try:
            with transaction.atomic(), speaking_for([agency]):
                do(agency, now)
        except Exception as error:
            LOG.error("%s failed for agency %s: %s", getattr(do, "__qualname__", "a round"), agency, place_of(error))
            errors.append(error)
    if errors:
        raise errors[0]
