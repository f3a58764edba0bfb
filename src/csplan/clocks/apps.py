"""The clocks room as a Django application."""

from datetime import timedelta
from functools import partial

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """The clocks room."""

    name = "csplan.clocks"
    label = "clocks"

    def ready(self) -> None:
        """Tell the ledger of rows, the workers of what is periodic, and the absences by when calls are returned."""
        from csplan.absences.from_above import answers_call_day
        from csplan.agencies.each import for_each_agency
        from csplan.clocks.leave import call_day
        from csplan.clocks.spoken_of import edition_rows, warning_rows
        from csplan.clocks.warning import warn
        from csplan.ledger.subjects import speaks_of
        from csplan.outbox.rounds import register

        speaks_of("calendar", edition_rows)
        speaks_of("warnings", warning_rows)
        answers_call_day(call_day)
        register(
            "clocks.warnings", "Warnings before due", every=timedelta(minutes=5), do=partial(for_each_agency, warn)
        )
