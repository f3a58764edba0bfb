"""The desk room as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk room."""

    name = "csplan.desk"
    label = "desk"
