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
UNPROMISED: Final = models.Q(unpromised__isnull=False)
"""The matters on which an answer is owed that no promise binds: nothing runs, and lists ask for them beside clocks."""


class Matter(models.Model):
    """What clocks run on: one contact, and later a complaint, an application, an appointment."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT)
    meant_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # as it came in
    redirected = models.BooleanField(default=False)  # the call went on to the owner, who covers for whom it was meant
    unpromised = models.DateTimeField(null=True, blank=True)  # since when an answer is owed that no promise binds

    class Meta:
        """Lists are asked for by owner and by office; what leave relieves by whom it was meant for."""

        indexes: ClassVar = [
            models.Index(fields=["agency", "owner"], name="matter_by_owner"),
            models.Index(fields=["agency", "office"], name="matter_by_office"),
            models.Index(fields=["agency", "meant_for"], name="matter_by_meant_for"),
            models.Index(
                fields=["agency", "office", "unpromised", "id"], condition=UNPROMISED, name="matter_unpromised"
            ),
            models.Index(
                fields=["agency", "owner", "unpromised", "id"], condition=UNPROMISED, name="unpromised_of_owner"
            ),
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
    changed = models.BooleanField(default=False)  # whether it has turns or moves, so that lists need not ask
    stopped = models.DateTimeField(null=True, blank=True)  # when another clock took over; it is owed no more
    why_stopped = models.CharField(max_length=NAME, blank=True)
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


class Turn(models.Model):
    """Something done to a matter, or to one of its clocks, after it began; rows are only ever added.

    A pause lasts until a resumption undoes it; what is taken back is undone as if it had never been.
    """

    PAUSE: ClassVar = "pause"
    RESUME: ClassVar = "resume"
    EXTEND: ClassVar = "extend"
    TAKE_BACK: ClassVar = "take back"
    HAND_OVER: ClassVar = "hand over"
    ASK: ClassVar = "ask"  # for an extension, of whoever may give one; it changes no date
    REFUSE: ClassVar = "refuse"  # an ask, which it undoes; an extension that was asked for undoes its ask too
    LEAVE: ClassVar = "leave"  # an absence was entered, changed or cancelled, and the clock follows it

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="turns")
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="turns", null=True)
    what = models.CharField(max_length=20)
    at = models.DateTimeField()  # from when a pause lasts, or until when; otherwise when it was entered
    n = models.PositiveIntegerField(null=True)  # of an extension, given or asked for
    unit = models.CharField(max_length=40, blank=True)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    from_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due_before = models.DateTimeField(null=True)  # of the clock, and on which calendar it was counted
    calendar_before = models.ForeignKey(CalendarEdition, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    entered = models.DateTimeField()
    idempotency_key = models.UUIDField()

    class Meta:
        """The same form sent twice turns once; a pause ends once, and nothing is taken back twice."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="turn_once"),
            models.UniqueConstraint(fields=["agency", "undoes", "what"], name="turn_undone_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "matter"], name="turn_by_matter"),
            models.Index(fields=["agency", "entered"], name="turn_asked", condition=models.Q(what="ask")),
        ]

    def __str__(self) -> str:
        """What was done."""
        return self.what


class Move(models.Model):
    """A clock whose due instant a calendar edition moved; the edition's ledger row carries a digest of its moves."""

    pk = models.CompositePrimaryKey("agency", "calendar", "clock")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False)
    calendar = models.ForeignKey(CalendarEdition, on_delete=models.PROTECT, db_index=False)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="moves")
    due_before = models.DateTimeField()
    due_date_before = models.DateField()
    calendar_before = models.ForeignKey(CalendarEdition, on_delete=models.PROTECT, db_index=False, related_name="+")
    due = models.DateTimeField()
    due_date = models.DateField()

    class Meta:
        """No due instant is ever moved to an earlier one."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(due__gt=models.F("due_before")), name="move_later")
        ]

    def __str__(self) -> str:
        """From when to when."""
        return f"{self.due_before} to {self.due}"


class Warned(models.Model):
    """Somebody was warned that a clock falls due soon: once for each rung, whatever happens to the clock later."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="warnings")
    rung = models.CharField(max_length=40)  # how long before it is due: "4 business hours"
    due = models.DateTimeField()  # as it was then
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    round = models.UUIDField()  # the warnings that were given together
    given = models.DateTimeField()

    class Meta:
        """A rung warns of a clock once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "clock", "rung"], name="warned_once")]
        indexes: ClassVar = [models.Index(fields=["agency", "round"], name="warned_by_round")]

    def __str__(self) -> str:
        """The rung."""
        return f"warned {self.rung} before"
