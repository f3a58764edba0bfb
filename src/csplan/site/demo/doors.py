"""What stands behind the doors of the county that the guides name: programs, a call log, mail that failed, events."""

from datetime import timedelta
from io import BytesIO
from typing import Final

from django.db import transaction

from csplan.adapters.api.actions import NewToken, make_token
from csplan.adapters.imports.actions import say_meaning, start, upload
from csplan.adapters.imports.meaning import Meaning, guessed_columns, guessed_values
from csplan.adapters.imports.recording import advance_for
from csplan.adapters.webhooks.actions import add_webhook, pause_webhook
from csplan.adapters.webhooks.kinds import MET, RECORDED
from csplan.agencies.keys import new_key
from csplan.contacts.actions import Conversation, NewAttempt, record_return
from csplan.core.errors import CsplanError
from csplan.events.actions import NewEvent, Posting, post_told
from csplan.events.models import COPIED
from csplan.outbox.actions import put_out
from csplan.outbox.leases import TRIES, not_delivered
from csplan.outbox.models import Parcel
from csplan.site.demo.answers import TYPING
from csplan.site.demo.today import Today

HOOK: Final = "https://hooks.example.org/csplan"  # paused at once: nothing leaves a training site
TOLD_OF: Final = (RECORDED, MET)
HEADER: Final = "Start Time,Direction,Result,From,To,Extension"
OFFICE: Final = "608-555-0100"
CALLS: Final = (  # how many open hours ago, which way, how it ended, from where to where
    (9, "Inbound", "Missed", "608-555-0141", OFFICE),
    (8, "Inbound", "Voicemail", "608-555-0142", OFFICE),
    (7, "Inbound", "Answered", "608-555-0143", OFFICE),
    (6, "Outbound", "Answered", OFFICE, "608-555-0141"),
)
MAIL: Final = {"subject": "csplan: your list today", "text": "Past due: 2\nDue today: 1\n"}
REFUSED: Final = "550 5.1.1 there is no such mailbox"
YEAR: Final = timedelta(days=365)


def doors(going_on: Today) -> None:
    """One of each thing that comes in by a door or goes out by one."""
    _programs(going_on)
    _call_log(going_on)
    _mail(going_on)
    _posted(going_on)


def _programs(going_on: Today) -> None:
    """A token of the telephone system; a webhook, which is paused."""
    actor, agency, now = going_on.people["Adam Administrator"].id, going_on.office.agency, going_on.ago(30)
    scopes, day = ("contacts:write", "people:read"), now.date()
    new = NewToken(
        key=new_key(), name="telephone system", scopes=scopes, office=None, first_day=day, last_day=day + YEAR
    )
    make_token(new, agency=agency, actor=actor, now=now)
    hook = add_webhook(new_key(), agency=agency.id, address=HOOK, kinds=TOLD_OF, actor=actor, now=now)
    pause_webhook(hook, actor=actor, now=now)


def _call_log(going_on: Today) -> None:
    """An import that has ended: a missed call, a voice mail, an answered call, and a call out that asks what it was."""
    by, lines = going_on.people["Sam Supervisor"], [HEADER]
    for hours, *cells in CALLS:
        lines.append(",".join([f"{going_on.ago(hours).astimezone(going_on.zone):%Y-%m-%d %H:%M}", *cells, ""]))
    file = BytesIO("\n".join([*lines, ""]).encode())
    taken = upload(file, "calls-of-the-week.csv", office=going_on.office.id, by=by, now=going_on.now)
    meaning = Meaning(
        columns=guessed_columns(HEADER.split(",")),
        written="iso",
        zone=str(going_on.zone),
        party="member of the public",
        owner=str(going_on.people["Alice Worker"].id),
        direction=guessed_values("direction", ("inbound", "outbound")),
        result=guessed_values("result", ("missed", "voicemail", "answered")),
    )
    say_meaning(taken, meaning, by=by, now=going_on.now)
    advance_for(start(taken, by=by, now=going_on.now), 60, going_on.now)


def _mail(going_on: Today) -> None:
    """A morning digest that no mail server took."""
    agency, at = going_on.office.agency_id, going_on.ago(8)
    with transaction.atomic():
        put_out(agency=agency, kind="mail", to="bob.worker@example.org", payload=MAIL, key="training digest", now=at)
        Parcel.objects.filter(agency=agency, key="training digest").update(tries=TRIES)
        parcel = Parcel.objects.get(agency=agency, key="training digest")
        not_delivered(parcel, CsplanError(REFUSED), at, final=True)


def _posted(going_on: Today) -> None:
    """A returned call whose event stands in the case system, with the reference that it has there."""
    alice, told = going_on.people["Alice Worker"], Conversation(information="Told when the last payment was sent.")
    asked = going_on.contact(11, "call back", "Alice Worker", "custodial parent", case_number="7654328")
    at = going_on.ago(9)
    new = NewAttempt(happened=at, note="", conversation=told)
    reached = record_return(asked, new, by=alice, key=new_key(), now=at + TYPING)
    event = NewEvent(contact=asked, tells=(str(reached.id),), text="Called back: told when the last payment was sent.")
    posting = Posting(at=at + 2 * TYPING, how=COPIED, reference="E 4711")
    post_told(event, posting, by=alice, key=new_key(), now=at + 2 * TYPING)
