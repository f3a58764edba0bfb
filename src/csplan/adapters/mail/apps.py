"""The door for mail as a Django application; without it, mail waits in the outbox."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The door for mail."""

    name = "csplan.adapters.mail"
    label = "mail"

    def ready(self) -> None:
        """Open the door."""
        from csplan.adapters.mail.sending import send
        from csplan.outbox.doors import opens

        opens("mail", send)
