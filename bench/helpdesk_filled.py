"""Fills a site of django-helpdesk with open tickets; prints the session of somebody who is signed in."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.helpdesk_site")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402


def main(tickets: int) -> None:
    """So many open tickets of one queue, assigned to one member of the staff."""
    call_command("migrate", verbosity=0)
    somebody = User.objects.create_superuser("staff", "staff@example.org", "of a measurement")
    queue = Queue.objects.create(title="Calls", slug="calls")
    told = {"queue": queue, "assigned_to": somebody, "status": Ticket.OPEN_STATUS, "submitter_email": "a@example.org"}
    for begin in range(0, tickets, 5_000):
        batch = range(begin, begin + 5_000)
        Ticket.objects.bulk_create(Ticket(title=f"Call {number}", description="payment", **told) for number in batch)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(somebody.pk), somebody.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    print(session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
