"""The contacts room as a Django application."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The contacts room."""

    name = "csplan.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Tell the ledger where the rows and texts that it speaks of are; let calls follow absences."""
        from csplan.absences.followers import follow
        from csplan.contacts.leave import calls_follow_leave
        from csplan.contacts.redacting import KIND, contact_subject, destroy_contact_texts
        from csplan.contacts.spoken_of import contact_rows, matter_rows, participant_rows
        from csplan.ledger.subjects import speaks_of
        from csplan.ledger.texts import Texts, destroys

        follow(calls_follow_leave)
        speaks_of("contact", contact_rows)
        destroys(KIND, Texts(destroy_contact_texts, contact_subject))
        speaks_of("matter", matter_rows)
        speaks_of("participant", participant_rows)
