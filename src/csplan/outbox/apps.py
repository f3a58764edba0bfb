"""The outbox as a Django application."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The outbox."""

    name = "csplan.outbox"
    label = "outbox"
