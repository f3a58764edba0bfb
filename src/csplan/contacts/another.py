"""Logged twice by mistake: a contact equal to one just recorded is asked about, and recorded if somebody says so."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db import connection

from csplan.contacts.fields import RADIO, SPOKEN
from csplan.contacts.models import Contact
from csplan.core.errors import CsplanError
from csplan.core.instants import moment_words
from csplan.ledger.plain_sql import stored_key

AWHILE: Final = timedelta(minutes=15)
SAID: Final = ("case_kind", "name", "source", "authorization", *SPOKEN)
SAY_SO: Final = "Look whether it is the same one, logged twice. If it is another, say so."
EQUAL: Final = (
    "SELECT k.id FROM contacts_contact k JOIN clocks_matter m ON m.id = k.matter_id"
    " WHERE k.agency_id = %s AND k.case_id = c.id AND k.received BETWEEN %s AND %s AND k.entered_by_id = %s"
    " AND k.kind = %s AND k.party = %s AND k.reason = %s AND k.idempotency_key <> %s AND m.owner_id = %s"
    " ORDER BY k.received DESC LIMIT 1"
)
"""The last contact of the case c that may be the same as a new one: by the same person, for the same, on the same."""


class RecordedAlready(CsplanError):
    """An equal contact was recorded a short while ago; ask whether this is another one."""

    def __init__(self, contact: UUID) -> None:
        super().__init__("an equal contact was recorded a short while ago; say that it is another one")
        self.contact = contact


class AnotherForm(forms.Form):
    """A form of a contact that asks whether it is another one. Nothing is preset."""

    another = forms.CharField(required=False, widget=forms.RadioSelect(attrs=RADIO))
    asks_another = False

    def ask_another(self, contact: Contact, at: datetime) -> None:
        """Ask whether it is another contact than one recorded at an instant on the office's wall."""
        self.asks_another, field = True, self["another"]
        field.label = f"This was recorded at {moment_words(at)} already. Is this another contact?"
        field.field.widget.choices = [(str(contact.id), "Yes, record another one")]
        self.add_error("another", SAY_SO)


def equal_values(contact: Contact) -> list[Any]:
    """What EQUAL is asked with of a new contact."""
    since = contact.received - AWHILE if contact.received == contact.entered else contact.received
    keys = [stored_key(each) for each in (contact.agency_id, contact.entered_by_id, contact.idempotency_key)]
    agency, by, key = keys
    at = [connection.ops.adapt_datetimefield_value(each) for each in (since, contact.received)]
    said = [contact.kind, contact.party, contact.reason]
    return [agency, *at, by, *said, key, stored_key(contact.matter.owner_id)]


def is_equal(contact: Contact, key: UUID) -> bool:
    """Whether a contact that may be the same says all that a new one says."""
    other = Contact.objects.get(agency=contact.agency_id, id=key)
    return all(getattr(other, name) == getattr(contact, name) for name in SAID)
