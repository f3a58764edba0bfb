"""What the addresses of pages name: a row of a county for each page that is about one row.

A page about something else than a contact has a line in MADE: it makes, behind the walls of a county, what is named.
A page about somebody's own has a line in OWN instead: it makes what is that person's, or the worker's for a stranger.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import absent
import turned
from acts.events_room import a_note, an_event
from call_logs import MISSED, a_log, uploaded
from cast import FRI_20_NOV, MON_23_NOV, County, call
from csplan.adapters.imports.models import Import, Proposal
from csplan.agencies.keys import new_key
from csplan.agencies.models import Person
from csplan.agencies.roles import MAY, TOKEN
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Contact
from csplan.contacts.participants import NewRestriction, restrict
from programs import program
from receivers import hook
from things import PEOPLE

Made = Callable[[County], dict[str, Any]]


def _letter(of: County) -> dict[str, Any]:
    return {"key": call(of, FRI_20_NOV, kind="letter").id, "what": "respond"}


def _participant(of: County) -> dict[str, Any]:
    participant = call(of, FRI_20_NOV).participant
    assert participant
    return {"key": participant.id}


def _restriction(of: County) -> dict[str, Any]:
    by, participant = of.people["supervisor"], call(of, FRI_20_NOV).participant
    assert participant
    new = NewRestriction(kind="written only", why="", decided_by=by.id, first_day=FRI_20_NOV.date())
    return {"key": restrict(participant, new, by=by, key=new_key(), now=FRI_20_NOV).id}


def an_import(of: County) -> UUID:
    """A log of a county that was uploaded; each time the same."""
    found = Import.objects.filter(agency=of.id, started=None).first() or uploaded(of)
    return found.id


def a_call_out(of: County) -> UUID:
    """A call out of a county that waits for a decision."""
    found = Proposal.objects.filter(agency=of.id).first()
    return (found or _waiting(of)).id


def _waiting(of: County) -> Proposal:
    at = {"contact": call(of, FRI_20_NOV), "happened": MON_23_NOV, "line": 2}
    return Proposal.objects.create(agency_id=of.id, of=uploaded(of, a_log(MISSED)), **at)


def _case(of: County) -> dict[str, Any]:
    """A case of which a county alone knows, through nobody's contact in particular."""
    found = call(of, FRI_20_NOV, party="employer", case=str(of.id.int)[-9:]).case_id
    return {"key": found}


MADE: dict[str, Made] = {
    "absences:cover_removed": lambda of: {"key": absent.cover(of).id},
    "absences:protected_ended": lambda of: {"key": absent.protected(of).id},
    "contacts:handled": _letter,
    "contacts:participant": _participant,
    "contacts:needs": _participant,
    "contacts:restrict": _participant,
    "contacts:restriction_end": _restriction,
    **PEOPLE,
    **{f"imports:{page}": lambda of: {"key": an_import(of)} for page in ("progress", "columns", "values", "preview")},
    "imports:cancel": lambda of: {"key": an_import(of)},
    "imports:decide": lambda of: {"key": a_call_out(of)},
    "webhooks:one": lambda of: {"key": hook(of).id},
    "contacts:pause": turned.of_a_clock,
    "contacts:resume": turned.of_a_clock,
    "contacts:extend": turned.of_a_clock,
    "contacts:take_back": turned.of_a_turn,
    "contacts:ask_extension": turned.of_a_clock,
    "contacts:decide_extension": turned.of_an_ask,
    **{
        page: lambda of: {"key": call(of, FRI_20_NOV).id}
        for page in ("events:of_contact", "events:reveal", "events:ask")
    },
    "desk:participant_timeline": _participant,
    "desk:case_timeline": _case,
    "events:event": lambda of: {"key": an_event(of, call(of, FRI_20_NOV)).id},
    "events:restricted": lambda of: {"key": a_note(of, call(of, FRI_20_NOV)).id},
    "tokens:revoke": lambda of: {"key": program(of).token.id},
}
OWN: dict[str, Callable[[County, Person], dict[str, Any]]] = {
    "absences:change": lambda of, person: {"key": absent.absence(of, person).id},
    "absences:cancel": lambda of, person: {"key": absent.absence(of, person).id},
    "absences:greeting": lambda of, person: {"key": absent.greeting(of, person).id},
}
OF_PROGRAMS = frozenset(page for page, roles in MAY.items() if roles == TOKEN)
"""Opened by tokens and by no session; tests/test_api_walls.py has their matrix."""
OF_A_CONTACT = frozenset(
    {"desk:contact", "contacts:attempt", "contacts:returned", "contacts:correct", "contacts:hand_over", "contacts:take"}
)
KEYED = frozenset({"desk:remove_filter"})
"""Pages by a key that no contact has."""


def named(page: str, of: County, contact: Contact, asks: object) -> dict[str, Any]:
    """What the address of a page names: a row of a county, or of who asks there where it is one's own."""
    if page in OF_A_CONTACT | KEYED:
        return {"key": contact.id}
    with speaking_for([of.id]):
        if page in OWN:
            return OWN[page](of, next((each for each in of.people.values() if str(each.id) == asks), of.worker))
        return MADE[page](of) if page in MADE else {}
