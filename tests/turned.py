"""Clocks and turns that pages about them name."""

from datetime import timedelta
from uuid import UUID

from cast import MON_23_NOV, County, call
from csplan.agencies.keys import new_key
from csplan.clocks.models import OPEN, Clock
from csplan.clocks.turning import Said
from csplan.contacts.clock_actions import ask_extension, extend
from csplan.contacts.models import Contact
from csplan.core.duration import Duration


def said(of: County, reason: str = "the customer asked", now: timedelta = timedelta()) -> Said:
    return Said(reason=reason, by=of.people["supervisor"], key=new_key(), now=MON_23_NOV + now)


def clock_of(contact: Contact) -> Clock:
    return Clock.objects.order_by("due").get(matter=contact.matter_id)


def of_a_clock(of: County) -> dict[str, UUID]:
    """A clock of a contact; where no promise binds, no clock at all."""
    contact = call(of, MON_23_NOV)
    clock = Clock.objects.filter(matter=contact.matter_id).first()
    return {"key": contact.id, "clock": clock.id if clock else new_key()}


def of_an_ask(of: County) -> dict[str, UUID]:
    """An extension that is asked for, for a clock of a contact."""
    contact = call(of, MON_23_NOV)
    clock = Clock.objects.filter(OPEN, matter=contact.matter_id).first()
    turn = ask_extension(contact, clock, Duration(1, "days"), said(of)) if clock else None
    return {"key": contact.id, "turn": turn.id if turn else new_key()}


def of_a_turn(of: County) -> dict[str, UUID]:
    """An extension of a clock of a contact."""
    contact = call(of, MON_23_NOV)
    clock = Clock.objects.filter(OPEN, matter=contact.matter_id).first()
    turn = extend(contact, clock, Duration(1, "days"), said(of)) if clock else None
    return {"key": contact.id, "turn": turn.id if turn else new_key()}
