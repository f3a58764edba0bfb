"""The clocks room as a Django application."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """The clocks room."""

    name = "csplan.clocks"
    label = "clocks"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are, and the absences by when calls are returned."""
        from csplan.absences.from_above import answers_call_day
        from csplan.clocks.leave import call_day
        from csplan.clocks.spoken_of import edition_rows
        from csplan.ledger.subjects import speaks_of

        speaks_of("calendar", edition_rows)
        answers_call_day(call_day)
