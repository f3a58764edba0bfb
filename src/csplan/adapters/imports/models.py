"""Imports of call logs, the rows that still wait, what became of each call, and the calls out that may be returns."""

from typing import ClassVar, Final

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, Office, Person
from csplan.contacts.models import Contact

FILE_NAME: Final = 120
DIGEST: Final = 64
WORD: Final = 20
DONE: Final = "done"
CANCELLED: Final = "cancelled"
LEFT_OUT, WRONG = "left out", "wrong"  # counts of what was not recorded
ATTEMPT, REACHED, NEITHER = "attempt", "reached", "neither"


class Import(models.Model):
    """A file of calls: what its columns mean, who began and when it ended, with what it came to."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=FILE_NAME)
    digest = models.CharField(max_length=DIGEST)
    read_as = models.CharField(max_length=40)
    header = models.JSONField()
    header_digest = models.CharField(max_length=DIGEST)
    rows = models.PositiveIntegerField()
    parts = models.PositiveIntegerField()
    meaning = models.JSONField(null=True)  # of the columns; none before it was said
    redirects = models.JSONField(default=dict)  # by absence: on to which cover its calls went, or that they stay
    uploaded = models.DateTimeField()
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=WORD, blank=True)
    counts = models.JSONField(null=True)  # what it came to, once it ended

    class Meta:
        """Imports of an office are listed, the last one first."""

        indexes: ClassVar = [models.Index(fields=["agency", "office", "uploaded"], name="import_by_office")]

    def __str__(self) -> str:
        """The name of the file."""
        return self.file_name

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.started is not None and self.ended is None

    @property
    def may_come_again(self) -> bool:
        """Whether it ended without all of its rows recorded; those that are recorded are recognised by themselves."""
        counts = self.counts or {}
        unrecorded = counts.get(WRONG, 0) + counts.get(LEFT_OUT, 0)
        return self.ended is not None and (self.ended_as == CANCELLED or unrecorded > 0)

    @property
    def was_understood(self) -> bool:
        """Whether any of its rows was read as a call, as far as is known yet."""
        counts = self.counts or {}
        return not counts or counts.get(WRONG, 0) < sum(counts.values())


class Part(models.Model):
    """Some rows of a file that is not recorded yet; gone when it is."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    of = models.ForeignKey(Import, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    rows = models.JSONField()  # of [line, [cells]]

    class Meta:
        """Parts of an import are numbered."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "of", "number"], name="part_once")]

    def __str__(self) -> str:
        """The number."""
        return f"part {self.number}"


class Progress(models.Model):
    """How far an import has come: steps done, and the counts up to there."""

    of = models.OneToOneField(Import, on_delete=models.PROTECT, primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    steps = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)  # the first ones: [line, column, what, remedy]

    def __str__(self) -> str:
        """The steps done."""
        return f"{self.steps} steps"


class Line(models.Model):
    """A call that an import took in, by the digest of all that tells it from others."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    of = models.ForeignKey(Import, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    call = models.CharField(max_length=DIGEST)

    class Meta:
        """A call is taken in once by an agency."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "call"], name="line_once")]

    def __str__(self) -> str:
        """The number."""
        return f"line {self.number}"


class Caller(models.Model):
    """From which number a contact came, as a digest under the site's secret: to find the call back however written."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="callers")
    digest = models.CharField(max_length=DIGEST)

    class Meta:
        """A contact has one caller; callers are found by digest."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "contact"], name="caller_once")]
        indexes: ClassVar = [models.Index(fields=["agency", "digest"], name="caller_by_digest")]

    def __str__(self) -> str:
        """Nothing that tells who it was."""
        return "a caller"


class Proposal(models.Model):
    """A call out that may have answered an open contact; a person decides what it was."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    of = models.ForeignKey(Import, on_delete=models.PROTECT)
    line = models.PositiveIntegerField()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="proposals")
    called_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    happened = models.DateTimeField()
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=WORD, blank=True)

    class Meta:
        """A line proposes a contact once; those that wait are listed."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "of", "line", "contact"], name="proposal_once"),
            models.CheckConstraint(
                condition=models.Q(decided=None, decision="")
                | (models.Q(decided__isnull=False) & models.Q(decision__in=(ATTEMPT, REACHED, NEITHER))),
                name="proposal_decided",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "happened"], condition=models.Q(decided=None), name="proposal_waiting")
        ]

    def __str__(self) -> str:
        """When it was."""
        return f"call out at {self.happened}"
