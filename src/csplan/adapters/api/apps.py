"""The API as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API."""

    name = "csplan.adapters.api"
    label = "api"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are."""
        from csplan.adapters.api.spoken_of import token_rows
        from csplan.ledger.subjects import speaks_of

        speaks_of("token", token_rows)
