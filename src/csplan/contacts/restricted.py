"""How the participant of a contact may be contacted, as lists say it: asked together with the contacts themselves."""

from datetime import date
from typing import Any

from django.db.models import Aggregate, OuterRef, QuerySet, Subquery, TextField

from csplan.agencies.queries import holding
from csplan.contacts.kinds import words
from csplan.contacts.models import Contact, Restriction

HELD = "held"


class _Joined(Aggregate):
    """The texts of a group as one, with bars between them."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, '|')"
    output_field = TextField()

    def as_sqlite(self, *around: Any, **extra: Any) -> Any:
        """The same under the name that each SQLite knows."""
        return self.as_sql(*around, function="GROUP_CONCAT", **extra)


def with_restrictions(contacts: QuerySet[Contact], day: date) -> QuerySet[Contact]:
    """Some contacts, each with the restrictions of its participant that hold on a day."""
    of_participant = Restriction.objects.filter(agency=OuterRef("agency"), participant=OuterRef("participant"))
    held = of_participant.filter(holding(day)).order_by().values("participant").annotate(every=_Joined("kind"))
    return contacts.annotate(**{HELD: Subquery(held.values("every"))})


def restrictions_of(contact: Contact) -> tuple[str, ...]:
    """The restrictions that a contact was asked for with, in words: "Written contact only"; none where it was not."""
    held = (getattr(contact, HELD, None) or "").split("|")
    return tuple(each.says for each in words("restriction").values() if each.id in held)
