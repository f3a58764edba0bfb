"""Questions about events: what is owed, how late, what was told of a contact, what waits for a supervisor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from csplan.agencies.choices import chosen
from csplan.agencies.models import Agency
from csplan.contacts.models import Contact, Masked
from csplan.contacts.sensitive import masked
from csplan.events.demands import demands
from csplan.events.models import Event, Owed, RestrictedNote
from csplan.events.plain import parts_of, plain_text


@dataclass(frozen=True, slots=True)
class Entry:
    """A text as the case system takes it: whole, in parts, and the most letters of a part."""

    whole: str
    parts: tuple[str, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Lag:
    """The time between what happened and its entry, held to the agency's aim."""

    time: timedelta
    aim: timedelta

    @property
    def is_late(self) -> bool:
        """Whether it took longer than the aim; exactly the aim is in time."""
        return self.time > self.aim

    @property
    def says(self) -> str:
        """The time in words, cut to minutes."""
        return time_words(self.time)


def lag_of(event: Event, aim: timedelta) -> Lag | None:
    """The time until an event was posted; None where it is not, or where only the day is known."""
    return Lag(event.posted - event.happened, aim) if event.posted and event.timed else None


def owed_by(agency: UUID, *, office: UUID, person: UUID | None = None) -> QuerySet[Owed]:
    """What an office owes to the case system, or one person in it; the oldest first."""
    found = Owed.objects.filter(agency=agency, office=office)
    chosen_ = found.filter(person=person) if person else found
    return chosen_.select_related("contact__case", "person", "event").order_by("since", "id")


def owed_of(agency: UUID, contact: UUID) -> list[Owed]:
    """What is owed of one contact, the oldest first."""
    found = Owed.objects.filter(agency=agency, contact=contact).select_related("person", "event")
    return list(found.order_by("since", "id"))


def events_of(agency: UUID, contact: UUID) -> list[Event]:
    """The events of one contact, in order of their writing."""
    found = Event.objects.filter(agency=agency, contact=contact).select_related("entered_by", "posted_by", "corrects")
    return list(found.order_by("entered", "id"))


def event_of(agency: UUID, office: UUID, key: UUID) -> Event:
    """An event of an office. Raises Event.DoesNotExist, also for one of another agency."""
    related = ("contact__matter__owner", "contact__case", "case", "entered_by", "posted_by", "corrects")
    return Event.objects.select_related(*related).get(agency=agency, contact__matter__office=office, id=key)


def entry_of(agency: Agency, text: str, contact: Contact) -> Entry:
    """A text as an agency's case system takes it; the case's own number is not mistaken for another."""
    known = demands(agency.state)
    limit = int(chosen(agency.id, "events.limit")) or known.limit
    whole = plain_text(text, known.characters, but=contact.case.number if contact.case else "")
    return Entry(whole, tuple(parts_of(whole, limit)), limit)


def aim_of(agency: UUID) -> timedelta:
    """The time that an agency counts as "immediately"."""
    return timedelta(minutes=int(chosen(agency, "events.aim_minutes")))


def restricted_queue(agency: UUID, office: UUID) -> QuerySet[RestrictedNote]:
    """The restricted notes of an office that wait for a supervisor's decision, the oldest first."""
    found = RestrictedNote.objects.filter(agency=agency, contact__matter__office=office, decision="")
    return found.select_related("contact__case", "entered_by").order_by("entered", "id")


def restricted_of(agency: UUID, contact: UUID) -> list[RestrictedNote]:
    """The restricted notes of one contact, without their texts."""
    found = RestrictedNote.objects.filter(agency=agency, contact=contact).defer("text", "kept_at", "words")
    return list(found.select_related("entered_by").order_by("entered", "id"))


def note_of(event: Event) -> RestrictedNote | None:
    """The restricted note by whose decision an event is owed, without its text."""
    found = RestrictedNote.objects.filter(agency=event.agency_id, event=event).defer("text", "kept_at", "words")
    return found.select_related("decided_by").first()


def restricted_note(agency: UUID, office: UUID, key: UUID) -> RestrictedNote:
    """A restricted note of an office. Raises RestrictedNote.DoesNotExist."""
    found = RestrictedNote.objects.select_related(
        "contact__case", "contact__matter", "entered_by", "decided_by", "event"
    )
    return found.get(agency=agency, contact__matter__office=office, id=key)


def something_masked(contact: Contact) -> bool:
    """Whether a number is masked in what was typed of a contact, or in a text of its events."""
    if Masked.objects.filter(agency=contact.agency_id, contact=contact).exists():
        return True
    return any(masked(each.text).found for each in events_of(contact.agency_id, contact.id))


def writers_of(contact: Contact) -> set[UUID]:
    """Who wrote something of a contact: they and supervisors may look at what is masked."""
    tries = contact.attempts.filter(agency=contact.agency_id).values_list("entered_by_id", flat=True)
    done = contact.handlings.filter(agency=contact.agency_id).values_list("entered_by_id", flat=True)
    events = Event.objects.filter(agency=contact.agency_id, contact=contact).values_list("entered_by_id", flat=True)
    return {contact.entered_by_id, *tries, *done, *events}


def posted_between(agency: UUID, office: UUID, begin: datetime, end: datetime) -> QuerySet[Event]:
    """The events of an office that were posted after one instant and up to another."""
    found = Event.objects.filter(agency=agency, posted__gt=begin, posted__lte=end, contact__matter__office=office)
    return found.select_related("case", "entered_by").order_by("posted", "id")


def time_words(time: timedelta) -> str:
    """A time in words: "less than a minute", "40 min", "6 h 5 min", "2 days 3 h"."""
    minutes = int(time.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} day{'s' if days > 1 else ''}{f' {hours} h' if hours else ''}"
    left = minutes % 60
    return " ".join(([f"{hours} h"] if hours else []) + ([f"{left} min"] if left else []))
