"""The standards room as a Django application."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """The standards room."""

    name = "csplan.standards"
    label = "standards"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are, and the absences what a plan says."""
        from csplan.absences.from_above import answers_protected, answers_trained
        from csplan.ledger.subjects import speaks_of
        from csplan.standards.protected import protected_by_plan
        from csplan.standards.spoken_of import plan_rows
        from csplan.standards.trained import trained_by_plan

        speaks_of("plan", plan_rows)
        answers_protected(protected_by_plan)
        answers_trained(trained_by_plan)
