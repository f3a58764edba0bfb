"""Contacts, the tries to answer them, and the cases that they concern."""

from typing import ClassVar, Final

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, Person
from csplan.clocks.models import Matter

IN: Final = "in"
OUT: Final = "out"
WORD: Final = 40
REASON: Final = 500


class CaseReference(models.Model):
    """A case of a case system, which no agency owns; the case system holds its story."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    state = models.CharField(max_length=8)
    system = models.CharField(max_length=WORD)
    number = models.CharField(max_length=WORD)

    class Meta:
        """A number names one case of a system."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["state", "system", "number"], name="case_once")]

    def __str__(self) -> str:
        """The system and the number."""
        return f"{self.system} {self.number}"


class Contact(models.Model):
    """A call or a voice mail: when it happened, when the agency received it, when it was entered."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT)
    case = models.ForeignKey(CaseReference, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=WORD)  # an id of kinds.toml
    channel = models.CharField(max_length=WORD)
    direction = models.CharField(max_length=3)
    party = models.CharField(max_length=WORD, blank=True)
    reason = models.CharField(max_length=REASON, blank=True)
    happened = models.DateTimeField()
    received = models.DateTimeField()
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    idempotency_key = models.UUIDField()

    class Meta:
        """The same form sent twice makes one contact; nothing is entered before it was received."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="contact_once"),
            models.CheckConstraint(condition=models.Q(direction__in=(IN, OUT)), name="contact_direction"),
            models.CheckConstraint(condition=models.Q(entered__gte=models.F("received")), name="contact_in_order"),
        ]

    def __str__(self) -> str:
        """The channel and the kind."""
        return f"{self.channel}, {self.kind}"


class Attempt(models.Model):
    """A try to reach the customer back; only one that reached somebody returns the call."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="attempts")
    reached = models.BooleanField()
    note = models.CharField(max_length=REASON, blank=True)
    happened = models.DateTimeField()
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    idempotency_key = models.UUIDField()

    class Meta:
        """The same form sent twice makes one attempt; nothing is entered before it happened."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="attempt_once"),
            models.CheckConstraint(condition=models.Q(entered__gte=models.F("happened")), name="attempt_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "contact"], name="attempt_by_contact")]

    def __str__(self) -> str:
        """Whether somebody was reached."""
        return "reached" if self.reached else "reached nobody"
