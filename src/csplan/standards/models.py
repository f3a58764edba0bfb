"""The texts that bind agencies, stored when first used, so that an upgrade cannot change them."""

from typing import ClassVar

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency


class PolicyText(models.Model):
    """The text of one edition of a policy, by its digest; shared by all agencies."""

    digest = models.CharField(max_length=64, primary_key=True)
    edition = models.CharField(max_length=200)
    text = models.TextField()

    def __str__(self) -> str:
        """The edition's id."""
        return self.edition


class PlanInForce(models.Model):
    """One edition of an agency's plan: its text, the text of its model, and the days on which it binds."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    text = models.TextField()
    model_text = models.ForeignKey(PolicyText, on_delete=models.PROTECT)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        """Versions of an agency's plan are numbered, and none ends before it begins."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "version"], name="plan_version_once"),
            models.CheckConstraint(
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("first_day")),
                name="plan_in_order",
            ),
        ]

    def __str__(self) -> str:
        """The version."""
        return f"plan, version {self.version}"
