"""The feeds that people have set up; their secret addresses are kept as digests only."""

from typing import ClassVar

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, Person


class Feed(models.Model):
    """The calendar feed of somebody, under a secret address."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64)  # SHA-256 of the secret part of the address
    made = models.DateTimeField()

    class Meta:
        """Somebody has one feed; an address leads to one."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "person"], name="feed_once"),
            models.UniqueConstraint(fields=["agency", "digest"], name="feed_address_once"),
        ]

    def __str__(self) -> str:
        """The person's key."""
        return f"feed of {self.person_id}"
