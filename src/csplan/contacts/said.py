"""What is said of a contact, as the forms and other doors hand it to the actions."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from csplan.contacts.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What is said of a conversation; all of it may be left out."""

    number: str = ""  # of the telephone
    language: str = ""
    interpreter: str = ""
    interpreter_from: str = ""
    interpreter_as: str = ""
    interpreter_minutes: int | None = None
    information: str = ""
    in_case_system: bool = False
    service: str = ""  # what was done on the case
    identified: str = ""  # how the identification was verified
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """What a worker says of a contact. happened, received and the time of entry are three times."""

    kind: Kind
    party: str
    case_number: str
    reason: str
    owner: UUID
    happened: datetime
    received: datetime
    case_kind: str = ""
    concerns: str = ""  # the role of the participant, where the party is none
    name: str = ""
    source: str = ""
    authorization: str = ""
    late_reason: str = ""
    precision: str = ""  # of received: "day" where a date stamp gave no time
    redirected_from: UUID | None = None  # whom it was meant for, where it went on to the owner, who covers
    conversation: Conversation = field(default_factory=Conversation)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """What a worker says of a try to reach the customer back."""

    happened: datetime
    note: str
    reached: bool = False
    conversation: Conversation = field(default_factory=Conversation)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHandling:
    """What a worker says of something done with a letter, an e-mail or a visit."""

    kind: str
    happened: datetime
    note: str = ""
    to: UUID | None = None
    promised: date | None = None


def columns_said(new: NewContact | NewAttempt) -> dict[str, Any]:
    """What was said by the names of the columns, with what was said of the conversation."""
    every = (new, new.conversation)
    return {each.name: getattr(of, each.name) for of in every for each in fields(of) if each.name != "conversation"}
