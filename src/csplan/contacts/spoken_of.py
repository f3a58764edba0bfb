"""The rows of this room that the ledger speaks of: a contact with all that hangs on it, and a participant."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, Prefetch

from csplan.agencies.spoken_of import columns_of
from csplan.clocks.models import Clock, Matter, Move, Turn
from csplan.clocks.spoken_of import clock_data, new_clock_data
from csplan.contacts.models import Attempt, Contact, Correction, Handling, Masked, Participant, Restriction

Found = Iterator[tuple[str, Mapping[str, Any]]]
HANGING: Final[Mapping[str, type[Model]]] = {
    "matter__clocks": Clock,
    "matter__clocks__moves": Move,
    "matter__turns": Turn,
    "attempts": Attempt,
    "handlings": Handling,
    "corrections": Correction,
    "masked": Masked,
}


def contact_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The contacts of an agency with everything that hangs on them."""
    found = Contact.objects.filter(agency=agency).select_related("matter", "case", "participant")
    chosen = found if keys is None else found.filter(id__in=keys)
    hanging = (_in_order(name, model, agency) for name, model in HANGING.items())
    for contact in chosen.prefetch_related(*hanging).order_by("id").iterator(chunk_size=1000):
        yield str(contact.id), _whole(contact)


def _in_order(name: str, model: type[Model], agency: UUID) -> "Prefetch[Any]":
    return Prefetch(name, model._default_manager.filter(agency=agency).order_by("pk"))


def new_contact_data(contact: Contact, clocks: Iterable[Clock], masked: Iterable[Masked]) -> dict[str, Any]:
    """What contact_rows gives of a contact that was just written, with its clocks and what was masked."""
    nothing: dict[str, Any] = {"turns": [], "attempts": [], "handlings": [], "corrections": []}
    started = [new_clock_data(clock) for clock in sorted(clocks, key=_key)]
    return {**_itself(contact), **nothing, "clocks": started, "masked": [columns_of(each) for each in masked]}


def _key(row: Model) -> Any:
    return row.pk


def _itself(contact: Contact) -> dict[str, Any]:
    return {
        **columns_of(contact),
        "matter": columns_of(contact.matter),
        "case": columns_of(contact.case) if contact.case else None,
        "participant": _identity(contact.participant) if contact.participant else None,
    }


def _whole(contact: Contact) -> dict[str, Any]:
    return {
        **_itself(contact),
        "clocks": [clock_data(clock, contact.matter.turns.all()) for clock in contact.matter.clocks.all()],
        "turns": [columns_of(turn) for turn in contact.matter.turns.all()],
        "attempts": [columns_of(attempt) for attempt in contact.attempts.all()],
        "handlings": [columns_of(handling) for handling in contact.handlings.all()],
        "corrections": [columns_of(correction) for correction in contact.corrections.all()],
        "masked": [columns_of(masked) for masked in contact.masked.all()],
    }


def _identity(participant: Participant) -> dict[str, Any]:
    return {name: getattr(participant, name) for name in ("id", "agency_id", "case_id", "role")}


def participant_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The participants of whom more is said than that they are, with their restrictions and the case."""
    found = Participant.objects.filter(agency=agency).select_related("case")
    said = found.exclude(language="", needs_interpreter=False, tty="", tty_number="", edits=0, restrictions=None)
    chosen = said.distinct() if keys is None else found.filter(id__in=keys)
    restrictions = _in_order("restrictions", Restriction, agency)
    for each in chosen.prefetch_related(restrictions).order_by("id"):
        held = [columns_of(restriction) for restriction in each.restrictions.all()]
        yield str(each.id), {**columns_of(each), "case": columns_of(each.case), "restrictions": held}


def matter_rows(agency: UUID, keys: Collection[str] | None) -> Found:
    """The matters behind which no contact stands. No act makes one, so that each was put in past the ledger."""
    found = Matter.objects.filter(agency=agency, contact=None)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(matter.id), columns_of(matter)) for matter in chosen)
