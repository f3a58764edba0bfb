"""What the API gives."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from csplan.adapters.api.fields import Day, Wall


class PersonOut(Schema):
    """Somebody who may own a contact."""

    key: UUID
    name: str
    user_name: str
    office: UUID | None


class CaseOut(Schema):
    """A case of a case system."""

    system: str
    number: str


class SpokenOut(Schema):
    """What is held of a conversation, masked where need be."""

    telephone: str
    language: str
    interpreter_from: str
    interpreter: str
    interpreter_as: str
    interpreter_minutes: int | None
    information: str
    in_case_system: bool
    service: str
    identified: str
    outcome: str = Field(description="how it ended")


class AttemptOut(SpokenOut):
    """A try to reach the customer back."""

    key: UUID
    reached: bool
    happened: Wall
    note: str


class ClockOut(Schema):
    """A clock; the verdict is as of now."""

    key: UUID
    name: str = Field(description="the standard, as the policy or plan names it")
    force: str
    limit: str = Field(description="the promised time in words")
    verdict: str
    leads: bool = Field(description="whether it is the strictest open one of its contact")
    started: Wall | None = Field(description="none where the clock waits for a return from leave")
    due: Wall | None
    due_date: Day | None
    met: Wall | None
    why: str = Field(description="the address of the explanation")


class ContactOut(SpokenOut):
    """A contact with its clocks and attempts."""

    key: UUID
    kind: str
    channel: str
    direction: str
    party: str
    name: str
    case: CaseOut | None
    case_kind: str
    concerns: str = Field(description="the role of the participant whom it concerns")
    source: str
    authorization: str
    reason: str
    late_reason: str
    received: Wall
    precision: str = Field(description='of received: "day" where a date stamp gave no time, otherwise "instant"')
    happened: Wall
    entered: Wall
    redacted: Wall | None = Field(description="when what was written of it was destroyed")
    redacted_why: str
    office: UUID
    owner: PersonOut
    redirected_from: PersonOut | None = Field(description="for whom a call was meant that went on to the owner")
    clocks: list[ClockOut]
    unpromised: Wall | None = Field(description="since when an answer is owed that no promise in force binds")
    attempts: list[AttemptOut]
    page: str = Field(description="the address of the contact's page, for people")


class ContactLine(Schema):
    """A contact as a line of a list."""

    contact: UUID
    kind: str
    party: str
    case: CaseOut | None
    owner: PersonOut
    tries: int = Field(description="attempts that reached nobody")


class DueOut(ContactLine):
    """A line of the due list: a contact, its strictest open clock, and the others beside it."""

    lead: ClockOut
    beside: list[ClockOut]


class UnpromisedOut(ContactLine):
    """A contact whose answer is owed though no promise in force binds it: it has no clock and no date."""

    since: Wall = Field(description="since when the answer is owed, on the wall of the office")
    precision: str = Field(description='of since: "day" where a date stamp gave no time, otherwise "instant"')


class DueList(Schema):
    """A page of the due list of an office, the most urgent first; beside it what is owed without a promise."""

    office: UUID
    as_of: Wall
    items: list[DueOut]
    next: str | None = Field(description="the cursor of the next page of 'items'; none on the last one")
    unpromised: list[UnpromisedOut] = Field(
        description="unanswered, without a promise, the oldest first; none where a window of due dates is asked for"
    )
    unpromised_next: str | None = Field(description="the cursor of the next page of 'unpromised'; none on the last one")


class WhyOut(Schema):
    """Why a clock is due when it is: the explanation as data, as `csplan due --explain --json` gives it."""

    clock: ClockOut
    contact: UUID
    explanation: dict[str, Any] | None = Field(description="none where the clock waits for its start")


class SpanOut(Schema):
    """An opening span of a day."""

    opens: Annotated[str, Field(examples=["08:00"])]
    closes: str


class SpecialOut(Schema):
    """A day with other hours, or a closed one, which has none."""

    day: Day
    name: str
    cite: str
    holiday: bool
    hours: list[SpanOut]


class CalendarLine(Schema):
    """An office with the edition of its calendar that counts."""

    office: UUID
    name: str
    edition: int
    zone: str
    curated_from: Day | None
    curated_to: Day | None
    calendar: str = Field(description="the address of the calendar")


class CalendarOut(CalendarLine):
    """The calendar of an office."""

    digest: str
    why: str
    confirmed: Wall
    week: dict[str, list[SpanOut]] = Field(description="mon to sun")
    days: list[SpecialOut] = Field(description="closed days and days with other hours, in order")


class StandardOut(Schema):
    """A promise with a time limit."""

    key: str
    name: str
    force: str
    starts: str
    met_by: list[str]
    channels: list[str]
    parties: list[str]
    limit: str | None
    sentence: str
    cite: str


class StandardsOut(Schema):
    """The promises in force on a day."""

    day: Day
    plan: UUID | None
    version: int | None
    items: list[StandardOut]


class Offices(Schema):
    """The calendars of offices."""

    items: list[CalendarLine]


class People(Schema):
    """People who may own a contact."""

    items: list[PersonOut]


class ErrorOut(Schema):
    """One thing that is wrong."""

    field: str
    what: str
    remedy: str


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str
    errors: list[ErrorOut]
