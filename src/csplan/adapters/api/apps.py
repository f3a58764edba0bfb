"""The API as a Django application."""

from datetime import timedelta
from functools import partial

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API."""

    name = "csplan.adapters.api"
    label = "api"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are, and the worker what to forget."""
        from csplan.adapters.api.actions import blank_receipts, forget_receipts
        from csplan.adapters.api.spoken_of import token_rows
        from csplan.agencies.each import for_each_agency
        from csplan.ledger.subjects import speaks_of
        from csplan.ledger.texts import Texts, destroys
        from csplan.outbox.rounds import register

        speaks_of("token", token_rows)
        destroys("contact", Texts(blank_receipts))
        forget = partial(for_each_agency, forget_receipts)
        register("api.receipts", "Forgetting old requests of programs", every=timedelta(days=1), do=forget)
