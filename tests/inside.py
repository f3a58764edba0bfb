"""What the tests of killed processes ask of a site, in a process of that site: inside.py WHAT ARGUMENT..."""

import json
import os
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csplan.site.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import Count, Max  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from cast import dane  # noqa: E402
from csplan.agencies.actions import confirm_calendar  # noqa: E402
from csplan.agencies.days import today_of  # noqa: E402
from csplan.agencies.models import Agency, CalendarEdition, Person  # noqa: E402
from csplan.agencies.queries import calendar_of, wall_time  # noqa: E402
from csplan.agencies.walls import speaking_for  # noqa: E402
from csplan.contacts.models import Contact  # noqa: E402
from csplan.core.calendar_changes import closed_on  # noqa: E402
from csplan.core.office_calendar import ClosedDay  # noqa: E402
from csplan.ledger.models import Entry  # noqa: E402
from csplan.outbox.actions import put_out  # noqa: E402
from csplan.outbox.models import Parcel  # noqa: E402


def prepare(sessions: str) -> dict[str, Any]:
    """A county, and so many sessions of its worker."""
    home = dane()
    with speaking_for([home.id]):
        cookies = [_session(home.worker) for _ in range(int(sessions))]
    return {"agency": str(home.id), "worker": str(home.worker.id), "sessions": cookies}


def _session(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def owe(mails: str) -> int:
    """So many mails are owed by one act each, and none besides."""
    agency, now = Agency.objects.get().id, timezone.now()
    with speaking_for([agency]):
        Parcel.objects.all().delete()
    for each in range(int(mails)):
        with speaking_for([agency]), transaction.atomic():
            payload = {"subject": "Your due list", "text": f"mail {each}"}
            put_out(agency=agency, kind="mail", to="worker@dane.example", payload=payload, key=str(each), now=now)
    return int(mails)


def outcomes() -> dict[str, int]:
    """How many parcels ended how; "" for those that wait."""
    agency = Agency.objects.get().id
    with speaking_for([agency]):
        return dict(Counter(Parcel.objects.filter(agency=agency).values_list("outcome", flat=True)))


def contacts() -> dict[str, dict[str, int]]:
    """By key of the request: how many contacts were recorded, with how many clocks and entries of the ledger.

    `days` are those from the office's own date of receipt, which in the evening is not that of UTC, to the due date.
    """
    agency = Agency.objects.get()
    found: dict[str, dict[str, int]] = {}
    with speaking_for([agency.id]):
        acts = Counter(Entry.objects.filter(agency=agency.id, act="record contact").values_list("subject", flat=True))
        for contact in Contact.objects.filter(agency=agency).annotate(
            clocks=Count("matter__clocks"),
            edition=Max("matter__clocks__calendar__number"),
            due=Max("matter__clocks__due_date"),
        ):
            one = found.setdefault(
                str(contact.idempotency_key), {"contacts": 0, "clocks": 0, "entries": 0, "edition": 0, "days": 0}
            )
            one["edition"] = contact.edition
            one["days"] = (contact.due - today_of(agency, contact.received)).days if contact.due else 0
            one["contacts"] += 1
            one["clocks"] += contact.clocks
            one["entries"] += acts[f"contact:{contact.id}"]
    return found


def confirm(days: str) -> int:
    """A further edition of the office's calendar, closed for so many days from now on; its number."""
    office = Agency.objects.get()
    with speaking_for([office.id]):
        edition = CalendarEdition.objects.filter(agency=office.id).order_by("-number")[0]
        now, calendar = timezone.now(), calendar_of(edition)
        today = wall_time(calendar, now).date()
        shut = closed_on(
            calendar, [today + timedelta(each) for each in range(int(days))], ClosedDay("Flood", holiday=False)
        )
        return confirm_calendar(edition.office, shut, actor=None, why="the office is under water", now=now).number


if __name__ == "__main__":
    sys.stdout.write(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
