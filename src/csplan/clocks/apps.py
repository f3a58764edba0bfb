"""The clocks room as a Django application."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """The clocks room."""

    name = "csplan.clocks"
    label = "clocks"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are."""
        from csplan.clocks.spoken_of import edition_rows
        from csplan.ledger.subjects import speaks_of

        speaks_of("calendar", edition_rows)
