"""The events room as a Django application."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The events room."""

    name = "csplan.events"
    label = "events"

    def ready(self) -> None:
        """Hear of contacts, and tell the ledger where the rows and texts that it speaks of are."""
        from csplan.agencies.acts import listen
        from csplan.events.hearing import hear
        from csplan.events.redacting import destroy_event_texts, event_subjects
        from csplan.events.spoken_of import KINDS
        from csplan.ledger.subjects import speaks_of
        from csplan.ledger.texts import Texts, destroys

        listen(hear)
        for kind, rows in KINDS.items():
            speaks_of(kind, rows)
        destroys("contact", Texts(destroy_event_texts, event_subjects))
