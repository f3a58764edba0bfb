"""The contacts room as a Django application."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The contacts room."""

    name = "csplan.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Tell the ledger where the rows that it speaks of are."""
        from csplan.contacts.spoken_of import contact_rows, matter_rows, participant_rows
        from csplan.ledger.subjects import speaks_of

        speaks_of("contact", contact_rows)
        speaks_of("matter", matter_rows)
        speaks_of("participant", participant_rows)
