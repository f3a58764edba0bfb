"""Verbs that write what is held of a participant: language, TTY, restrictions. One ledger row each."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from csplan.agencies.acts import record_act
from csplan.agencies.models import Person
from csplan.agencies.once import once
from csplan.contacts.models import Participant, Restriction
from csplan.contacts.sensitive import masked
from csplan.core.errors import CsplanError
from csplan.ledger.subjects import present_data


class ChangedMeanwhile(CsplanError):
    """Somebody else has changed the same thing since it was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """How a participant is spoken with."""

    language: str = ""
    needs_interpreter: bool = False
    tty: str = ""
    tty_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRestriction:
    """How a participant may be contacted from a day on, as somebody decided."""

    kind: str
    why: str
    decided_by: UUID
    first_day: date
    last_day: date | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of a restriction that it fills."""
        said = {"kind": self.kind, "decided_by_id": self.decided_by, "why": masked(self.why).text}
        return {**said, "first_day": self.first_day, "last_day": self.last_day}


def change_needs(participant: Participant, needs: Needs, *, seen: int, by: Person, now: datetime) -> Participant:
    """How a participant is spoken with, from now on; what is so already is left.

    Raises ChangedMeanwhile unless `seen` counts all edits.
    """
    subject = f"participant:{participant.id}"
    with transaction.atomic():
        row = Participant.objects.select_for_update().get(agency=by.agency_id, id=participant.id)
        if all(getattr(row, name) == value for name, value in asdict(needs).items()):
            return row
        if row.edits != seen:
            raise ChangedMeanwhile("This was changed since the page was opened; both are shown.")
        before = present_data(by.agency_id, subject)
        row.language, row.needs_interpreter = needs.language, needs.needs_interpreter
        row.tty, row.tty_number, row.edits = needs.tty, needs.tty_number, row.edits + 1
        row.save(update_fields=["language", "needs_interpreter", "tty", "tty_number", "edits"])
        record_act(by.agency_id, by.id, "change participant's needs", subject, entered=now, before=before)
    return row


def restrict(participant: Participant, new: NewRestriction, *, by: Person, key: UUID, now: datetime) -> Restriction:
    """A restriction of how a participant may be contacted."""
    agency, entered, subject = by.agency_id, now.replace(microsecond=0), f"participant:{participant.id}"

    def write() -> Restriction:
        before = present_data(agency, subject)
        put = {"agency_id": agency, "entered": entered, "entered_by": by, "idempotency_key": key}
        row = Restriction.objects.create(participant=participant, **new.columns(), **put)
        record_act(agency, by.id, "restrict contact", subject, entered=entered, before=before)
        return row

    return once(write, lambda: Restriction.objects.filter(agency=agency, idempotency_key=key).first())


def end_restriction(restriction: Restriction, last_day: date, *, by: Person, now: datetime) -> Restriction:
    """A restriction that ends with a day, if it does not already. Raises CsplanError for a day before its first."""
    if last_day < restriction.first_day:
        raise CsplanError(f"it begins on {restriction.first_day}; give that day or a later one")
    subject = f"participant:{restriction.participant_id}"
    with transaction.atomic():
        row = Restriction.objects.select_for_update().get(agency=by.agency_id, id=restriction.id)
        if row.last_day == last_day:
            return row
        before = present_data(by.agency_id, subject)
        row.last_day = last_day
        row.save(update_fields=["last_day"])
        record_act(by.agency_id, by.id, "end restriction", subject, entered=now, before=before)
    return row
