"""The absences room as a Django application."""

from django.apps import AppConfig


class AbsencesConfig(AppConfig):
    """The absences room."""

    name = "csplan.absences"
    label = "absences"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are."""
        from csplan.absences.spoken_of import KINDS
        from csplan.ledger.subjects import speaks_of

        for kind, rows in KINDS.items():
            speaks_of(kind, rows)
