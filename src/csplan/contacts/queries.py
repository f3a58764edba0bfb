"""Questions about contacts and participants of an agency; an office narrows them, None is all of its offices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from csplan.agencies.answering import answering
from csplan.agencies.models import Agency, Person
from csplan.agencies.queries import holding
from csplan.contacts.kinds import party_kinds
from csplan.contacts.models import Attempt, CaseReference, Contact, Correction, Handling, Participant, Restriction
from csplan.contacts.restricted import with_restrictions

SHOWN = (
    *("kind", "channel", "party", "name", "reason", "received", "precision", "language", "number"),
    *("participant__language", "participant__tty", "participant__tty_number"),
    *("matter__owner__name", "matter__owner__username", "matter__owner__office", "case__system", "case__number"),
    "matter__unpromised",
)
"""What a list shows of a contact; with the rest, a list of 25 took a third longer to ask for."""
CLOSELY = ("matter__owner", "matter__office", "case", "participant", "entered_by")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a contact is logged: who answered for the case last, and how its participant is spoken to.

    Nothing of the other participant of the case is among it.
    """

    last: Contact | None = None
    participant: Participant | None = None
    restrictions: tuple[Restriction, ...] = ()
    case_kind: str = ""  # as it was said last

    @property
    def owner(self) -> Person | None:
        """Who answered for the case last and still works here."""
        return self.last.matter.owner if self.last else None


def contact_of(agency: UUID, office: UUID | None, key: UUID) -> Contact:
    """A contact of an office. Raises Contact.DoesNotExist, also for one of another agency."""
    return _in(Contact.objects.select_related(*CLOSELY), agency, office).get(id=key)


def contacts_on(agency: UUID, matters: Iterable[UUID], day: date) -> dict[UUID, Contact]:
    """The contacts of some matters, by matter, as lists show them: with tries, and with restrictions of the day."""
    found = Contact.objects.filter(agency=agency, matter_id__in=set(matters))
    return {contact.matter_id: contact for contact in with_restrictions(_shown(found), day)}


def unpromised_in(agency: UUID, *, office: UUID, owner: UUID | None = None) -> QuerySet[Contact]:
    """The contacts of an office, or of one person in it, whose answer is owed without a promise; the oldest first."""
    found = Contact.objects.filter(agency=agency, matter__agency=agency, matter__office=office)
    owed = _shown(found.filter(matter__unpromised__isnull=False)).order_by("matter__unpromised", "matter__id")
    return owed.filter(matter__owner=owner) if owner else owed


def place_of(contact: Contact) -> tuple[datetime, UUID]:
    """The place of a contact among those whose answer is owed without a promise."""
    assert contact.matter.unpromised
    return contact.matter.unpromised, contact.matter_id


def unpromised_after(owed: QuerySet[Contact], since: datetime, matter: UUID) -> QuerySet[Contact]:
    """Of the contacts whose answer is owed without a promise, in their order, those after a place."""
    after = Q(matter__unpromised__gt=since) | Q(matter__unpromised=since, matter__gt=matter)
    return owed.filter(after, matter__unpromised__gte=since)


def _shown(found: QuerySet[Contact]) -> QuerySet[Contact]:
    nobody = Attempt.objects.filter(agency=OuterRef("agency"), contact=OuterRef("pk"), reached=False)
    tries = Subquery(nobody.order_by().values("contact").annotate(many=Count("id")).values("many"))
    whole = found.select_related("matter__owner", "case", "participant").only(*SHOWN)
    return whole.annotate(tries=Coalesce(tries, 0))


def attempts_on(contact: Contact) -> list[Attempt]:
    """The tries to answer a contact in order of happening."""
    found = Attempt.objects.filter(agency=contact.agency_id, contact=contact).select_related("entered_by")
    return list(found.order_by("happened", "id"))


def handlings_on(contact: Contact) -> list[Handling]:
    """What was done with a letter, an e-mail or a visit, in order of happening."""
    found = Handling.objects.filter(agency=contact.agency_id, contact=contact).select_related("entered_by", "to")
    return list(found.order_by("happened", "id"))


def corrections_on(contact: Contact) -> list[Correction]:
    """The corrections of a contact in their order."""
    found = Correction.objects.filter(agency=contact.agency_id, contact=contact).select_related("entered_by")
    return list(found.order_by("number"))


def has_result(contact: Contact, attempts: Iterable[Attempt], handlings: Iterable[Handling]) -> bool:
    """Whether a contact says how it ended: 45 CFR 303.2(c) asks for contacts made and their results."""
    told = contact.outcome and (
        contact.information or contact.service or contact.in_case_system or contact.outcome == "reached nobody"
    )
    answered = any(each.reached for each in attempts) or any(each.kind == "respond" for each in handlings)
    return bool(told or answered)


def case_of(agency: Agency, number: str) -> CaseReference | None:
    """The case of a number, where somebody has referred to it."""
    return CaseReference.objects.filter(state=agency.state, system=agency.case_system, number=number).first()


def kind_of_case(agency: Agency, number: str) -> str:
    """The kind of case that was said last of a number; empty where none was."""
    case = case_of(agency, number) if number else None
    return _said_last(agency, case) if case else ""


def _said_last(agency: Agency, case: CaseReference) -> str:
    said = Contact.objects.filter(agency=agency, case=case).exclude(case_kind="")
    return said.order_by("-received", "-id").values_list("case_kind", flat=True).first() or ""


def case_kind_of(contact: Contact) -> str:
    """The kind of a contact's case as far as it is known: said of itself, or last of its case."""
    number = contact.case.number if contact.case else ""
    return contact.case_kind or kind_of_case(contact.agency, number)


def known_of(agency: Agency, office: UUID, number: str, role: str, day: date) -> Known:
    """What is known of a case and one participant of it; nothing for no number. last: of who can answer."""
    case = case_of(agency, number) if number else None
    if case is None:
        return Known()
    able = [each.id for each in answering(agency.id, office, day)]
    found = Contact.objects.filter(agency=agency, case=case, matter__office=office, matter__owner__in=able)
    last = found.select_related("matter__owner").order_by("-received").first()
    participant = (
        Participant.objects.filter(agency=agency, case=case, role=role).first() if role in party_kinds() else None
    )
    held = tuple(restrictions_on(participant, day)) if participant else ()
    return Known(last, participant, held, _said_last(agency, case))


def restrictions_on(participant: Participant, day: date) -> list[Restriction]:
    """The restrictions of a participant that hold on a day."""
    return list(all_restrictions(participant).filter(holding(day)))


def all_restrictions(participant: Participant) -> QuerySet[Restriction]:
    """All restrictions of a participant, the last one first."""
    found = Restriction.objects.filter(agency=participant.agency_id, participant=participant)
    return found.select_related("decided_by", "entered_by").order_by("-first_day", "id")


def participant_of(agency: UUID, office: UUID | None, key: UUID) -> Participant:
    """A participant with whom an office has had contact. Raises Participant.DoesNotExist."""
    found = Participant.objects.filter(agency=agency).select_related("case")
    if office is not None:
        found = found.filter(contact__matter__office=office).distinct()
    return found.get(id=key)


def participants_on(agency: UUID, office: UUID | None, case: CaseReference) -> list[Participant]:
    """The participants of a case with whom an office has had contact, each with the number of contacts."""
    seen = Q(contact__agency=agency) if office is None else Q(contact__matter__office=office)
    found = Participant.objects.filter(seen, agency=agency, case=case).select_related("case")
    return list(found.annotate(contacts=Count("contact")).order_by("role"))


def contacts_of(agency: UUID, office: UUID | None, **of: object) -> QuerySet[Contact]:
    """The contacts of a participant, or of a case without one, the last one first."""
    return _in(Contact.objects.select_related(*CLOSELY), agency, office).filter(**of).order_by("-received", "-id")


def _in(contacts: QuerySet[Contact], agency: UUID, office: UUID | None) -> QuerySet[Contact]:
    found = contacts.filter(agency=agency)
    return found if office is None else found.filter(matter__office=office)
