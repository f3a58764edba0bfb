"""Verbs that write feeds: one transaction and one ledger row each."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from csplan.adapters.feed.models import Feed
from csplan.agencies.acts import record_act
from csplan.agencies.models import Person
from csplan.ledger.subjects import present_data


def digest_of(secret: str) -> str:
    """What is kept of a secret: it has 256 random bits, so that a plain digest is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_feed(*, by: Person, now: datetime) -> str:
    """The secret part of a new address of one's own feed; an earlier address leads nowhere from now on."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        end_feed(by=by, now=now)
        made = Feed.objects.create(
            agency_id=by.agency_id, person=by, digest=digest_of(secret), made=now.replace(microsecond=0)
        )
        record_act(by.agency_id, by.id, "make calendar feed", f"feed:{made.id}", entered=now)
    return secret


def end_feed(*, by: Person, now: datetime) -> None:
    """One's own feed is no more; where there is none nothing happens."""
    with transaction.atomic():
        for feed in Feed.objects.select_for_update().filter(agency=by.agency_id, person=by):
            key, before = feed.id, present_data(by.agency_id, f"feed:{feed.id}")
            feed.delete()
            record_act(by.agency_id, by.id, "end calendar feed", f"feed:{key}", entered=now, before=before)
