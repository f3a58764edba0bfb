"""Questions about webhooks."""

from uuid import UUID

from django.db.models import QuerySet

from csplan.adapters.webhooks.models import Subscription
from csplan.agencies.set_up import read_once
from csplan.outbox.models import Parcel
from csplan.outbox.queries import parcels_to


@read_once
def subscribed(agency: UUID) -> tuple[Subscription, ...]:
    """The programs of an agency that are told of events now."""
    return tuple(Subscription.objects.filter(agency=agency, paused=None))


def subscriptions_of(agency: UUID) -> QuerySet[Subscription]:
    """All webhooks of an agency, the first made first."""
    return Subscription.objects.filter(agency=agency).order_by("id")


def subscription_of(agency: UUID, key: UUID) -> Subscription:
    """A webhook of an agency. Raises Subscription.DoesNotExist."""
    return Subscription.objects.get(agency=agency, id=key)


def deliveries(found: Subscription, most: int) -> list[Parcel]:
    """The last calls to a program, the latest first."""
    return list(parcels_to(found.agency_id, "webhook", str(found.id))[:most])
