"""How made-up contacts are answered: calls returned after a try, letters passed on and answered, now and then late."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from csplan.agencies.keys import new_key
from csplan.clocks.models import Clock, Matter
from csplan.contacts.kinds import Kind, handlings, kinds, party_kinds
from csplan.contacts.models import Attempt, Contact, Handling
from csplan.site.demo.chained import Act
from csplan.site.demo.open_time import OpenTime

TYPING: Final = timedelta(minutes=3)  # between a call and its entry
TRIED: Final = 0.25  # of the calls, by an attempt that reaches nobody
PARTIES: Final = tuple(each.id for each in party_kinds().values() if not each.represents and each.id != "third party")
UNPROMISED: Final = timedelta(days=3)  # within which is answered what no promise binds
QUICKEST: Final = 0.03  # of the time promised
SLOWEST: Final = 1.04


@dataclass(slots=True)
class Made:
    """A contact with all that hangs on it, as it is in the end; steps in order of happening."""

    matter: Matter
    contact: Contact
    clocks: list[Clock]
    steps: list[Attempt | Handling] = field(default_factory=list)


def answer(made: Made, kind: Kind, open_time: OpenTime, now: datetime, random: Random) -> None:
    """A call is returned; what is no call is handled in each of its ways but those that promise a later day."""
    if kind.returned:
        _return(made, kind, open_time, now, random)
    for handled in (handlings()[each] for each in kind.handled):
        if handled.asks != "promised":
            at = _moment(made, [handled.fact], open_time, random)
            if at and at + TYPING <= now:
                to = made.matter.owner if handled.asks == "to" else None
                made.steps.append(Handling(kind=handled.id, to=to, **_when(made.contact, at)))
                _meet(made, [handled.fact], at)
    made.steps.sort(key=lambda step: step.happened)


def acts(made: Made, held: Mapping[str, Any]) -> Iterator[Act]:
    """The acts on one contact; held is how it is in the end."""
    contact = made.contact
    who: dict[str, Any] = {"actor": contact.entered_by_id, "subject": f"contact:{contact.id}"}
    now = _until(made, held, contact.received, [])
    when: dict[str, Any] = {"happened": contact.received, "entered": contact.entered}
    yield Act(act="record contact", before=None, after=now, **who, **when)
    for number, step in enumerate(made.steps, start=1):
        before, now = now, _until(made, held, step.happened, made.steps[:number])
        yield Act(act=_act(step), before=before, after=now, **who, happened=step.happened, entered=step.entered)


def is_unpromised(made: Made, steps: Collection[Attempt | Handling]) -> bool:
    """Whether an answer is owed without a promise after some steps."""
    answered = any(handlings()[each.kind].answers if isinstance(each, Handling) else each.reached for each in steps)
    return kinds()[made.contact.kind].owes and not made.clocks and not answered


def _return(made: Made, kind: Kind, open_time: OpenTime, now: datetime, random: Random) -> None:
    """A return at a moment while the office is open, and now and then an attempt before it."""
    at = _moment(made, kind.returned, open_time, random)
    if at is None or at + TYPING > now:
        return
    if random.random() < TRIED:
        halfway = (open_time.place(made.contact.received) + open_time.place(at)) // 2
        made.steps.append(Attempt(reached=False, **_when(made.contact, open_time.at(halfway))))
    made.steps.append(Attempt(reached=True, **_when(made.contact, at)))
    _meet(made, kind.returned, at)


def _moment(made: Made, facts: Collection[str], open_time: OpenTime, random: Random) -> datetime | None:
    """When a fact is stated: at a share of the time that the strictest promise gives for it; None where none does."""
    due = [clock.due for clock in made.clocks if clock.due and set(clock.met_by) & set(facts)]
    if not made.clocks:
        due = [made.contact.received + UNPROMISED]
    if not due:
        return None
    first = open_time.place(made.contact.received)
    return open_time.at(first + 60 + int((open_time.place(min(due)) - first) * random.uniform(QUICKEST, SLOWEST)))


def _meet(made: Made, facts: Collection[str], at: datetime) -> None:
    for clock in made.clocks:
        met = next((fact for fact in clock.met_by if fact in facts), None)
        if met and clock.met is None:
            clock.met, clock.met_fact = at, met


def _when(contact: Contact, at: datetime) -> dict[str, Any]:
    return {
        "agency_id": contact.agency_id,
        "contact": contact,
        "happened": at,
        "entered": at + TYPING,
        "entered_by": contact.entered_by,
        "idempotency_key": new_key(),
    }


def _until(made: Made, held: Mapping[str, Any], at: datetime, steps: Collection[Attempt | Handling]) -> dict[str, Any]:
    """How a contact was after some of its steps, the last of which happened at an instant."""
    done = [each.id for each in steps]
    matter = {**held["matter"], "unpromised": made.contact.received if is_unpromised(made, steps) else None}
    clocks = [
        each if each["met"] and done and each["met"] <= at else {**each, "met": None, "met_fact": ""}
        for each in held["clocks"]
    ]
    hanging = {name: [each for each in held[name] if each["id"] in done] for name in ("attempts", "handlings")}
    return {**held, **hanging, "matter": matter, "clocks": clocks}


def _act(step: Attempt | Handling) -> str:
    if isinstance(step, Handling):
        return f"record {step.kind}"
    return "record return" if step.reached else "record attempt"
