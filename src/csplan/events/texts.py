"""The factual text of an event, composed from what was recorded of a contact; its sentences are data (events.toml)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from csplan.contacts.kinds import handlings, kinds
from csplan.contacts.kinds import words as word_list
from csplan.contacts.models import IN, Attempt, Contact, Handling, Spoken
from csplan.events.demands import words

_VARIABLE: Final = re.compile(r"\{(\w+)\}")
_ENDED: Final = re.compile(r"([.!?])\.")


def event_text(contact: Contact, rows: Sequence[Attempt | Handling], zone: ZoneInfo) -> str:
    """What an event says of a contact and of what was done to answer it, in order of happening."""
    lines = _said("contact", contact_facts(contact, zone))
    for row in sorted(rows, key=lambda each: (each.happened, each.id)):
        if isinstance(row, Handling):
            lines += _said("handling", handling_facts(row, zone))
        else:
            lines += _said("reached" if row.reached else "nobody", attempt_facts(contact, row, zone))
    nobody = sum(isinstance(row, Attempt) and not row.reached for row in rows)
    return " ".join(lines + _said("end", {"attempts": str(nobody) if nobody > 1 else ""}))


def contact_facts(contact: Contact, zone: ZoneInfo) -> dict[str, str]:
    """What is recorded of a contact, in words; empty where nothing is."""
    earlier = contact.happened != contact.received
    participant = contact.participant
    return {
        "received": moment(contact.received, zone, "day" if contact.precision else "moment"),
        "happened_before": f"It happened on {moment(contact.happened, zone)}." if earlier else "",
        "channel": str(words()["channels"].get(contact.channel, contact.channel.capitalize())),
        "direction": "from" if contact.direction == IN else "to",
        "party": party_words(contact),
        "concerns": participant.role if participant and participant.role != contact.party else "",
        "authorization": contact.authorization,
        "kind": kinds()[contact.kind].says,
        "reason": contact.reason,
        **_spoken(contact, received=contact.kind in words()["informing"]),
    }


def attempt_facts(contact: Contact, attempt: Attempt, zone: ZoneInfo) -> dict[str, str]:
    """What is recorded of a try to answer a contact, in words; empty where nothing is."""
    party = party_words(contact)
    return {
        "happened": moment(attempt.happened, zone),
        "party_reached": party[:1].upper() + party[1:],
        "by_channel": words()["answered_by"].get(contact.channel, contact.channel),
        "note": attempt.note,
        **_spoken(attempt, received=False),
    }


def handling_facts(handling: Handling, zone: ZoneInfo) -> dict[str, str]:
    """What is recorded of something done with a contact, in words; empty where nothing is."""
    says = handlings()[handling.kind].says
    return {"happened": moment(handling.happened, zone), "handling": says, "note": handling.note}


def moment(at: datetime, zone: ZoneInfo, written: str = "moment") -> str:
    """An instant as events have it; written: "moment", or "day" for the day alone."""
    return at.astimezone(zone).strftime(words()[written])


def party_words(contact: Contact) -> str:
    """The party as events have it, with the name and the kind of third party where they are known."""
    party = f"the {contact.party}" if contact.party else "somebody unnamed"
    beside = ", ".join(each for each in (contact.source, contact.name) if each)
    return f"{party} ({beside})" if beside else party


def _spoken(row: Spoken, *, received: bool) -> dict[str, str]:
    return {
        "number": row.number,
        "language": row.language,
        "interpreter": row.interpreter,
        "interpreter_as": row.interpreter_as,
        "outcome": row.outcome,
        "service": word_list("service")[row.service].says if row.service else "",
        "identified": row.identified,
        "information_received": row.information if received else "",
        "information_provided": "" if received else row.information,
    }


def _said(which: str, facts: Mapping[str, str]) -> list[str]:
    return list(_filled(words()["sentences"][which], facts))


def _filled(sentences: Iterable[str], facts: Mapping[str, str]) -> Iterator[str]:
    for sentence in sentences:
        if all(facts.get(name, "").strip() for name in _VARIABLE.findall(sentence)):
            yield _ENDED.sub(r"\1", _VARIABLE.sub(lambda found: facts[found[1]].strip(), sentence))
