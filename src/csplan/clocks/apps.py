"""The clocks room as a Django application."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """The clocks room."""

    name = "csplan.clocks"
    label = "clocks"
