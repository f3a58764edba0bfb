"""What a program says of a contact, checked and made into what the contacts' room records."""

from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from csplan.adapters.api.inputs import COVER, KEEP, AttemptIn, ContactIn, SpokenIn
from csplan.adapters.api.models import Token
from csplan.adapters.api.problems import refused_field
from csplan.adapters.api.queries import offices_for, owners_for, people_for
from csplan.agencies.case_numbers import case_number
from csplan.agencies.days import today_of
from csplan.agencies.models import Agency, Office, Person
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.contacts.actions import Conversation, NewAttempt, NewContact
from csplan.contacts.kinds import Kind, interpreter_said, party_kinds
from csplan.contacts.models import DAY, Contact
from csplan.contacts.offered import offered_kinds
from csplan.contacts.queries import case_kind_of, kind_of_case
from csplan.contacts.redirecting import asked
from csplan.contacts.services import refusal
from csplan.core.office_calendar import named_zone

AS_SAID: Final = ("language", "information", "interpreter_minutes", "in_case_system", "identified")
COPIED: Final = ("reason", "name", "authorization", "late_reason", "concerns", "source")
OTHER: Final = "not said"


def new_contact(said: ContactIn, token: Token, office: UUID, now: datetime) -> NewContact:
    """The contact that a program says. Raises Refused."""
    received = _received(said, token, office)
    check_past(received, now, "received")
    kind = _kind(said, token.agency, now)
    _check_who(said, kind)
    _check_when(said, kind, received, token, office, now)
    return NewContact(
        kind=kind,
        party=said.party or kind.party,
        case_number=_case_number(said.case_number, token.agency),
        case_kind=said.case_kind or "",
        happened=said.happened or received,
        received=received,
        precision="" if isinstance(said.received, datetime) else DAY,
        conversation=_conversation(said, _case_kind(said, token.agency)),
        **_goes_to(said, kind, _owner(said, kind, token, office, now), said.happened or received),
        **_copied(said),
    )


def new_attempt(said: AttemptIn, contact: Contact) -> NewAttempt:
    """The try that a program says. Raises Refused."""
    if said.reached and said.outcome:
        raise refused_field("outcome", "this is for a try that reached nobody", "Leave it out.")
    outcome = "reached" if said.reached else said.outcome or "reached nobody"
    case_kind = (case_kind_of(contact) or OTHER) if said.service else ""
    return NewAttempt(happened=said.happened, note=said.note, conversation=_conversation(said, case_kind, outcome))


def _copied(said: ContactIn) -> dict[str, Any]:
    """What is taken as it is said, "" where it is not."""
    return {name: getattr(said, name) or "" for name in COPIED}


def _check_who(said: ContactIn, kind: Kind) -> None:
    if kind.owes and said.party is None and not kind.party:
        raise refused_field("party", "the promise depends on who it was", "Say who it was.")
    party = party_kinds().get(said.party or kind.party)
    if party and party.named and kind.owes and not said.name:
        raise refused_field("name", f"the {party.id} is called back by name", "Give the name.")
    if said.source == "other" and not said.name:
        raise refused_field("name", "it is not said who the third party is", "Give the name.")
    missing = next((name for name in kind.needs if not getattr(said, name)), None)
    if missing:
        raise refused_field(missing, "this is needed for what a third party told", "Add it.")


def _received(said: ContactIn, token: Token, office: UUID) -> datetime:
    """When a contact was received; of a day that stands alone, its beginning at the office."""
    if isinstance(said.received, datetime):
        return said.received
    calendar = calendar_of(calendar_edition(token.agency_id, office))
    return datetime.combine(said.received, time(), named_zone(calendar.zone))


def _check_when(said: ContactIn, kind: Kind, received: datetime, token: Token, office: UUID, now: datetime) -> None:
    if not kind.stamped and not isinstance(said.received, datetime):
        raise refused_field("received", "a day stands alone here, without a time", "Give an instant with its offset.")
    last = received if isinstance(said.received, datetime) else received + timedelta(days=1)
    if said.happened and said.happened > last:
        raise refused_field("happened", "this is after it was received", "Give a time up to 'received'.")
    if not kind.stamped or said.late_reason:
        return
    calendar = calendar_of(calendar_edition(token.agency_id, office))
    if wall_time(calendar, received).date() < wall_time(calendar, now).date():
        raise refused_field("late_reason", "the date stamp is of an earlier day", "Say why it is entered now.")


def office_of(said: UUID | None, token: Token) -> Office:
    """The office that is meant: the token's own, or the one named, or the only one. Raises Refused."""
    offices = list(offices_for(token))
    if said is None and len(offices) == 1:
        return offices[0]
    if said is None:
        known = ", ".join(f"{each.id} ({each.name})" for each in offices)
        raise refused_field("office", "the token is for several offices", f"Name one of: {known}")
    found = next((each for each in offices if each.id == said), None)
    if found is None:
        raise refused_field("office", "the token is for no such office", "See GET /calendars for the offices.")
    return found


def person_of(said: str, among: QuerySet[Person], field: str) -> Person:
    """The person of a user name or key among some people. Raises Refused."""
    try:
        found = among.filter(id=UUID(said)).first()
    except ValueError:
        found = among.filter(username=said).first()
    if found is None:
        raise refused_field(field, "there is nobody to name of this user name or key", "See GET /people.")
    return found


def check_past(received: datetime, now: datetime, field: str) -> None:
    """Refuse an instant in the future. Raises Refused."""
    if received > now:
        raise refused_field(field, "this is in the future", "Give a time up to now; check the clock of the machine.")


def _kind(said: ContactIn, agency: Agency, now: datetime) -> Kind:
    offered = offered_kinds(agency.id, today_of(agency, now))
    if said.kind and said.kind not in offered:
        raise refused_field(
            "kind", "the agency's plan in force says that it has no such contacts", "Give another kind."
        )
    fits = [kind for kind in offered.values() if _fits(said, kind)]
    if said.kind is None and (said.channel is None or said.direction is None):
        raise refused_field("kind", "what it was is not said", "Give kind, or channel and direction.")
    if len(fits) == 1:
        return fits[0]
    if not fits and said.kind:
        raise refused_field("kind", "the kind has another channel or direction", "Leave channel and direction out.")
    if not fits:
        raise refused_field("channel", "no kind of contact has this channel and direction", "Give kind instead.")
    words = ", ".join(kind.id for kind in fits)
    raise refused_field("kind", "channel and direction leave open what it was", f"Give kind, one of: {words}.")


def _fits(said: ContactIn, kind: Kind) -> bool:
    given = ((said.kind, kind.id), (said.channel, kind.channel), (said.direction, kind.direction))
    return all(each in (None, right) for each, right in given)


def _owner(said: ContactIn, kind: Kind, token: Token, office: UUID, now: datetime) -> Person:
    if said.owner:
        found = person_of(said.owner, owners_for(token, now) if kind.owes else people_for(token), "owner")
        if found.office_id != office:
            raise refused_field("owner", "this person works in another office", "Name somebody of the office.")
        return found
    if kind.owes:
        raise refused_field("owner", "a clock needs somebody who answers", "Name the user name or key of a person.")
    return token.person


def _goes_to(said: ContactIn, kind: Kind, owner: Person, at: datetime) -> dict[str, Any]:
    """Who answers, and for whom it was meant where it went on to the cover. Raises Refused."""
    question = asked(owner, at) if kind.returned else None
    if question is None:
        return {"owner": owner.id}
    cover, send = question.told.cover, f"Send redirect: {KEEP!r}, if it is left for the owner"
    send += f", or {COVER!r}, if it went on to {cover.name}." if cover else "; there is no cover."
    if said.redirect is None or (said.redirect == COVER and cover is None):
        raise refused_field("redirect", question.says, send)
    goes_on = cover if said.redirect == COVER else None
    return {"owner": goes_on.id, "redirected_from": owner.id} if goes_on else {"owner": owner.id}


def _conversation(said: SpokenIn, case_kind: str, outcome: str = "") -> Conversation:
    """What is said of the conversation. Raises Refused for an interpreter of whom something is missing."""
    names = ("interpreter_from", "interpreter", "interpreter_as")
    helped: dict[str, Any] = {name: getattr(said, name) or "" for name in names}
    helped["interpreter"], helped["interpreter_as"] = interpreter_said(*helped.values())
    missing = next((name for name in names if not helped[name]), None)
    if missing and (any(helped.values()) or said.interpreter_minutes is not None):
        what = "an interpreter has a name, and a position or a relationship; and comes from somewhere"
        raise refused_field(missing, what, "Give all three.")
    return Conversation(
        number=said.telephone,
        **helped,
        service=_service(said, case_kind),
        **{name: getattr(said, name) for name in AS_SAID},
        outcome=outcome,
    )


def _service(said: SpokenIn, case_kind: str) -> str:
    """What was done on the case. Raises Refused where that may not be."""
    refused = refusal(said.service or "", case_kind, said.identified)
    if refused:
        raise refused_field(refused.field, refused.what, refused.remedy)
    return said.service or ""


def _case_kind(said: ContactIn, agency: Agency) -> str:
    """The kind of the case: what is said, or what was said of it last; asked only where something was done on it."""
    return said.case_kind or (kind_of_case(agency, _case_number(said.case_number, agency)) if said.service else "")


def _case_number(number: str, agency: Agency) -> str:
    found = case_number(agency, number) if number.strip() else ""
    if found is None:
        what = f"this is no {agency.case_system} number"
        raise refused_field("case_number", what, f"Write {agency.case_says}, or leave it out.")
    return found
