"""Questions about clocks: what became of one, why it is due when it is, and which are open."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Exists, F, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from csplan.agencies.queries import calendars_of
from csplan.clocks.models import OPEN, Clock, Move, Turn
from csplan.clocks.telling import LAST_OF_ALL, STOPPED, Around, Changed, Told, changes, told_of
from csplan.ledger.plain_sql import stored_key

__all__ = [
    "STOPPED",
    "Told",
    "clocks_of",
    "happenings",
    "last_hand_over",
    "told",
    "turned_on",
]
_LEADS: Final = """
CASE WHEN clocks_clock.id = (
  SELECT beside.id FROM clocks_clock AS beside
  WHERE beside.met IS NULL AND beside.stopped IS NULL AND beside.agency_id = %s
  AND beside.matter_id = clocks_clock.matter_id ORDER BY beside.due ASC NULLS LAST, beside.id LIMIT 1
) THEN true ELSE false END"""
"""Plain, since each count of a list asks it. A planner takes half of the clocks to fulfil a CASE: of an equality it
expects so few that it reads and sorts them all."""


def told(clocks: Sequence[Clock], agency: UUID, now: datetime) -> list[Told]:
    """The clocks of some matters as pages tell them, those of a matter together; the strictest open one leads."""
    calendars = calendars_of(agency, (clock.calendar_id for clock in clocks))
    changed = [clock.id for clock in clocks if clock.changed]
    turns, moves = (turned_on(agency, changed), _moves_of(agency, changed)) if changed else ({}, {})
    first: dict[UUID, UUID] = {}
    for clock in sorted(clocks, key=_strictness):
        first.setdefault(clock.matter_id, clock.id)
    return [
        told_of(
            clock,
            Around(calendars[clock.calendar_id], turns.get(clock.id, ()), moves.get(clock.id, ())),
            clock.id == first[clock.matter_id],
            now,
        )
        for clock in clocks
    ]


def turned_on(agency: UUID, clocks: Iterable[UUID]) -> dict[UUID, list[Turn]]:
    """The turns of some clocks, by clock, in the order of their entry."""
    found: dict[UUID, list[Turn]] = defaultdict(list)
    of_clocks = Turn.objects.filter(agency=agency, clock__in=clocks)
    for turn in of_clocks.select_related("by").order_by("id"):
        assert turn.clock_id
        found[turn.clock_id].append(turn)
    return found


def _moves_of(agency: UUID, clocks: Iterable[UUID]) -> dict[UUID, list[Move]]:
    found: dict[UUID, list[Move]] = defaultdict(list)
    of_clocks = Move.objects.filter(agency=agency, clock__in=clocks)
    with_edition = of_clocks.select_related("calendar__confirmed_by").defer("calendar__text")
    for move in with_edition.order_by("calendar__number"):
        found[move.clock_id].append(move)
    return found


def asked_in(agency: UUID, office: UUID) -> QuerySet[Turn]:
    """The extensions asked for in an office, of clocks still open, that nobody has decided yet; the oldest first."""
    running = Clock.objects.filter(OPEN, agency=agency, office=office, id=OuterRef("clock"))
    decided = Turn.objects.filter(agency=agency, undoes=OuterRef("pk"), what__in=(Turn.EXTEND, Turn.REFUSE))
    found = Turn.objects.filter(Exists(running), ~Exists(decided), agency=agency, what=Turn.ASK)
    return found.select_related("clock", "by").order_by("entered", "id")


def clocks_of(agency: UUID, matters: Iterable[UUID]) -> list[Clock]:
    """All clocks of some matters, the one that is due first first."""
    found = Clock.objects.filter(agency=agency, matter_id__in=set(matters))
    return list(found.order_by("matter_id", F("due").asc(nulls_last=True), "id"))


def leads_of(agency: UUID, *, office: UUID | None = None, owner: UUID | None = None) -> QuerySet[Clock]:
    """The open clock that leads each matter of an agency, an office or one person; also where no due instant is known.

    Which one leads is asked clock by clock, in the order of a list, so that a page costs what it shows.
    """
    leads = RawSQL(_LEADS, [stored_key(agency)], output_field=BooleanField())
    within = {name: key for name, key in (("office", office), ("owner", owner)) if key}
    return Clock.objects.filter(OPEN, leads, agency=agency, **within)


def _strictness(clock: Clock) -> tuple[bool, bool, datetime, UUID]:
    return not clock.is_open, clock.stopped is not None, clock.due or LAST_OF_ALL, clock.id


def happenings(agency: UUID, matters: Collection[UUID], zone: ZoneInfo) -> dict[UUID, list[Changed]]:
    """What was done to some matters and their clocks since they began, by matter, in order of entry."""
    turns, moves = defaultdict(list), defaultdict(list)
    turned = Turn.objects.filter(agency=agency, matter__in=matters).select_related("by", "from_person", "to_person")
    for turn in turned.order_by("id"):
        turns[turn.matter_id].append(turn)
    moved = Move.objects.filter(agency=agency, clock__matter__in=matters).defer("calendar__text")
    for move in moved.select_related("calendar__confirmed_by", "clock"):
        moves[move.clock.matter_id].append(move)
    return {matter: changes(turns[matter], moves[matter], zone) for matter in matters}


def last_hand_over(agency: UUID, matter: UUID) -> Turn | None:
    """The last time that a matter was handed over."""
    found = Turn.objects.filter(agency=agency, matter=matter, what=Turn.HAND_OVER)
    return found.select_related("by", "from_person", "to_person").order_by("-id").first()
