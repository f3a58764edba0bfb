"""What a page shows of the events of a contact: the one to write, with its text; those that were written and posted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict

from csplan.agencies.choices import chosen
from csplan.agencies.models import Agency
from csplan.contacts.models import Contact
from csplan.events.demands import demands
from csplan.events.forms import EventForm
from csplan.events.models import Event
from csplan.events.owing import untold
from csplan.events.queries import Lag, aim_of, entry_of, events_of, lag_of
from csplan.events.texts import event_text


@dataclass(frozen=True, slots=True)
class Shown:
    """An event as a list of a contact's events shows it."""

    event: Event
    posted: datetime | None
    lag: Lag | None


def told_block(
    agency: Agency, contact: Contact, zone: ZoneInfo, now: datetime, sent: QueryDict | None
) -> dict[str, Any]:
    """What there is to tell of a contact: why, the text in parts, the form; and the events that tell of it already."""
    left = untold(contact)
    rows = [each.row for each in left if not isinstance(each.row, Contact)]
    told = entry_of(agency, event_text(contact, rows, zone), contact)
    initial = {"text": told.whole, "tells": ",".join(str(each.id) for each in rows)}
    judges, aim = bool(chosen(agency.id, "events.judging")), aim_of(agency.id)
    return {
        "form": EventForm(sent, zone=zone, now=now, judges=judges, initial=initial),
        "entry": entry_of(agency, sent.get("text", ""), contact) if sent else told,
        "left": left,
        "lag": Lag(now - left[0].at, aim) if left else None,
        "aim": int(aim.total_seconds()) // 60,
        "events": [_shown(each, zone, aim) for each in events_of(agency.id, contact.id)],
        "says": demands(agency.state).says,
        "system": agency.case_system,
    }


def _shown(event: Event, zone: ZoneInfo, aim: timedelta) -> Shown:
    posted = event.posted.astimezone(zone) if event.posted else None
    return Shown(event, posted, lag_of(event, aim))
