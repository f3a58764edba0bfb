"""Tokens of programs, when they were last used, and what was answered under an idempotency key."""

from typing import ClassVar, Final

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, Office, Person

NAME: Final = 80
DIGEST: Final = 64


class Token(models.Model):
    """What a program shows to be let in: for one agency, perhaps one office, from one day to another.

    A token has the key of the person as whom it acts: somebody without a password or a role, who never signs in.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True)  # None: all offices
    person = models.OneToOneField(Person, on_delete=models.PROTECT)
    name = models.CharField(max_length=NAME)
    digest = models.CharField(max_length=DIGEST)  # of the secret, which is shown once and kept nowhere
    scopes = models.JSONField()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    made = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A token does not end before it begins; a key is asked for within its agency."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "id"], name="token_once"),
            models.CheckConstraint(
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("first_day")),
                name="token_in_order",
            ),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Use(models.Model):
    """When a token was last used, and how often in that minute. No act: it is written by every request."""

    token = models.OneToOneField(Token, on_delete=models.PROTECT, primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    last = models.DateTimeField()
    minute = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        """The instant."""
        return f"last used {self.last}"


class Receipt(models.Model):
    """What was recorded under an idempotency key of a token, so that the same request twice is recorded once."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    token = models.ForeignKey(Token, on_delete=models.PROTECT)
    key = models.CharField(max_length=DIGEST)  # digest of the key, which a program may have made of anything
    digest = models.CharField(max_length=DIGEST)  # of the address and the body
    record = models.UUIDField()
    made = models.DateTimeField()

    class Meta:
        """A key of a token stands for one request."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "token", "key"], name="receipt_once")]

    def __str__(self) -> str:
        """The record."""
        return f"receipt of {self.record}"
