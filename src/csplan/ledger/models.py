"""The ledger's two tables: its entries, which are only ever added, and the salts of their digests."""

from django.db import models
from django.db.models import CheckConstraint, Q

DIGEST = 64
"""Characters of a SHA-256 digest in hexadecimal."""


class Entry(models.Model):
    """One act of one agency, and its place in that agency's chain. The database refuses to change or remove it."""

    pk = models.CompositePrimaryKey("agency", "number")
    agency = models.UUIDField()
    number = models.PositiveBigIntegerField()
    actor = models.UUIDField(null=True)
    on_behalf = models.UUIDField(null=True)
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=160)
    before = models.CharField(max_length=DIGEST, blank=True)
    after = models.CharField(max_length=DIGEST, blank=True)
    salted = models.CharField(max_length=DIGEST, blank=True)
    happened = models.DateTimeField()
    entered = models.DateTimeField()
    previous = models.CharField(max_length=DIGEST)
    digest = models.CharField(max_length=DIGEST)

    class Meta:
        """The checks of an entry; its subject's history is found by agency and subject."""

        db_table = "ledger_entry"
        indexes = (models.Index(fields=["agency", "subject", "number"], name="ledger_entry_subject"),)
        constraints = (
            CheckConstraint(condition=Q(number__gte=1), name="ledger_entry_numbered_from_1"),
            CheckConstraint(condition=~Q(act="") & ~Q(subject=""), name="ledger_entry_says_what"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.act} {self.subject}"


class Salt(models.Model):
    """The salt of one entry's digests. Redaction destroys it; then nobody can try what the entry was of."""

    pk = models.CompositePrimaryKey("agency", "number")
    agency = models.UUIDField()
    number = models.PositiveBigIntegerField()
    salt = models.CharField(max_length=DIGEST)

    class Meta:
        """Apart from the entries, since it may be destroyed."""

        db_table = "ledger_salt"

    def __str__(self) -> str:
        return f"salt of {self.number}"
