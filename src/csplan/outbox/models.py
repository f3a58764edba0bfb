"""What must leave the building, the rounds that are made periodically, and the workers that do both."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from csplan.ledger.keys import new_key

KEY: Final = 200
REASON: Final = 300
FAULT: Final = 80


class Parcel(models.Model):
    """A mail or a webhook call, put out in the transaction of the act that owes it, delivered at least once.

    The agency is a plain key: the outbox knows nobody. An outcome stands only where nothing is left to do.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.UUIDField()
    kind = models.CharField(max_length=40)  # the door through which it leaves: "mail", "webhook"
    key = models.CharField(max_length=KEY)  # the same key twice puts out nothing twice
    to = models.CharField(max_length=320)  # a mail address, or what the door understands
    payload = models.JSONField()  # emptied when it has left
    message_id = models.CharField(max_length=KEY)  # the same at every try
    put_out = models.DateTimeField()
    next_try = models.DateTimeField()  # while it is leased: when the lease runs out
    tries = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=REASON, blank=True)  # why the last try failed
    ended = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        """A key is put out once in an agency; what is to be delivered is found by when it is tried next."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "key"], name="parcel_once"),
            models.CheckConstraint(
                condition=Q(ended=None, outcome="") | (Q(ended__isnull=False) & ~Q(outcome="")),
                name="parcel_ended_somehow",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "next_try"], condition=Q(ended=None), name="parcel_to_deliver"),
            models.Index(fields=["agency", "outcome", "ended"], name="parcel_by_outcome"),
        ]

    def __str__(self) -> str:
        """The kind and the key."""
        return f"{self.kind} {self.id}"


class Round(models.Model):
    """One periodic piece of work: the period it was last begun for, by whom, when it was done, and whether well."""

    name = models.CharField(max_length=80, primary_key=True)
    period = models.BigIntegerField()  # periods since 1970
    lease_owner = models.CharField(max_length=80)
    lease_until = models.DateTimeField()
    begun = models.DateTimeField()
    done = models.DateTimeField(null=True)
    failed = models.DateTimeField(null=True)  # the last time; none since it was last made well
    fault = models.CharField(max_length=FAULT, blank=True)  # the kind of what went wrong then, without its message

    def __str__(self) -> str:
        """The name."""
        return self.name


class Worker(models.Model):
    """One running `csplan work`, and when it last went over everything."""

    name = models.CharField(max_length=80, primary_key=True)
    started = models.DateTimeField()
    worked = models.DateTimeField()

    class Meta:
        """When work last ran is asked for by every page."""

        indexes: ClassVar = [models.Index(fields=["worked"], name="worker_by_worked")]

    def __str__(self) -> str:
        """The name."""
        return self.name
