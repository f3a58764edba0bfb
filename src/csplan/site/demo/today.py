"""What goes on today in the county that the guides name: one of each thing that the pages can show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from csplan.absences.actions import Plan, enter_absence
from csplan.absences.arrangements import When, Whose, add_cover, protect
from csplan.agencies.actions import choose
from csplan.agencies.keys import new_key
from csplan.agencies.models import Office, Person, Team
from csplan.agencies.queue import QUEUE, queue_key
from csplan.clocks.models import Clock
from csplan.clocks.turning import Said
from csplan.contacts.actions import (
    Conversation,
    NewAttempt,
    NewContact,
    record_attempt,
    record_contact,
    record_return,
)
from csplan.contacts.clock_actions import ask_extension, hand_contact_over, pause
from csplan.contacts.handling import record_handling
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.contacts.participants import Needs, NewRestriction, change_needs, restrict
from csplan.contacts.said import NewHandling
from csplan.core.duration import Duration
from csplan.core.office_calendar import OfficeCalendar, named_zone
from csplan.site.demo.answers import TYPING
from csplan.site.demo.open_time import OpenTime

CHOSEN: Final = ("absences.greetings", "desk.digest", "clocks.warning_mails", "events.judging", QUEUE)
OFFICE: Final = ""
"""Who answers for what is left for the office."""
HOUR: Final = 3600
SATURDAY: Final = 5
HEARD: Final = timedelta(minutes=10)
"""How long after opening the voice mail of a weekend has been heard."""
UNHEARD: Final = 6
"""For so many open hours such a voice mail still waits."""


@dataclass(frozen=True, slots=True)
class Today:
    """The office, its people by name, and the time in which it is open."""

    office: Office
    people: Mapping[str, Person]
    open_time: OpenTime
    zone: ZoneInfo
    now: datetime

    def ago(self, hours: float) -> datetime:
        """So many open hours before now."""
        return self.open_time.at(self.open_time.place(self.now) - int(hours * HOUR) - 1)

    def morning(self, hours: float) -> datetime:
        """Midnight before the moment so many open hours ago; after now for a negative number."""
        at = self.open_time.at(self.open_time.place(self.now) - int(hours * HOUR)).astimezone(self.zone)
        return at.replace(hour=0, minute=0, second=0)

    def weekend(self) -> tuple[datetime, datetime]:
        """The evening of the last Saturday after which the office opened again, and soon after that opening."""
        day = self.now.astimezone(self.zone).date()
        day -= timedelta(days=(day.weekday() - SATURDAY) % 7)
        while (found := self._heard(day))[1] + TYPING > self.now:
            day -= timedelta(weeks=1)
        return found

    def _heard(self, saturday: date) -> tuple[datetime, datetime]:
        evening = datetime.combine(saturday, time(18, 5), tzinfo=self.zone)
        return evening, self.open_time.at(self.open_time.place(evening)) + HEARD

    def contact(self, hours: float, kind: str, owner: str, party: str, **said: Any) -> Contact:
        """A contact received so many open hours ago, entered soon after."""
        return self.contact_at(self.ago(hours), kind, owner, party, **said)

    def contact_at(self, received: datetime, kind: str, owner: str, party: str, **said: Any) -> Contact:
        """A contact received at an instant, entered soon after; it happened then, unless an earlier time is said."""
        answers = self.people[owner].id if owner != OFFICE else queue_key(self.office.id)
        told = {"case_number": "7654321", "reason": "asks about a payment", "happened": received, **said}
        new = NewContact(kind=kinds()[kind], party=party, owner=answers, received=received, **told)
        by = self.people["Frank Front"]
        return record_contact(new, office=self.office.id, by=by, key=new_key(), now=received + TYPING)


def today(office: Office, people: Mapping[str, Person], calendar: OfficeCalendar, now: datetime) -> Today:
    """The absences, contacts and choices of the last days, and what goes on."""
    month = timedelta(days=30)
    open_time = OpenTime.of(calendar, now - month, now + month)
    going_on = Today(office, people, open_time, named_zone(calendar.zone), now)
    for name in CHOSEN:
        choose(office.agency_id, name, True, actor=people["Dana Director"].id, now=going_on.ago(60))
    _who_is_away(going_on)
    _calls(going_on)
    _recorded_by_machines(going_on)
    _letters(going_on)
    _participants(going_on)
    _to_take(going_on)
    return going_on


def _who_is_away(going_on: Today) -> None:
    people, now, supervisor = going_on.people, going_on.now, going_on.people["Sam Supervisor"]
    vacation = Plan(
        kind="vacation",
        begins=going_on.morning(20),
        ends=going_on.morning(-25),
        cover=people["Carol Worker"].id,
        redirected=True,
    )
    sick = Plan(kind="sick", begins=going_on.morning(10), ends=None, cover=None, redirected=False)
    for name, plan in (("Bob Worker", vacation), ("Dave Worker", sick)):
        enter_absence(plan, person=people[name], by=supervisor, key=new_key(), now=going_on.ago(40))
    agency = going_on.office.agency_id
    add_cover(agency, Whose(person=people["Alice Worker"].id), people["Carol Worker"], by=supervisor, now=now)
    team = Team.objects.filter(agency=agency).earliest("name")
    when = When(weekday=1, opens=time(13), closes=time(15))
    protect(agency, Whose(team=team.id), when, by=supervisor, now=now)


def _calls(going_on: Today) -> None:
    """A call that three tries did not answer, a voice mail for somebody sick, one handed over, one that waits."""
    alice, supervisor = going_on.people["Alice Worker"], going_on.people["Sam Supervisor"]
    tried = going_on.contact(7, "call back", "Alice Worker", "custodial parent", reason="has a new address")
    for hours, outcome in ((6, "no answer"), (4, "busy"), (1, "left a message")):
        new = NewAttempt(happened=going_on.ago(hours), note="", conversation=Conversation(outcome=outcome))
        record_attempt(tried, new, by=alice, key=new_key(), now=going_on.ago(hours) + TYPING)
    spoken = Conversation(language="Spanish")
    going_on.contact(5, "voice mail", "Dave Worker", "non-custodial parent", case_number="7654322", conversation=spoken)
    said = Said(by=supervisor, key=new_key(), reason="knows the case", now=going_on.ago(2))
    moved = going_on.contact(6, "call back", "Carol Worker", "employer", case_number="7654323", name="Acme Dairy")
    hand_contact_over(moved, alice, said, seen=moved.matter.owner_id)
    asks = Said(by=alice, key=new_key(), reason="the employer's records are awaited", now=going_on.ago(1))
    clock = Clock.objects.get(agency=going_on.office.agency_id, matter=moved.matter_id)
    ask_extension(moved, clock, Duration(2, "business days"), asks)
    waits = going_on.contact(3, "call back", "Alice Worker", "attorney", case_number="7654324", name="L. Moua")
    paused = Said(by=supervisor, key=new_key(), reason="waits for the court's copy", now=going_on.ago(1))
    pause(waits, Clock.objects.get(agency=going_on.office.agency_id, matter=waits.matter_id), going_on.ago(1), paused)


def _recorded_by_machines(going_on: Today) -> None:
    """A voice mail left on Saturday and received on Monday; calls of the voice response system, one for a person."""
    left, heard = going_on.weekend()
    told: dict[str, Any] = {"case_number": "7654330", "reason": "has a new employer", "happened": left}
    kept = going_on.contact_at(heard, "voice mail", "Alice Worker", "custodial parent", **told)
    if going_on.open_time.place(going_on.now) - going_on.open_time.place(heard) > UNHEARD * HOUR:
        at = going_on.open_time.at(going_on.open_time.place(heard) + HOUR)
        spoken = Conversation(information="Told what the employer receives.", in_case_system=True)
        new = NewAttempt(happened=at, note="", conversation=spoken)
        record_return(kept, new, by=going_on.people["Alice Worker"], key=new_key(), now=at + TYPING)
    going_on.contact(5, "ivr served", "Alice Worker", "custodial parent", case_number="7654331")
    asked = "did not find the payment that the system names"
    going_on.contact(2, "ivr call back", "Alice Worker", "custodial parent", case_number="7654331", reason=asked)


def _letters(going_on: Today) -> None:
    """A letter that waits to be passed on, and one acknowledged with a promised day."""
    carol, promised = going_on.people["Carol Worker"], (going_on.now + timedelta(days=14)).date()
    going_on.contact(3, "letter", "Carol Worker", "non-custodial parent", case_number="7654325")
    letter = going_on.contact(12, "letter", "Carol Worker", "custodial parent", case_number="7654326")
    done = going_on.ago(2)
    for new in (
        NewHandling(kind="pass on", happened=done, to=carol.id),
        NewHandling(kind="acknowledge", happened=done, promised=promised),
    ):
        record_handling(letter, new, by=carol, key=new_key(), now=done + TYPING)


def _participants(going_on: Today) -> None:
    """One who is spoken with in Hmong, one who is written to only; what an employer told."""
    supervisor, day = going_on.people["Sam Supervisor"], going_on.ago(8).date()
    hmong = going_on.contact(4, "walk-in served", "Carol Worker", "custodial parent", case_number="7654327")
    written = going_on.contact(4, "voice mail", "Carol Worker", "non-custodial parent", case_number="7654327")
    assert hmong.participant and written.participant
    needs = Needs(language="Hmong", needs_interpreter=True)
    change_needs(hmong.participant, needs, seen=0, by=supervisor, now=going_on.ago(3))
    only = NewRestriction(kind="written only", why="agreed in writing", decided_by=supervisor.id, first_day=day)
    restrict(written.participant, only, by=supervisor, key=new_key(), now=going_on.ago(3))
    told = Conversation(information="New address of the payer; started work on 1 October.")
    going_on.contact(
        2, "third party", "Alice Worker", "third party", name="Acme Dairy", source="employer", conversation=told
    )


def _to_take(going_on: Today) -> None:
    """Two calls left for whoever is free; somebody without a IV-D case who asks for an application."""
    going_on.contact(2, "call back", OFFICE, "custodial parent", case_number="7654328", reason="asks for a review")
    going_on.contact(1, "call back", OFFICE, "employer", case_number="", name="Birchline Foods", reason="a new form")
    going_on.contact(
        1, "application by telephone", "Carol Worker", "custodial parent", case_number="7654329", case_kind="Non IV-D"
    )
