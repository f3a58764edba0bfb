"""The import of call logs as a Django application."""

from datetime import timedelta
from functools import partial

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The import of call logs."""

    name = "csplan.adapters.imports"
    label = "imports"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are, and the worker what to go on with."""
        from csplan.adapters.imports.actions import forget_caller, forget_lines
        from csplan.adapters.imports.recording import go_on
        from csplan.adapters.imports.spoken_of import import_rows, proposal_rows
        from csplan.agencies.each import for_each_agency
        from csplan.ledger.subjects import speaks_of
        from csplan.ledger.texts import Texts, destroys
        from csplan.outbox.rounds import register

        speaks_of("import", import_rows)
        speaks_of("proposal", proposal_rows)
        destroys("contact", Texts(forget_caller))
        forget = partial(for_each_agency, forget_lines)
        register("imports.lines", "Forgetting old lines of call logs", every=timedelta(days=1), do=forget)
        register("imports", "Imports of call logs", every=timedelta(seconds=15), do=go_on)
