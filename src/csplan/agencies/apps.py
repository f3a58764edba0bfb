"""The agencies room as a Django application."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """The agencies room."""

    name = "csplan.agencies"
    label = "agencies"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are."""
        from csplan.agencies.second_factor import listen
        from csplan.agencies.spoken_of import KINDS
        from csplan.ledger.subjects import speaks_of

        for kind, rows in KINDS.items():
            speaks_of(kind, rows)
        listen()
