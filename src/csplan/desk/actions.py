"""Verbs that write what people keep at their desk: one transaction and one ledger row each."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from csplan.agencies.acts import record_act
from csplan.agencies.models import Person
from csplan.core.errors import CsplanError
from csplan.desk.filters import Filter
from csplan.desk.models import DigestWish, SavedFilter
from csplan.ledger.subjects import present_data


def save_filter(to: Filter, *, page: str, name: str, shared: bool, by: Person, now: datetime) -> SavedFilter:
    """A filter under a name on one list; the same name says it anew. Raises CsplanError without an office."""
    if by.office_id is None:
        raise CsplanError("filters are kept by people of an office; ask the administrator to name yours")
    kept = {"office_id": by.office_id, "text": to.kept.text, "shared": shared}
    with transaction.atomic():
        earlier = SavedFilter.objects.filter(agency=by.agency_id, person=by, page=page, name=name).first()
        before = present_data(by.agency_id, f"filter:{earlier.id}") if earlier else None
        saved, _ = SavedFilter.objects.update_or_create(
            agency_id=by.agency_id, person=by, page=page, name=name, defaults=kept
        )
        record_act(by.agency_id, by.id, "save filter", f"filter:{saved.id}", entered=now, before=before)
    return saved


def remove_filter(key: UUID, *, by: Person, now: datetime) -> None:
    """One's own saved filter is kept no more; one that is gone already stays gone."""
    with transaction.atomic():
        saved = SavedFilter.objects.filter(agency=by.agency_id, person=by, id=key).first()
        if saved is None:
            return
        before = present_data(by.agency_id, f"filter:{key}")
        saved.delete()
        record_act(by.agency_id, by.id, "remove filter", f"filter:{key}", entered=now, before=before)


def wish_digest(wanted: bool, *, by: Person, now: datetime) -> None:
    """Whether somebody wants the morning digest; to say so twice changes nothing."""
    with transaction.atomic():
        wish = DigestWish.objects.filter(agency=by.agency_id, person=by).first()
        if wanted and wish is None:
            at = now.replace(microsecond=0)
            made = DigestWish.objects.create(agency_id=by.agency_id, person=by, since=at)
            record_act(by.agency_id, by.id, "ask for the morning digest", f"digest:{made.id}", entered=now)
        if not wanted and wish is not None:
            before, key = present_data(by.agency_id, f"digest:{wish.id}"), wish.id
            wish.delete()
            record_act(by.agency_id, by.id, "end the morning digest", f"digest:{key}", entered=now, before=before)


def record_export(page: str, form: str, *, by: Person, now: datetime) -> None:
    """Somebody takes a list away as a file; the act is on record, no row changes."""
    with transaction.atomic():
        record_act(by.agency_id, by.id, f"export {page} as {form}", f"export:{by.id}", entered=now)
