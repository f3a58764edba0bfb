"""What a supervisor finds of the events of a sample: the verb that marks one, and the share that is factual."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from csplan.agencies.acts import record_act
from csplan.agencies.models import Person
from csplan.contacts.sensitive import masked
from csplan.events.models import Event, Mark
from csplan.ledger.subjects import present_data


@dataclass(frozen=True, slots=True)
class Share:
    """How many events were marked, and how many of them factual."""

    marked: int
    factual: int

    @property
    def says(self) -> str:
        """The share with its formula: "3 of 4 marked events are factual: 75 percent"."""
        if not self.marked:
            return "No event is marked yet"
        percent = 100 * self.factual // self.marked
        return f"{self.factual} of {self.marked} marked events {_are(self.factual)} factual: {percent} percent"


def mark_event(event: Event, *, factual: bool, note: str, by: Person, now: datetime) -> Mark:
    """Whether an event is factual, in place of an earlier mark; the same mark again changes nothing."""
    agency, shown = event.agency_id, masked(note).text
    with transaction.atomic():
        held = Mark.objects.select_for_update(of=("self",)).filter(agency=agency, event=event).first()
        if held and (held.factual, held.note, held.marked_by_id) == (factual, shown, by.id):
            return held
        before = present_data(agency, f"event-mark:{held.id}") if held else None
        told = {"factual": factual, "note": shown, "marked": now.replace(microsecond=0), "marked_by": by}
        mark, _ = Mark.objects.update_or_create(agency_id=agency, event=event, defaults=told)
        record_act(agency, by.id, "mark sampled event", f"event-mark:{mark.id}", entered=now, before=before)
    return mark


def marks_on(agency: UUID, events: Collection[UUID]) -> Mapping[UUID, Mark]:
    """The marks of some events, by event."""
    found = Mark.objects.filter(agency=agency, event__in=events).select_related("marked_by")
    return {mark.event_id: mark for mark in found}


def share_of(agency: UUID, events: QuerySet[Event]) -> Share:
    """The share of the marked ones of some events that are factual."""
    found = Mark.objects.filter(agency=agency, event__in=events.order_by().values("id"))
    kinds = list(found.values_list("factual", flat=True))
    return Share(len(kinds), sum(kinds))


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
