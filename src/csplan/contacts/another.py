"""Logged twice by mistake: a contact equal to one just recorded is asked about, and recorded if somebody says so."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db import connection

from csplan.agencies.plain_form import PlainForm
from csplan.contacts.fields import RADIO, SPOKEN
from csplan.contacts.models import Contact
from csplan.core.errors import CsplanError
from csplan.core.instants import moment_words
from csplan.ledger.plain_sql import stored_key

AWHILE: Final = timedelta(minutes=15)
SAID: Final = ("kind", "party", "reason", "case_kind", "name", "source", "authorization", *SPOKEN)
SAY_SO: Final = "Look whether it is the same one, logged twice. If it is another, say so."
MAY_EQUAL: Final = (
    "EXISTS (SELECT 1 FROM contacts_contact k"
    " WHERE k.agency_id = %s AND k.case_id = c.id AND k.received BETWEEN %s AND %s AND k.reason = %s)"
)
"""Whether the case c may have a contact equal to a new one; asked with each call, and so no more than this."""


class RecordedAlready(CsplanError):
    """An equal contact was recorded a short while ago; ask whether this is another one."""

    def __init__(self, contact: UUID) -> None:
        super().__init__("an equal contact was recorded a short while ago; say that it is another one")
        self.contact = contact


class AnotherForm(PlainForm):
    """A form of a contact that asks whether it is another one. Nothing is preset."""

    another = forms.CharField(required=False, widget=forms.RadioSelect(attrs=RADIO))
    asks_another = False

    def ask_another(self, contact: Contact, at: datetime) -> None:
        """Ask whether it is another contact than one recorded at an instant on the office's wall."""
        self.asks_another, field = True, self["another"]
        field.label = f"This was recorded at {moment_words(at)} already. Is this another contact?"
        field.field.widget.choices = [(str(contact.id), "Yes, record another one")]
        self.add_error("another", SAY_SO)


def may_equal_values(contact: Contact) -> list[Any]:
    """What MAY_EQUAL is asked with of a new contact."""
    at = [connection.ops.adapt_datetimefield_value(each) for each in _awhile(contact)]
    return [stored_key(contact.agency_id), *at, contact.reason]


def equal_to(contact: Contact, case: UUID) -> UUID | None:
    """The last contact of a case that says all that a new one says: by the same person, for the same, not long ago."""
    says = {name: getattr(contact, name) for name in SAID}
    found = Contact.objects.filter(agency=contact.agency_id, case=case, received__range=_awhile(contact), **says)
    same = found.filter(entered_by=contact.entered_by_id, matter__owner=contact.matter.owner_id)
    others = same.exclude(idempotency_key=contact.idempotency_key)
    return others.order_by("-received").values_list("id", flat=True).first()


def _awhile(contact: Contact) -> tuple[datetime, datetime]:
    """When an equal contact was received: a short while before one of just now, at the same time as one of earlier."""
    since = contact.received - AWHILE if contact.received == contact.entered else contact.received
    return since, contact.received
