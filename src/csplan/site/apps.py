"""The site room as a Django application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site room."""

    name = "csplan.site"
    label = "csplan_site"
