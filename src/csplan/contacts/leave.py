"""Open calls and voice mails follow the absences of the person for whom they were left."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from csplan.agencies.acts import record_act
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.clocks.leave import Following, settle_leave
from csplan.clocks.models import OPEN, Clock
from csplan.clocks.starting import Said, bindings_of
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.ledger.subjects import present_data


def calls_follow_leave(agency: UUID, person: UUID, by: Person | None, why: str, now: datetime) -> int:
    """Count the open clocks of what was left for a person anew; the number of contacts that moved, each on record.

    Called in the transaction of the act on the absence. Raises OutsideHorizon.
    """
    running = Clock.objects.filter(OPEN, agency=agency, matter=OuterRef("matter"))
    found = Contact.objects.filter(Exists(running), agency=agency, matter__meant_for=person, matter__redirected=False)
    return sum(_followed(each, Following(why=why, by=by, now=now)) for each in found.select_related("matter"))


def settle_contact(contact: Contact, following: Following) -> bool:
    """Bring the clocks of a contact in step with the absences of the person it was left for. Raises OutsideHorizon."""
    kind, edition = kinds()[contact.kind], calendar_edition(contact.agency_id, contact.matter.office_id)
    said = Said(facts=kind.starts, channels=kind.binds_on, party=contact.party)
    received = wall_time(calendar_of(edition), contact.received)
    bindings = bindings_of(contact.agency_id, said, received)
    return settle_leave(contact.matter, bindings, received, edition, following)


def _followed(contact: Contact, following: Following) -> bool:
    agency, subject = contact.agency_id, f"contact:{contact.id}"
    before = present_data(agency, subject)
    moved = settle_contact(contact, following)
    if moved:
        record_act(
            agency,
            following.by.id if following.by else None,
            "follow leave",
            subject,
            entered=following.now,
            before=before,
        )
    return moved
