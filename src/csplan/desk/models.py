"""What people keep at their desk: filters under a name, and whether they want the morning digest."""

from typing import ClassVar, Final

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, Office, Person

NAME: Final = 60
FILTER: Final = 1000


class SavedFilter(models.Model):
    """A filter under a name: of one person, who may show it to everybody in the office."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    page = models.CharField(max_length=80)  # the list that it narrows, named as its URL is
    name = models.CharField(max_length=NAME)
    text = models.CharField(max_length=FILTER)  # as it stands in an address: plain words and opaque keys
    shared = models.BooleanField(default=False)

    class Meta:
        """A person has one filter of a name on a list."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "person", "page", "name"], name="saved_filter_once")
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "office", "page"], name="saved_filter_of_office")]

    def __str__(self) -> str:
        """The name."""
        return self.name


class DigestWish(models.Model):
    """Somebody wants the morning digest by mail."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    since = models.DateTimeField()

    class Meta:
        """Somebody wishes once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "person"], name="digest_wish_once")]

    def __str__(self) -> str:
        """The person's key."""
        return f"digest for {self.person_id}"
