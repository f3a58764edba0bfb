"""In which languages interpreters helped in an office, where they came from, and for how long."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from csplan.contacts.kinds import words
from csplan.contacts.models import Attempt, Contact

NOT_SAID: Final = "not said"
COLUMNS: Final = ("of", "happened", "spoken", "interpreter_from", "interpreter", "interpreter_as", "minutes", "on_case")


@dataclass(frozen=True, slots=True)
class Span:
    """The conversations of an office from one instant until another."""

    agency: UUID
    office: UUID
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Total:
    """How often interpreters of one source helped in a language, and for how many minutes as far as said."""

    language: str
    source: str
    times: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Helped:
    """One conversation in which an interpreter helped."""

    contact: UUID
    at: datetime
    language: str
    source: str
    interpreter: str
    minutes: int | None
    case: str


def totals(span: Span) -> list[Total]:
    """What it comes to by language and source, the most frequent first."""
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for rows in _conversations(span):
        for language, source, times, minutes in rows.values_list("spoken", "interpreter_from").annotate(
            times=Count("id"), length=Sum("interpreter_minutes")
        ):
            found[language, source][0] += times
            found[language, source][1] += minutes or 0
    every = (Total(language or NOT_SAID, _says(source), *counts) for (language, source), counts in found.items())
    return sorted(every, key=lambda each: (-each.times, each.language, each.source))


def conversations(span: Span) -> "QuerySet[Any, Any]":
    """The conversations, the last one first, to be read page by page."""
    contacts, attempts = _conversations(span)
    own = contacts.annotate(of=F("id"), minutes=F("interpreter_minutes"), on_case=F("case__number"))
    tries = attempts.annotate(of=F("contact"), minutes=F("interpreter_minutes"), on_case=F("contact__case__number"))
    every: QuerySet[Any, Any] = own.values_list(*COLUMNS).union(tries.values_list(*COLUMNS), all=True)
    return every.order_by("-happened")


def helped(rows: Iterable[Any]) -> list[Helped]:
    """Some of the conversations as a page shows them."""
    return [
        Helped(of, at, language or NOT_SAID, _says(source), f"{name}, {position}", minutes, number or "")
        for of, at, language, source, name, position, minutes, number in rows
    ]


def _conversations(span: Span) -> tuple["QuerySet[Any, Any]", "QuerySet[Any, Any]"]:
    """The contacts in which an interpreter helped, and the tries to answer one; each with the language spoken."""
    within = {"agency": span.agency, "happened__gte": span.begin, "happened__lt": span.end}
    contacts = Contact.objects.filter(**within, matter__office=span.office)
    attempts = Attempt.objects.filter(**within, contact__matter__office=span.office)
    return _with_language(contacts, "participant"), _with_language(attempts, "contact__participant")


def _with_language(rows: "QuerySet[Any, Any]", whose: str) -> "QuerySet[Any, Any]":
    """The language that was said of the conversation, else that of the participant."""
    spoken = Coalesce(NullIf("language", Value("")), f"{whose}__language", Value(""))
    found: QuerySet[Any, Any] = rows.exclude(interpreter="").annotate(spoken=spoken)
    return found


def _says(source: str) -> str:
    known = words("interpreter").get(source)
    return known.says if known else NOT_SAID
