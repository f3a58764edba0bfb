"""What the API takes. Unknown fields are refused."""

from typing import Annotated, Final, TypeAlias

from ninja import Schema
from pydantic import ConfigDict, Field

from csplan.adapters.api.fields import DayOrInstant, Instant, Key, Truth, line, one_of
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
Service: TypeAlias = one_of([*words("service")])  # type: ignore[valid-type]
Result: TypeAlias = one_of([each.id for each in words("result").values() if not each.reached])  # type: ignore[valid-type]
Redirect: TypeAlias = one_of([COVER, KEEP])  # type: ignore[valid-type]


class Said(Schema):
    """What a program says."""

    model_config = ConfigDict(extra="forbid")


class SpokenIn(Said):
    """What is said of a conversation."""

    telephone: Word = Field("", description="of the conversation: the number to call back")
    language: Word = Field("", description="that was spoken, where it is not the office's")
    interpreter_from: Interpreting | None = Field(None, description="where an interpreter came from, if one helped")
    interpreter: Name = Field("", description="the name, or the number that the service gave; Language Line needs none")
    interpreter_as: Name = Field(
        "", description="a professional's position, a friend's or relative's relationship; Language Line needs none"
    )
    interpreter_minutes: Annotated[int, Field(strict=True, ge=0, le=1440)] | None = None
    information: Text = Field("", description="provided, or received from a third party")
    in_case_system: Truth = Field(
        False, description="the information was typed in the case system first; no event is owed"
    )
    service: Service | None = Field(None, description="what was done on the case; on some kinds of case it is refused")
    identified: Name = Field("", description="how the identification was verified")


class ContactIn(SpokenIn):
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
    late_reason: Reason = Field("", description="why what bears an earlier date stamp is entered now")
    received: DayOrInstant = Field(
        description="when the agency received it: from here clocks run; of what bears a date stamp the day may stand"
        " alone, and counts from when the office opened on it"
    )
    happened: Instant | None = Field(None, description="when it happened, where that is another time")
    owner: Owner | None = Field(None, description="user name or key of who answers; needed where a clock may start")
    redirect: Redirect | None = Field(
        None,
        description="a call for an owner who was away: it went on to the 'cover', or it is 'keep', left for the owner",
    )
    office: Key | None = Field(None, description="of the agency; needed where the token is for several offices")


class AttemptIn(SpokenIn):
    """A try to reach the customer back."""

    reached: Truth = Field(description="whether somebody was reached, which returns the call")
    happened: Instant
    note: Reason = ""
    outcome: Result | None = Field(None, description="of a try that reached nobody: what happened")


class Asked(Said):
    """Which part of the due list is asked for."""

    office: Key | None = Field(None, description="needed where the token is for several offices")
    owner: Owner | None = Field(None, description="user name or key; without, the whole office")
    due_from: Instant | None = Field(None, description="due at this instant or later")
    due_until: Instant | None = Field(None, description="due before this instant")
    after: Cursor | None = Field(
        None, description="'next' of the page before; without 'unpromised_after' the page has no 'unpromised'"
    )
    unpromised_after: Cursor | None = Field(
        None, description="'unpromised_next' of the page before; without 'after' the page has no 'items'"
    )
    limit: Annotated[int, Field(ge=1, le=MOST, description="lines on a page, of each of its lists")] = ON_A_PAGE
