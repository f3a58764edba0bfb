"""Contacts, the tries to answer them, and the cases and participants that they concern."""

from typing import ClassVar, Final

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, Person
from csplan.clocks.models import Matter

IN: Final = "in"
OUT: Final = "out"
WORD: Final = 40
NAME: Final = 120
REASON: Final = 500
TEXT: Final = 2000
DAY: Final = "day"
INTERPRETED: Final = ~models.Q(interpreter="")


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


class Participant(models.Model):
    """One participant of a case as an agency serves them; what is held of one is closed to the other."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    case = models.ForeignKey(CaseReference, on_delete=models.PROTECT, related_name="participants")
    role = models.CharField(max_length=WORD)  # a party of kinds.toml
    language = models.CharField(max_length=WORD, blank=True)  # the one preferred, where it is not the office's
    needs_interpreter = models.BooleanField(default=False)
    tty = models.CharField(max_length=WORD, blank=True)  # "TTY" or "relay"; it marks no disability
    tty_number = models.CharField(max_length=WORD, blank=True)
    edits = models.PositiveIntegerField(default=0)  # counts changes, so that two who edit see both

    class Meta:
        """A case has one participant of each role, as far as an agency serves them."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "case", "role"], name="participant_once"),
        ]

    def __str__(self) -> str:
        """The role."""
        return self.role


class Restriction(models.Model):
    """How a participant may be contacted, from one day to another, and who decided it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="restrictions")
    kind = models.CharField(max_length=WORD)  # a restriction of kinds.toml
    why = models.CharField(max_length=REASON, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.UUIDField()

    class Meta:
        """The same form sent twice makes one restriction, which does not end before it begins."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="restriction_once"),
            models.CheckConstraint(
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("first_day")),
                name="restriction_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "participant"], name="restriction_by_participant")]

    def __str__(self) -> str:
        """The kind."""
        return self.kind


class Spoken(models.Model):
    """What is said of a conversation: number, language and interpreter, what was told, and how it ended."""

    number = models.CharField(max_length=WORD, blank=True)  # of the telephone
    language = models.CharField(max_length=WORD, blank=True)
    interpreter = models.CharField(max_length=NAME, blank=True)  # the name, or the number that a service gives
    interpreter_from = models.CharField(max_length=WORD, blank=True)  # a source of kinds.toml
    interpreter_as = models.CharField(max_length=NAME, blank=True)  # the position, or the relationship
    interpreter_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    information = models.CharField(max_length=TEXT, blank=True)  # provided, or received from a third party
    in_case_system = models.BooleanField(default=False)  # the information stands there, typed once
    outcome = models.CharField(max_length=WORD, blank=True)  # a result of kinds.toml
    service = models.CharField(max_length=WORD, blank=True)  # what was done on the case, a service of kinds.toml
    identified = models.CharField(max_length=NAME, blank=True)  # how the identification was verified

    class Meta:
        """Columns of contacts and of attempts."""

        abstract = True


class Contact(Spoken):
    """A call, a letter, a visit: when it happened, when the agency received it, when it was entered."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT)
    case = models.ForeignKey(CaseReference, on_delete=models.PROTECT, null=True, blank=True)
    case_kind = models.CharField(max_length=WORD, blank=True)  # a case kind of kinds.toml
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True)  # whom it concerns
    kind = models.CharField(max_length=WORD)  # an id of kinds.toml
    channel = models.CharField(max_length=WORD)
    direction = models.CharField(max_length=3)
    party = models.CharField(max_length=WORD, blank=True)
    name = models.CharField(max_length=NAME, blank=True)  # of the employer, attorney, agency or third party
    source = models.CharField(max_length=WORD, blank=True)  # what kind of third party
    authorization = models.CharField(max_length=NAME, blank=True)  # where a representative's stands
    reason = models.CharField(max_length=REASON, blank=True)
    late_reason = models.CharField(max_length=REASON, blank=True)  # why what bears an earlier stamp is entered now
    redacted = models.DateTimeField(null=True, blank=True)  # when its texts were destroyed
    redacted_why = models.CharField(max_length=REASON, blank=True)
    happened = models.DateTimeField()
    received = models.DateTimeField()
    precision = models.CharField(max_length=WORD, blank=True)  # of received: DAY where a date stamp gave no time
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    idempotency_key = models.UUIDField()

    class Meta:
        """The same form sent twice makes one contact; none is entered before its receipt, or redacted unsaid why."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="contact_once"),
            models.CheckConstraint(condition=models.Q(direction__in=(IN, OUT)), name="contact_direction"),
            models.CheckConstraint(condition=models.Q(entered__gte=models.F("received")), name="contact_in_order"),
            models.CheckConstraint(
                condition=models.Q(redacted=None, redacted_why="")
                | (models.Q(redacted__isnull=False) & ~models.Q(redacted_why="")),
                name="contact_redacted_for_a_reason",
            ),
            models.CheckConstraint(condition=models.Q(precision__in=("", DAY)), name="contact_precision"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "case", "received"], name="contact_by_case"),
            models.Index(fields=["agency", "participant", "received"], name="contact_by_participant"),
            models.Index(fields=["agency", "happened"], condition=INTERPRETED, name="contact_interpreted"),
        ]

    def __str__(self) -> str:
        """The channel and the kind."""
        return f"{self.channel}, {self.kind}"


class Attempt(Spoken):
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
        indexes: ClassVar = [
            models.Index(fields=["agency", "contact"], name="attempt_by_contact"),
            models.Index(fields=["agency", "happened"], condition=INTERPRETED, name="attempt_interpreted"),
        ]

    def __str__(self) -> str:
        """Whether somebody was reached."""
        return "reached" if self.reached else "reached nobody"


class Handling(models.Model):
    """What was done with a letter, an e-mail or a visit: passed on, acknowledged, answered, greeted."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="handlings")
    kind = models.CharField(max_length=WORD)  # a handling of kinds.toml
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")  # passed on to
    promised = models.DateField(null=True, blank=True)  # the day that an acknowledgement names
    note = models.CharField(max_length=REASON, blank=True)
    happened = models.DateTimeField()
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.UUIDField()

    class Meta:
        """The same form sent twice makes one handling; nothing is entered before it happened."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="handling_once"),
            models.CheckConstraint(condition=models.Q(entered__gte=models.F("happened")), name="handling_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "contact"], name="handling_by_contact")]

    def __str__(self) -> str:
        """What was done."""
        return self.kind


class Correction(models.Model):
    """What stood on a contact before it was corrected, and what stands there since; nothing is overwritten unseen."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()  # of the contact's corrections, from 1
    before = models.JSONField()  # in words, by what was corrected
    after = models.JSONField()
    why = models.CharField(max_length=REASON)
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.UUIDField()

    class Meta:
        """Corrections of a contact are numbered; the same form sent twice makes one."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "contact", "number"], name="correction_numbered"),
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="correction_once"),
        ]

    def __str__(self) -> str:
        """The number."""
        return f"correction {self.number}"


class Masked(models.Model):
    """A text as it was typed, with the number that was masked in it; restricted, and each reading is on record."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="masked")
    place = models.CharField(max_length=WORD)  # "what about", "note of an attempt"
    text = models.CharField(max_length=TEXT)
    entered = models.DateTimeField()

    class Meta:
        """Masked texts are asked for by contact."""

        indexes: ClassVar = [models.Index(fields=["agency", "contact"], name="masked_by_contact")]

    def __str__(self) -> str:
        """Where it was typed."""
        return self.place
