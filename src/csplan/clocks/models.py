"""Matters, and the clocks that run on them. Overdue is no column: verdicts are derived."""

from typing import ClassVar, Final

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, CalendarEdition, Office, Person
from csplan.standards.models import PlanInForce

SENTENCE: Final = 2000
NAME: Final = 200
OPEN: Final = models.Q(met=None, stopped=None)
"""The clocks that run, or wait to start: neither met nor stopped. Every list of what is owed asks for these."""


class Matter(models.Model):
    """What clocks run on: one contact, and later a complaint, an application, an appointment."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT)
    meant_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # as it came in
    redirected = models.BooleanField(default=False)  # the call went on to the owner, who covers for whom it was meant

    class Meta:
        """Lists are asked for by owner and by office; what leave relieves by whom it was meant for."""

        indexes: ClassVar = [
            models.Index(fields=["agency", "owner"], name="matter_by_owner"),
            models.Index(fields=["agency", "office"], name="matter_by_office"),
            models.Index(fields=["agency", "meant_for"], name="matter_by_meant_for"),
        ]

    def __str__(self) -> str:
        """The key."""
        return f"matter {self.id}"


class Clock(models.Model):
    """One standard running on one matter, with the words of the promise and the due instant as last counted.

    A clock that waits for something without a known date (a return from leave) has no start and no due instant yet.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="clocks")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, db_index=False)  # the matter's, so that a list of
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False)  # 400,000 is read in order of due
    plan = models.ForeignKey(PlanInForce, on_delete=models.PROTECT)
    calendar = models.ForeignKey(CalendarEdition, on_delete=models.PROTECT)
    standard = models.CharField(max_length=NAME)
    name = models.CharField(max_length=NAME)
    force = models.CharField(max_length=40)
    fact = models.CharField(max_length=NAME)  # the fact that started it
    met_by = models.JSONField()  # the facts that meet it
    n = models.IntegerField()
    unit = models.CharField(max_length=40)
    counting = models.JSONField()  # the counting options that the promise names
    says = models.TextField(max_length=SENTENCE)
    cite = models.CharField(max_length=SENTENCE)
    started = models.DateTimeField(null=True, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    stopped = models.DateTimeField(null=True, blank=True)  # when another clock took over; it is owed no more
    met = models.DateTimeField(null=True, blank=True)
    met_fact = models.CharField(max_length=NAME, blank=True)

    class Meta:
        """A standard runs once on a matter; open clocks are found by when they are due."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "matter", "standard"], name="clock_once"),
            models.CheckConstraint(
                condition=models.Q(met=None, met_fact="") | (models.Q(met__isnull=False) & ~models.Q(met_fact="")),
                name="clock_met_by_a_fact",
            ),
            models.CheckConstraint(condition=models.Q(met=None) | models.Q(stopped=None), name="clock_met_or_stopped"),
            models.CheckConstraint(
                condition=models.Q(due=None, due_date=None)
                | models.Q(started__isnull=False, due__isnull=False, due_date__isnull=False),
                name="clock_due_once_started",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "due", "id"], condition=OPEN, name="clock_open_by_due"),
            models.Index(fields=["agency", "office", "due", "id"], condition=OPEN, name="clock_of_office"),
            models.Index(fields=["agency", "owner", "due", "id"], condition=OPEN, name="clock_of_owner"),
        ]

    def __str__(self) -> str:
        """The standard's name."""
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.met is None and self.stopped is None
