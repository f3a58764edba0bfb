"""The events room as a Django application."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The events room."""

    name = "csplan.events"
    label = "events"

    def ready(self) -> None:
        """Hear of contacts, and tell the ledger where the rows that it speaks of are."""
        from csplan.agencies.acts import listen
        from csplan.events.hearing import hear
        from csplan.events.spoken_of import KINDS
        from csplan.ledger.subjects import speaks_of

        listen(hear)
        for kind, rows in KINDS.items():
            speaks_of(kind, rows)
