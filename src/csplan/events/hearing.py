"""Takes note of every act on a contact, in its transaction: what it owes to the case system is listed at once."""

from uuid import UUID, uuid5

from csplan.agencies.acts import Done
from csplan.contacts.models import Contact
from csplan.events.actions import NewEvent, Posting, post_told
from csplan.events.models import TYPED
from csplan.events.owing import settle, untold


def hear(done: Done) -> None:
    """After an act on a contact, list what it owes; what was typed in the case system first is on record as such."""
    kind, _, key = done.subject.partition(":")
    if kind != "contact":
        return
    contact = done.new or _contact(done.agency, UUID(key))
    if contact is None or contact.case_id is None:
        return
    left = untold(contact, new=done.new is not None)
    typed = [each for each in left if each.is_typed]
    if typed:
        last = typed[-1]
        keys = tuple(str(each.row.id) for each in left if not isinstance(each.row, Contact))
        new, posting = NewEvent(contact=contact, tells=keys, text=""), Posting(at=done.entered, how=TYPED)
        post_told(new, posting, by=last.by, key=uuid5(last.row.id, "typed first"), now=done.entered)
    elif left:
        settle(contact, left)


def _contact(agency: UUID, key: UUID) -> Contact | None:
    found = Contact.objects.filter(agency=agency, id=key)
    return found.select_related("agency", "matter__owner", "case", "participant", "entered_by").first()
