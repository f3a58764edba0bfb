"""The desk room as a Django application."""

from datetime import timedelta
from functools import partial

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk room."""

    name = "csplan.desk"
    label = "desk"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are, and register the morning's round."""
        from csplan.agencies.each import for_each_agency
        from csplan.desk.digest import send_digests
        from csplan.desk.spoken_of import digest_rows, filter_rows
        from csplan.ledger.subjects import speaks_of
        from csplan.outbox.rounds import register

        speaks_of("filter", filter_rows)
        speaks_of("digest", digest_rows)
        register("desk.digest", every=timedelta(minutes=5), do=partial(for_each_agency, send_digests))
