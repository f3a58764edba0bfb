"""Questions that the API asks: whose token it is, and what an agency holds."""

import hmac
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from csplan.adapters.api.cursor import Place
from csplan.adapters.api.models import Receipt, Token
from csplan.adapters.api.token_text import read_token, secret_digest
from csplan.agencies.choices import chosen
from csplan.agencies.days import holds, today_of
from csplan.agencies.models import CalendarEdition, Grant, Office, Person
from csplan.agencies.queries import holding
from csplan.agencies.queue import QUEUE, queue_key
from csplan.agencies.roles import AGENCY, ANSWERING
from csplan.agencies.walls import speaking_for
from csplan.clocks.models import Clock
from csplan.contacts.models import Contact


def shown_token(text: str, now: datetime) -> Token | None:
    """The token of a text that opens something now; None for any other text.

    A token acts as a person of its own key, and people stand before the walls: so its agency is found.
    """
    key, secret = read_token(text)
    person = Person.objects.filter(id=key).first() if key else None
    if person is None:
        return None
    with speaking_for([person.agency_id]):
        token = (
            Token.objects.select_related("agency", "person", "office")
            .filter(agency=person.agency_id, id=person.id)
            .first()
        )
    if token is None or not hmac.compare_digest(token.digest, secret_digest(secret)):
        return None
    return token if token.revoked is None and holds(token, today_of(token.agency, now)) else None


def tokens_of(agency: UUID) -> list[Token]:
    """The tokens of an agency with their last use, those that open something first."""
    found = Token.objects.filter(agency=agency).select_related("office", "use")
    return sorted(found, key=lambda token: (token.revoked is not None, token.name, token.id))


def token_of(agency: UUID, key: UUID) -> Token:
    """A token of an agency. Raises Token.DoesNotExist."""
    return Token.objects.get(agency=agency, id=key)


def receipt_of(token: Token, key: str) -> Receipt | None:
    """The receipt of a key of a token."""
    return Receipt.objects.filter(agency=token.agency_id, token=token, key=key).first()


def contact_for(token: Token, key: UUID) -> Contact | None:
    """A contact that a token may see."""
    found = Contact.objects.select_related(
        "matter__owner", "matter__office", "matter__meant_for", "case", "participant", "entered_by"
    )
    within = found.filter(agency=token.agency_id, id=key)
    return (within.filter(matter__office=token.office_id) if token.office_id else within).first()


def clock_for(token: Token, key: UUID) -> Clock | None:
    """A clock that a token may see."""
    within = Clock.objects.filter(agency=token.agency_id, id=key)
    return (within.filter(matter__office=token.office_id) if token.office_id else within).first()


def contact_on(token: Token, clock: Clock) -> UUID | None:
    """The key of the contact that a clock runs on."""
    return Contact.objects.filter(agency=token.agency_id, matter=clock.matter_id).values_list("id", flat=True).first()


def offices_for(token: Token) -> QuerySet[Office]:
    """The offices that a token may see, by name."""
    found = Office.objects.filter(agency=token.agency_id).order_by("name")
    return found.filter(id=token.office_id) if token.office_id else found


def people_for(token: Token) -> QuerySet[Person]:
    """The people whose work a token may ask for, by name: also of who answers no contacts any more."""
    return _people(token, Grant.objects.filter(role__in=AGENCY))


def owners_for(token: Token, now: datetime) -> QuerySet[Person]:
    """The people whom a token may name as owners, by name: who answers today."""
    return _people(token, Grant.objects.filter(holding(today_of(token.agency, now)), role__in=ANSWERING))


def _people(token: Token, grants: QuerySet[Grant]) -> QuerySet[Person]:
    granted = grants.filter(agency=token.agency_id, person=OuterRef("pk"))
    offered = Q(Exists(granted), is_active=True) | Q(id__in=_queues(token))
    found = Person.objects.filter(offered, agency=token.agency_id).exclude(office=None)
    found = found.order_by("name", "id")
    return found.filter(office=token.office_id) if token.office_id else found


def _queues(token: Token) -> list[UUID]:
    """Who stands for the offices that a token may see, where something may be left for these."""
    return [queue_key(office.id) for office in offices_for(token)] if chosen(token.agency_id, QUEUE) else []


def last_editions(token: Token) -> list[CalendarEdition]:
    """The calendar that counts of each office that a token may see, by the office's name."""
    found = CalendarEdition.objects.filter(agency=token.agency_id).select_related("office").order_by("number")
    within = found.filter(office=token.office_id) if token.office_id else found
    return sorted({edition.office_id: edition for edition in within}.values(), key=lambda each: each.office.name)


def next_clocks(
    leads: QuerySet[Clock], *, since: datetime | None, until: datetime | None, after: Place | None, most: int
) -> list[Clock]:
    """Of leading clocks those due in a window and after a place, as they fall due; without one also undated."""
    due, key = after or (None, None)
    dated = leads.filter(due__isnull=False).order_by("due", "id")
    dated = dated.filter(due__gte=since) if since else dated
    dated = dated.filter(due__lt=until) if until else dated
    dated = dated.filter(Q(due__gt=due) | Q(due=due, id__gt=key)) if due else dated
    found = list(dated[:most]) if due or not after else []
    undated = leads.filter(due=None).order_by("id")
    undated = undated.filter(id__gt=key) if key and not due else undated
    return found if since or until else [*found, *undated[: most - len(found)]]
