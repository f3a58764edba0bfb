"""Which program of an agency is told of what, and the secret by which it knows who tells."""

from typing import ClassVar, Final

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency

ADDRESS: Final = 300
SECRET: Final = 80


class Subscription(models.Model):
    """A program that is told of certain kinds of events. It is paused, never removed: its deliveries stay explained."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    address = models.CharField(max_length=ADDRESS)  # https://
    kinds = models.JSONField()  # of events
    secret = models.CharField(max_length=SECRET)  # signs every call
    earlier_secret = models.CharField(max_length=SECRET, blank=True)  # signs too, until:
    earlier_until = models.DateTimeField(null=True)
    made = models.DateTimeField()
    paused = models.DateTimeField(null=True)

    class Meta:
        """Every act asks for those of its agency that are not paused."""

        indexes: ClassVar = [
            models.Index(fields=["agency"], condition=models.Q(paused=None), name="webhook_of_agency"),
        ]

    def __str__(self) -> str:
        """The address."""
        return self.address
