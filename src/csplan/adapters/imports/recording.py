"""Recording the calls of a file, a part at a time: each step is one transaction, and is done once.

Calls in come first, in one step a part; then the calls out, since a log may list the call back before the call.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from csplan.absences.queries import absence_at
from csplan.adapters.imports.actions import end
from csplan.adapters.imports.calls import CALLED, LIVE, Call, Fault, caller_digest, withheld
from csplan.adapters.imports.meaning import Meaning, meaning_of, records
from csplan.adapters.imports.models import DONE, LEFT_OUT, WRONG, Caller, Import, Line, Part, Progress, Proposal
from csplan.adapters.imports.queries import Owners, bounds_of, calls_in, known_calls, open_contacts, owners_of, running
from csplan.agencies.acts import record_act
from csplan.agencies.models import Agency, Person
from csplan.agencies.walls import speaking_for
from csplan.contacts.actions import Conversation, NewContact, record_contact
from csplan.contacts.kinds import Kind, kinds
from csplan.contacts.redirecting import gone_to
from csplan.core.errors import CsplanError
from csplan.outbox.faults import place_of

LOG: Final = logging.getLogger("csplan.work")
NAMED: Final = 100  # faults that are named
AT_ONCE: Final = timedelta(seconds=20)  # in which a worker goes on with one agency's imports
BEFORE, PROPOSED, UNMATCHED = "imported before", "proposed", "fits no open contact"


@dataclass(frozen=True, slots=True)
class Taking:
    """What the steps of an import share."""

    of: Import
    meaning: Meaning
    whose: Owners
    by: Person
    now: datetime

    @property
    def agency(self) -> UUID:
        """The agency."""
        return self.of.agency_id


def advance(of: Import, now: datetime) -> Import:
    """The next step of an import; where another process is at it, the step after that one's. Ends it at its end."""
    with transaction.atomic():
        progress = Progress.objects.select_for_update().get(agency=of.agency_id, of=of)
        held = Import.objects.select_related("uploaded_by__agency").get(agency=of.agency_id, id=of.id)
        if not held.is_running:
            return held
        if progress.steps < 2 * held.parts:
            _step(held, progress, now)
        if progress.steps >= 2 * held.parts:
            return end(held, DONE, actor=held.uploaded_by_id, now=now)
    return held


def advance_for(of: Import, seconds: float, now: datetime) -> Import:
    """The next steps of an import, at least one, for so many seconds."""
    until, found = monotonic() + seconds, advance(of, now)
    while found.is_running and monotonic() < until:
        found = advance(found, now)
    return found


def go_on(now: datetime) -> None:
    """Go on with the imports of every agency; a fault of one is logged, stops no other and is raised last."""
    errors: list[Exception] = []
    for agency in Agency.objects.order_by("id").values_list("id", flat=True):
        try:
            until = monotonic() + AT_ONCE.total_seconds()
            while monotonic() < until and _one_step(agency, now):
                pass
        except Exception as error:
            LOG.error("an import failed for agency %s: %s", agency, place_of(error))
            errors.append(error)
    if errors:
        raise errors[0]


def _one_step(agency: UUID, now: datetime) -> bool:
    with speaking_for([agency]):
        found = running(agency)
        if found:
            advance(found, now)
        return found is not None


def _step(of: Import, progress: Progress, now: datetime) -> None:
    """Calls in of a part, or, when those of all parts are recorded, calls out of one."""
    taking = _taking(of, now)
    number, is_out = progress.steps % of.parts, progress.steps >= of.parts
    part = Part.objects.get(agency=of.agency_id, of=of, number=number)
    found = calls_in(part, of, taking.meaning, bounds_of(of, now))
    counts = Counter(progress.counts)
    faults = _calls_out(taking, found, counts) if is_out else _calls_in(taking, found, counts)
    progress.counts, progress.steps = dict(counts), progress.steps + 1
    progress.faults = [*progress.faults, *(list(astuple(fault)) for fault in faults)][:NAMED]
    progress.save(update_fields=["counts", "steps", "faults"])


def _calls_in(taking: Taking, found: Iterable[Call | Fault], counts: Counter[str]) -> list[Fault]:
    faults = [each for each in found if isinstance(each, Fault)]
    calls = [each for each in found if isinstance(each, Call)]
    counts[LEFT_OUT] += sum(call.what == LEFT_OUT for call in calls)
    for call in _new(taking, [call for call in calls if call.what not in (LEFT_OUT, CALLED)], counts):
        try:
            with transaction.atomic():
                _recorded(taking, call)
            counts[call.what] += 1
        except CsplanError as error:
            faults.append(Fault(call.line, "", error.what, error.remedy))
    counts[WRONG] += len(faults)
    return faults


def _calls_out(taking: Taking, found: Iterable[Call | Fault], counts: Counter[str]) -> list[Fault]:
    calls = [each for each in found if isinstance(each, Call) and each.what == CALLED]
    for call in _new(taking, calls, counts):
        _kept_line(taking, call)
        contacts = open_contacts(taking.of, call, caller_digest(taking.agency, call.number))
        for contact in contacts:
            proposal = Proposal.objects.create(
                agency_id=taking.agency,
                of=taking.of,
                line=call.line,
                contact=contact,
                called_by=taking.whose.named.get(call.extension.casefold()),
                happened=call.happened,
            )
            subject = f"proposal:{proposal.id}"
            record_act(taking.agency, taking.by.id, "propose call out", subject, entered=taking.now)
        counts[PROPOSED if contacts else UNMATCHED] += 1
    return []


def _new(taking: Taking, calls: list[Call], counts: Counter[str]) -> Iterable[Call]:
    """Those calls that no import has taken in, each once."""
    known = known_calls(taking.agency, calls)
    for call in calls:
        if call.digest in known:
            counts[BEFORE] += 1
            continue
        known.add(call.digest)
        yield call


def _recorded(taking: Taking, call: Call) -> None:
    kind = kinds()[records()[call.result]]
    owner = taking.whose.owner(call)
    new = NewContact(
        kind=kind,
        party=taking.meaning.party if kind.owes else "",
        case_number=call.case,
        reason=withheld(call, taking.meaning),
        happened=call.happened,
        received=call.happened,
        conversation=Conversation(number=call.caller),
        **gone_to(_answer(taking, kind, owner, call), owner.id),
    )
    key = uuid5(taking.agency, call.digest)
    contact = record_contact(new, office=taking.of.office_id, by=taking.by, key=key, now=taking.now)
    _kept_line(taking, call)
    if call.number and call.what != LIVE and not contact.redacted:
        digest = caller_digest(taking.agency, call.number)
        Caller.objects.get_or_create(agency_id=taking.agency, contact=contact, defaults={"digest": digest})


def _answer(taking: Taking, kind: Kind, owner: Person, call: Call) -> str:
    """What was said of the calls of an absence; one that was entered since leaves them for the person."""
    redirects = taking.of.redirects
    absence = absence_at(owner, call.happened) if redirects and kind.returned else None
    return str(redirects.get(str(absence.id), "")) if absence else ""


def _kept_line(taking: Taking, call: Call) -> None:
    Line.objects.create(agency_id=taking.agency, of=taking.of, number=call.line, call=call.digest)


def _taking(of: Import, now: datetime) -> Taking:
    assert of.meaning, "an import starts when its meaning was said"
    meaning = meaning_of(of.meaning)
    return Taking(of, meaning, owners_of(of, meaning, now), of.uploaded_by, now.replace(microsecond=0))
