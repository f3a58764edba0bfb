"""The door for webhooks as a Django application; without it, nobody is told and nothing is asked."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """The door for webhooks."""

    name = "csplan.adapters.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Listen to every act, open the door, and tell the ledger where the rows that it speaks of are."""
        from csplan.adapters.webhooks.sending import call
        from csplan.adapters.webhooks.spoken_of import webhook_rows
        from csplan.adapters.webhooks.telling import tell
        from csplan.agencies.acts import listen
        from csplan.ledger.subjects import speaks_of
        from csplan.outbox.doors import opens

        listen(tell)
        opens("webhook", call)
        speaks_of("webhook", webhook_rows)
