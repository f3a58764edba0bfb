"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The append-only record of every act."""

    name = "csplan.ledger"
    label = "ledger"
    verbose_name = "Ledger"
