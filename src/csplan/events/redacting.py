"""What this room destroys of a contact that is redacted: texts of events and restricted notes, notes on samples."""

from collections.abc import Iterator
from uuid import UUID

from csplan.events.models import Event, Mark, RestrictedNote


def event_subjects(agency: UUID, contact: UUID) -> Iterator[str]:
    """The events of a contact, what was found of them, and the restricted notes."""
    for kind, model, of in (
        ("event", Event, {"contact": contact}),
        ("event-mark", Mark, {"event__contact": contact}),
        ("restricted-note", RestrictedNote, {"contact": contact}),
    ):
        keys = model._default_manager.filter(agency=agency, **of).order_by("pk").values_list("pk", flat=True)
        yield from (f"{kind}:{key}" for key in keys)


def destroy_event_texts(agency: UUID, contact: UUID) -> None:
    """Destroy the texts, and the digests by which they could be guessed; that and when they were posted stays."""
    events = Event.objects.filter(agency=agency, contact=contact)
    events.update(text="", digest="", quoted=[], reference="")
    Mark.objects.filter(agency=agency, event__in=events).update(note="")
    RestrictedNote.objects.filter(agency=agency, contact=contact).update(text="", kept_at="", words="")
