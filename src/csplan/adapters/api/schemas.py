"""What the API takes and gives. Unknown fields are refused."""

from typing import Annotated, Any, Final, TypeAlias
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from csplan.adapters.api.fields import Day, Instant, Key, Truth, Wall, line, one_of
from csplan.contacts.kinds import case_kinds, kinds, parties, party_kinds, words
from csplan.contacts.models import NAME, REASON, TEXT, WORD

ON_A_PAGE: Final = 50
MOST: Final = 200
COVER, KEEP = "cover", "keep"
Cursor: TypeAlias = line(200)  # type: ignore[valid-type]
Kind: TypeAlias = one_of([*kinds()])  # type: ignore[valid-type]
Channel: TypeAlias = one_of([*dict.fromkeys(each.channel for each in kinds().values())])  # type: ignore[valid-type]
Direction: TypeAlias = one_of(["in", "out"])  # type: ignore[valid-type]
Party: TypeAlias = one_of([*parties()])  # type: ignore[valid-type]
Reason: TypeAlias = line(REASON)  # type: ignore[valid-type]
Word: TypeAlias = line(WORD)  # type: ignore[valid-type]
Name: TypeAlias = line(NAME)  # type: ignore[valid-type]
Text: TypeAlias = line(TEXT)  # type: ignore[valid-type]
Participant: TypeAlias = one_of([e.id for e in party_kinds().values() if e.participant])  # type: ignore[valid-type]
CaseKind: TypeAlias = one_of([*case_kinds()])  # type: ignore[valid-type]
Source: TypeAlias = one_of([*words("source")])  # type: ignore[valid-type]
Owner: TypeAlias = line(80)  # type: ignore[valid-type]
Interpreting: TypeAlias = one_of([*words("interpreter")])  # type: ignore[valid-type]
Redirect: TypeAlias = one_of([COVER, KEEP])  # type: ignore[valid-type]


class Said(Schema):
    """What a program says."""

    model_config = ConfigDict(extra="forbid")


class ContactIn(Said):
    """A contact as a program says it."""

    kind: Kind | None = Field(None, description="what it was; or give channel and direction, where these say it")
    channel: Channel | None = None
    direction: Direction | None = None
    party: Party | None = Field(None, description="who it was; needed where a clock may start")
    case_number: Word = Field("", description="in the form of the agency's case system; left out if unknown")
    reason: Reason = Field("", description="a few words; the story belongs into the case system")
    name: Name = Field(
        "", description="of an employer, attorney, agency or third party; an employer is called back by name"
    )
    concerns: Participant | None = Field(None, description="whom it concerns, where the party is no participant")
    case_kind: CaseKind | None = None
    source: Source | None = Field(None, description="what kind of third party")
    authorization: Name = Field("", description="where the authorization of a representative stands")
    telephone: Word = Field("", description="the number to call back")
    language: Word = Field("", description="that was spoken, where it is not the office's")
    interpreter_from: Interpreting | None = Field(None, description="where an interpreter came from, if one helped")
    interpreter: Name = Field("", description="the name, or the number that the service gave; Language Line needs none")
    interpreter_as: Name = Field(
        "", description="a professional's position, a friend's or relative's relationship; Language Line needs none"
    )
    interpreter_minutes: Annotated[int, Field(strict=True, ge=0, le=1440)] | None = None
    information: Text = Field("", description="provided, or received from a third party")
    late_reason: Reason = Field("", description="why what bears an earlier date stamp is entered now")
    received: Instant = Field(description="when the agency received it: from here clocks run")
    happened: Instant | None = Field(None, description="when it happened, where that is another time")
    owner: Owner | None = Field(None, description="user name or key of who answers; needed where a clock may start")
    redirect: Redirect | None = Field(
        None,
        description="a call for an owner who was away: it went on to the 'cover', or it is 'keep', left for the owner",
    )
    office: Key | None = Field(None, description="of the agency; needed where the token is for several offices")


class AttemptIn(Said):
    """A try to reach the customer back."""

    reached: Truth = Field(description="whether somebody was reached, which returns the call")
    happened: Instant
    note: Reason = ""


class Asked(Said):
    """Which part of the due list is asked for."""

    office: Key | None = Field(None, description="needed where the token is for several offices")
    owner: Owner | None = Field(None, description="user name or key; without, the whole office")
    due_from: Instant | None = Field(None, description="due at this instant or later")
    due_until: Instant | None = Field(None, description="due before this instant")
    after: Cursor | None = Field(None, description="'next' of the page before")
    limit: Annotated[int, Field(ge=1, le=MOST, description="lines on a page")] = ON_A_PAGE


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


class AttemptOut(Schema):
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


class ContactOut(Schema):
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
    telephone: str
    language: str
    interpreter_from: str
    interpreter: str
    interpreter_as: str
    interpreter_minutes: int | None
    reason: str
    late_reason: str
    received: Wall
    happened: Wall
    entered: Wall
    office: UUID
    owner: PersonOut
    redirected_from: PersonOut | None = Field(description="for whom a call was meant that went on to the owner")
    clocks: list[ClockOut]
    attempts: list[AttemptOut]
    page: str = Field(description="the address of the contact's page, for people")


class DueOut(Schema):
    """A line of the due list: a contact, its strictest open clock, and the others beside it."""

    contact: UUID
    kind: str
    party: str
    case: CaseOut | None
    owner: PersonOut
    tries: int = Field(description="attempts that reached nobody")
    lead: ClockOut
    beside: list[ClockOut]


class DueList(Schema):
    """A page of the due list of an office, the most urgent first."""

    office: UUID
    as_of: Wall
    items: list[DueOut]
    next: str | None = Field(description="the cursor of the next page; none on the last one")


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
