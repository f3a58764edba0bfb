"""The calendar feed as a Django application."""

from django.apps import AppConfig


class FeedConfig(AppConfig):
    """The calendar feed."""

    name = "csplan.adapters.feed"
    label = "feed"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are."""
        from csplan.adapters.feed.spoken_of import feed_rows
        from csplan.ledger.subjects import speaks_of

        speaks_of("feed", feed_rows)
