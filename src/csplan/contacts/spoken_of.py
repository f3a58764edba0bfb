"""The rows of this room that the ledger speaks of: a contact with its matter, case, clocks and attempts."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from csplan.agencies.spoken_of import columns_of
from csplan.clocks.models import Clock, Matter, Move, Turn
from csplan.clocks.spoken_of import clock_data
from csplan.contacts.models import Attempt, Contact


def contact_rows(agency: UUID, keys: Collection[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The contacts of an agency with everything that hangs on them."""
    found = Contact.objects.filter(agency=agency).select_related("matter", "case")
    chosen = found if keys is None else found.filter(id__in=keys)
    moves = Prefetch("moves", Move.objects.filter(agency=agency))
    clocks = Prefetch("matter__clocks", Clock.objects.filter(agency=agency).prefetch_related(moves).order_by("id"))
    turns = Prefetch("matter__turns", Turn.objects.filter(agency=agency).order_by("id"))
    attempts = Prefetch("attempts", Attempt.objects.filter(agency=agency).order_by("id"))
    for contact in chosen.prefetch_related(clocks, turns, attempts).order_by("id").iterator(chunk_size=1000):
        yield str(contact.id), _whole(contact)


def _whole(contact: Contact) -> dict[str, Any]:
    return {
        **columns_of(contact),
        "matter": columns_of(contact.matter),
        "case": columns_of(contact.case) if contact.case else None,
        "clocks": [clock_data(clock) for clock in contact.matter.clocks.all()],
        "turns": [columns_of(turn) for turn in contact.matter.turns.all()],
        "attempts": [columns_of(attempt) for attempt in contact.attempts.all()],
    }


def matter_rows(agency: UUID, keys: Collection[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The matters behind which no contact stands. No act makes one, so that each was put in past the ledger."""
    found = Matter.objects.filter(agency=agency, contact=None)
    chosen = found if keys is None else found.filter(id__in=keys)
    yield from ((str(matter.id), columns_of(matter)) for matter in chosen)
