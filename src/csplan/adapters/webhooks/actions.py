"""Verbs that write webhooks: one transaction and one ledger row each."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from csplan.adapters.webhooks.kinds import TEST
from csplan.adapters.webhooks.models import Subscription
from csplan.adapters.webhooks.signing import new_secret
from csplan.agencies.acts import record_act
from csplan.core.errors import CsplanError
from csplan.ledger.subjects import present_data
from csplan.outbox.actions import put_out

BOTH_SIGN: Final = timedelta(days=1)
"""After a change of the secret, so long the earlier one signs too."""


class WebhookTaken(CsplanError):
    """A webhook that was added before; its secret is shown once."""


def add_webhook(
    key: UUID, *, agency: UUID, address: str, kinds: Collection[str], actor: UUID, now: datetime
) -> Subscription:
    """A program that is told from now on. Raises WebhookTaken where the form was sent before."""
    at = now.replace(microsecond=0)
    with transaction.atomic():
        if Subscription.objects.filter(agency=agency, id=key).exists():
            raise WebhookTaken(
                "this webhook is added already, and its secret was shown; change the secret if it is lost"
            )
        found = Subscription.objects.create(
            id=key, agency_id=agency, address=address, kinds=sorted(kinds), secret=new_secret(), made=at
        )
        record_act(agency, actor, "add webhook", f"webhook:{key}", entered=at)
    return found


def pause_webhook(found: Subscription, *, actor: UUID, now: datetime) -> bool:
    """The program is told nothing any more; False where it was paused already."""

    def pause(held: Subscription) -> bool:
        held.paused, before = now.replace(microsecond=0), held.paused
        return before is None

    return _changed(found, "pause webhook", pause, actor, now)


def resume_webhook(found: Subscription, *, actor: UUID, now: datetime) -> bool:
    """The program is told again of what happens from now on; False where it was not paused."""

    def resume(held: Subscription) -> bool:
        held.paused, before = None, held.paused
        return before is not None

    return _changed(found, "resume webhook", resume, actor, now)


def change_secret(found: Subscription, secret: str, *, actor: UUID, now: datetime) -> bool:
    """Another secret signs from now on, given once; False where somebody changed it first. For a day both sign."""

    def change(held: Subscription) -> bool:
        held.earlier_secret, held.earlier_until = held.secret, now.replace(microsecond=0) + BOTH_SIGN
        held.secret = secret
        return held.earlier_secret == found.secret

    return _changed(found, "change webhook secret", change, actor, now)


def send_test(found: Subscription, key: UUID, *, actor: UUID, now: datetime) -> None:
    """Call the program with a test; the same form sent twice calls once."""
    at = now.replace(microsecond=0)
    with transaction.atomic():
        payload = {"type": TEST, "timestamp": at.isoformat(), "data": {"webhook": str(found.id)}}
        told = {"kind": "webhook", "to": str(found.id), "key": f"{found.id} {TEST} {key}", "payload": payload}
        put_out(agency=found.agency_id, now=at, **told)  # type: ignore[arg-type]
        record_act(found.agency_id, actor, "test webhook", f"webhook:{found.id}", entered=at)


def _changed(found: Subscription, act: str, change: Callable[[Subscription], bool], actor: UUID, now: datetime) -> bool:
    subject = f"webhook:{found.id}"
    with transaction.atomic():
        held = Subscription.objects.select_for_update().get(agency=found.agency_id, id=found.id)
        before = present_data(held.agency_id, subject)
        if not change(held):
            return False
        held.save()
        record_act(held.agency_id, actor, act, subject, entered=now.replace(microsecond=0), before=before)
        return True
