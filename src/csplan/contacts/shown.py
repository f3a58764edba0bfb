"""What the pages of this room show: the buttons by group, and what is known of a case while a contact is logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from csplan.agencies.asking import Asking
from csplan.agencies.case_numbers import case_number
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.contacts.actions import role_of
from csplan.contacts.kinds import Kind, without_services, words
from csplan.contacts.models import Participant, Restriction
from csplan.contacts.offered import offered_kinds
from csplan.contacts.queries import Known, known_of
from csplan.standards.answers import answers_in_force

LANGUAGE_LINE: Final = "lep.phone"
TTY: Final = "tty.instructions"
NON_IV_D: Final = without_services()
PARTY_PAYING: Final = "nonivd.party"


@dataclass(frozen=True, slots=True)
class Group:
    """Buttons that stand together."""

    says: str
    kinds: Sequence[Kind]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a case, with what the plan says to do about it; and what was ticked already."""

    known: Known = field(default_factory=Known)
    notes: Sequence[str] = ()
    ticked: str = ""
    day: date | None = None
    looked: bool = False


def buttons(agency: UUID, day: date) -> list[Group]:
    """The buttons of the log page by group, in their order: what the agency is offered on a day."""
    offered = offered_kinds(agency, day).values()
    names = dict.fromkeys(kind.group for kind in offered)
    return [Group(name, [kind for kind in offered if kind.group == name]) for name in names]


def known_to(asking: Asking, typed: Mapping[str, str], now: datetime) -> Shown:
    """What is known of the case and the participant typed; of the other participant nothing."""
    number = case_number(asking.agency, typed.get("case_number", "")) or ""
    day = wall_time(calendar_of(calendar_edition(asking.agency.id, asking.office)), now).date()
    role = role_of(typed.get("party", ""), typed.get("concerns", ""))
    known = known_of(asking.agency, asking.office, number, role, day)
    said = answers_in_force(asking.agency.id, day, (LANGUAGE_LINE, TTY, PARTY_PAYING)) if number else {}
    notes = [*needs_of(known.participant, said), *map(restriction_says, known.restrictions)]
    if (typed.get("case_kind") or known.case_kind) == NON_IV_D:
        notes.append(non_iv_d_says(said))
    return Shown(known, notes, typed.get("last_owner", ""), day, bool(number))


def needs_of(participant: Participant | None, said: Mapping[str, str]) -> list[str]:
    """How a participant is spoken with, and what the plan says to do about it."""
    if participant is None:
        return []
    found = []
    if participant.needs_interpreter and participant.language:
        found.append(f"Interpreter needed: {participant.language}. {said.get(LANGUAGE_LINE, '')}".strip())
    elif participant.language:
        found.append(f"Language: {participant.language}.")
    if participant.tty:
        number = f": {participant.tty_number}" if participant.tty_number else ""
        where = f" Instructions: {said[TTY]}." if TTY in said else ""
        found.append(f"Return by {participant.tty}{number}.{where}")
    return found


def restriction_says(restriction: Restriction) -> str:
    """A restriction in a sentence: what, from when until when, who decided."""
    until = f" until {_day(restriction.last_day)}" if restriction.last_day else ""
    says = words("restriction")[restriction.kind].says
    return f"{says}, from {_day(restriction.first_day)}{until}, decided by {restriction.decided_by}."


def non_iv_d_says(said: Mapping[str, str]) -> str:
    """What may be told on a case without services, and where to send people."""
    sends = f" Income withholding is sent by: {said[PARTY_PAYING]}." if PARTY_PAYING in said else ""
    return (
        "Non IV-D: payment, allocation and distribution may be explained, with proper identification; "
        f"nothing else is done without an application for services.{sends}"
    )


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
