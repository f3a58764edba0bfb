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
        register(
            "desk.digest", "Morning digests", every=timedelta(minutes=5), do=partial(for_each_agency, send_digests)
        )
        _tell_the_timeline()


def _tell_the_timeline() -> None:
    """Tell the timeline of a case what contacts, clocks and events know."""
    from csplan.contacts.happenings import tells_happenings
    from csplan.desk import timeline

    for source in (timeline.told_by_contacts, timeline.told_by_clocks, timeline.told_by_events):
        tells_happenings(source)
