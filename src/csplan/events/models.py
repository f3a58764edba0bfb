"""Events: what was entered in the case system of a contact, what is still owed, and what must stay out of it."""

from typing import ClassVar, Final

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, Office, Person
from csplan.contacts.models import CaseReference, Contact

REFERENCE: Final = 80
WORD: Final = 40
SENTENCE: Final = 200
TEXT: Final = 20_000
COPIED: Final = "copied"
TYPED: Final = "typed first"
REPORTED: Final = "found in a report"
ENTER: Final = "enter"
IN_PART: Final = "enter in part"
NOT_ENTER: Final = "not enter"
DECISIONS: Final = (ENTER, IN_PART, NOT_ENTER)


class Event(models.Model):
    """An event of a contact. Once it is posted, nothing of it changes any more: a correction is another one."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="events")
    case = models.ForeignKey(CaseReference, on_delete=models.PROTECT)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    tells_contact = models.BooleanField()  # whether it tells of the contact itself
    tells = models.JSONField()  # the keys of the attempts and handlings of which it tells
    happened = models.DateTimeField()  # the first of what it tells
    text = models.TextField(max_length=TEXT, blank=True)  # destroyed when posted, unless the agency keeps it
    digest = models.CharField(max_length=64, blank=True)  # of the text, under the event's own key
    quoted = models.JSONField()  # the judging words that the writer confirmed as a quotation
    how = models.CharField(max_length=WORD, blank=True)
    reference = models.CharField(max_length=REFERENCE, blank=True)
    posted = models.DateTimeField(null=True, blank=True)
    timed = models.BooleanField(default=True)  # False where only the day of posting is known
    posted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.UUIDField()

    class Meta:
        """The same form sent twice makes one event; one is posted by somebody, in some way."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="event_once"),
            models.CheckConstraint(
                condition=models.Q(posted=None, posted_by=None, how="")
                | (models.Q(posted__isnull=False, posted_by__isnull=False) & ~models.Q(how="")),
                name="event_posted_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "contact"], name="event_by_contact"),
            models.Index(fields=["agency", "posted"], name="event_by_posted"),
        ]

    def __str__(self) -> str:
        """Whether it is posted."""
        return "event, posted" if self.posted else "event, not posted yet"


class Owed(models.Model):
    """What is still owed to the case system: for a contact, or an event that is written and not posted yet.

    A list of what is left to do, kept by owing.py; each row goes when its event is posted.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    why = models.CharField(max_length=SENTENCE)

    class Meta:
        """A contact owes one event beside those that are written; lists are asked for by office and person."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "contact"], condition=models.Q(event=None), name="owed_once_by_contact"
            ),
            models.UniqueConstraint(fields=["agency", "event"], name="owed_once_by_event"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "office", "since"], name="owed_by_office"),
            models.Index(fields=["agency", "person", "since"], name="owed_by_person"),
        ]

    def __str__(self) -> str:
        """Why it is owed."""
        return self.why


class RestrictedNote(models.Model):
    """That there is something highly sensitive, and what the supervisor decided; its text only where so chosen."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    kept_at = models.CharField(max_length=SENTENCE, blank=True)  # where the worker keeps it, outside csplan
    text = models.TextField(max_length=TEXT, blank=True)
    decision = models.CharField(max_length=WORD, blank=True)
    words = models.CharField(max_length=SENTENCE, blank=True)  # of the supervisor, such as which part
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+")  # owed by it
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.UUIDField()

    class Meta:
        """A decision is somebody's; the undecided ones are the supervisor's queue."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="restricted_once"),
            models.CheckConstraint(
                condition=models.Q(decision="", decided=None, decided_by=None)
                | models.Q(decision__in=DECISIONS, decided__isnull=False, decided_by__isnull=False),
                name="restricted_decided_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "contact"], name="restricted_by_contact"),
            models.Index(fields=["agency", "entered"], condition=models.Q(decision=""), name="restricted_undecided"),
        ]

    def __str__(self) -> str:
        """What was decided."""
        return self.decision or "undecided"


class Mark(models.Model):
    """What a supervisor found of an event of a sample: whether it is factual. It rates no one."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    factual = models.BooleanField()
    note = models.CharField(max_length=SENTENCE, blank=True)
    marked = models.DateTimeField()
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """An event has one mark; who marks it again replaces it, and the ledger knows both."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "event"], name="mark_once")]

    def __str__(self) -> str:
        """What was found."""
        return "factual" if self.factual else "not factual"


class ReportColumns(models.Model):
    """The columns of the reports that an agency exports from its case system, as they were mapped last."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    columns = models.JSONField()

    class Meta:
        """An agency maps its reports once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency"], name="report_columns_once")]

    def __str__(self) -> str:
        """The columns."""
        return ", ".join(self.columns.values())
