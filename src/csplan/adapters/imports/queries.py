"""Questions about imports: which there are, what a file would be recorded as, what waits for a decision."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from csplan.absences.queries import absence_at
from csplan.adapters.imports.calls import CALLED, LIVE, OPENS, Bounds, Call, Fault, call_of, withheld
from csplan.adapters.imports.meaning import Meaning, meaning_of, records, results_of
from csplan.adapters.imports.models import LEFT_OUT, WRONG, Caller, Import, Line, Part, Proposal
from csplan.agencies.answering import owners
from csplan.agencies.days import today_of
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of, workers_of
from csplan.clocks.models import OPEN, Clock
from csplan.contacts.kinds import kinds
from csplan.contacts.long_ago import is_long_ago
from csplan.contacts.models import Contact

SHOWN: Final = 20
FAULTS_SHOWN: Final = 50
SAMPLED: Final = 10  # parts from which values are proposed
VALUES: Final = 40  # of a column, that are proposed
REMEMBERED: Final = 20  # imports among which one that was understood is looked for
FITTING: Final = 5  # open contacts that one call out may answer


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it would be recorded."""

    call: Call
    says: str
    owner: str
    telephone: str  # whom to call back, or that it is withheld


@dataclass(slots=True)
class ForAway:
    """Calls that were left for somebody who was away then: of one absence, so that one answer fits all."""

    person: Person
    first: datetime
    count: int = 0


@dataclass(slots=True)
class Preview:
    """What a file would be recorded as: the first rows, the counts of all, the first faults."""

    first: list[Shown] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    away: dict[UUID, ForAway] = field(default_factory=dict)  # by absence
    old: int = 0  # calls so long ago that their date may be wrong
    oldest: datetime | None = None

    @property
    def records(self) -> bool:
        """Whether anything of the file would be recorded, or asked of a worker."""
        return any(self.counts[what] for what in (OPENS, LIVE, CALLED))


def imports_of(agency: UUID, office: UUID) -> QuerySet[Import]:
    """The imports of an office, the last one first."""
    found = Import.objects.filter(agency=agency, office=office).select_related("uploaded_by", "progress")
    return found.order_by("-uploaded", "-id")


def import_of(agency: UUID, office: UUID, key: UUID) -> Import:
    """An import of an office. Raises Import.DoesNotExist, also for one of another agency."""
    return Import.objects.select_related("uploaded_by", "progress").get(agency=agency, office=office, id=key)


def recorded_before(of: Import) -> Import | None:
    """The last import that recorded something of the same file."""
    earlier = imports_before(of.agency_id, of.digest).exclude(id=of.id).filter(started__isnull=False)
    return next((each for each in earlier if each.was_understood), None)


def imports_before(agency: UUID, digest: str) -> QuerySet[Import]:
    """The imports of a file with such a digest, the last one first."""
    return Import.objects.filter(agency=agency, digest=digest).order_by("-uploaded", "-id")


def running(agency: UUID) -> Import | None:
    """The import of an agency that was started first and has not ended."""
    return Import.objects.filter(agency=agency, started__isnull=False, ended=None).order_by("started", "id").first()


def remembered(of: Import) -> Meaning | None:
    """What the columns of the last file with the same first line meant; one of which no row was read taught nothing."""
    alike = Import.objects.filter(agency=of.agency_id, header_digest=of.header_digest).exclude(id=of.id)
    last = alike.filter(started__isnull=False).order_by("-started")[:REMEMBERED]
    found = next((each for each in last if each.was_understood), None)
    return meaning_of(found.meaning) if found and found.meaning else None


def samples(of: Import) -> list[list[str]]:
    """The cells of some of the first rows."""
    parts = Part.objects.filter(agency=of.agency_id, of=of, number__lt=SAMPLED).order_by("number")
    return [cells for part in parts for _, cells in part.rows if len(cells) == len(of.header)]


def values_of(of: Import, place: int) -> list[str]:
    """The values of a column among the first rows, in small letters, the most frequent first."""
    counts = Counter(cells[place].strip().casefold() for cells in samples(of))
    return [value for value, _ in counts.most_common(VALUES)]


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose the calls of a file are: by extension, user name or name in small letters."""

    named: Mapping[str, Person]
    answering: frozenset[UUID]
    default: Person

    def owner(self, call: Call) -> Person:
        """Whose a call is; a missed one of somebody who answers no contacts is for who answers all else."""
        found = self.named.get(call.extension.casefold(), self.default)
        return self.default if call.what == OPENS and found.id not in self.answering else found


def owners_of(of: Import, meaning: Meaning, now: datetime) -> Owners:
    """Whose the calls of an import are, and who answers all else."""
    workers = list(workers_of(of.agency_id, of.office_id))
    names = {name.casefold(): each for each in workers for name in (each.name, each.username, each.extension) if name}
    offered = owners(of.agency_id, of.office_id, today_of(of.agency, now))
    default = next((each for each in offered if str(each.id) == meaning.owner), None)
    return Owners(names, frozenset(each.id for each in offered), default or of.uploaded_by)


def bounds_of(of: Import, now: datetime) -> Bounds:
    """What the calls of a file have to fit. Raises BadCalendar where the office has confirmed no calendar."""
    calendar = calendar_of(calendar_edition(of.agency_id, of.office_id))
    results = results_of(of.agency_id, today_of(of.agency, now))
    return Bounds(of.agency_id, of.agency.case_pattern, calendar, frozenset(results), now)


def calls_in(part: Part, of: Import, meaning: Meaning, bounds: Bounds) -> list[Call | Fault]:
    """The calls of a part, and what is wrong with its rows."""
    return [call_of(line, cells, of.header, meaning, bounds) for line, cells in part.rows]


def known_calls(agency: UUID, calls: Iterable[Call]) -> set[str]:
    """The digests of those calls that an import has taken in."""
    digests = {call.digest for call in calls}
    return set(Line.objects.filter(agency=agency, call__in=digests).values_list("call", flat=True))


def open_contacts(of: Import, call: Call, caller: str) -> list[Contact]:
    """The open contacts of the office that a call out may have answered: of its number, or of its case."""
    fits = Q(pk__in=[])
    if caller:
        fits |= Q(Exists(Caller.objects.filter(agency=of.agency_id, contact=OuterRef("pk"), digest=caller)))
    if call.case:
        fits |= Q(case__number=call.case, case__state=of.agency.state, case__system=of.agency.case_system)
    waiting = Clock.objects.filter(OPEN, agency=of.agency_id, matter=OuterRef("matter"))
    found = Contact.objects.filter(fits, Exists(waiting), agency=of.agency_id, matter__office=of.office_id)
    return list(found.filter(received__lte=call.happened).order_by("received", "id")[:FITTING])


def preview(of: Import, meaning: Meaning, now: datetime) -> Preview:
    """What a file would be recorded as, read part by part; of each call only a number is kept."""
    found, seen = Preview(), set[int]()
    whose = owners_of(of, meaning, now)
    for row in _rows(of, meaning, bounds_of(of, now), seen):
        if isinstance(row, Fault):
            found.counts[WRONG] += 1
            found.faults += [row] if len(found.faults) < FAULTS_SHOWN else []
            continue
        call, is_new = row
        what = call.what if is_new else "imported before"
        found.counts[what] += 1
        owner = whose.owner(call)
        if what == OPENS:
            _for_away(found, call, owner)
        if is_new and call.what != LEFT_OUT and is_long_ago(call.happened, now):
            found.old, found.oldest = found.old + 1, min(call.happened, found.oldest or call.happened)
        if len(found.first) < SHOWN:
            found.first.append(Shown(call, _says(call, is_new), owner.name, call.caller or withheld(call, meaning)))
    return found


def _for_away(found: Preview, call: Call, owner: Person) -> None:
    absence = absence_at(owner, call.happened) if kinds()[records()[call.result]].returned else None
    if absence:
        found.away.setdefault(absence.id, ForAway(owner, call.happened)).count += 1


def proposals_for(agency: UUID, office: UUID, owner: UUID | None) -> QuerySet[Proposal]:
    """The calls out of an office that wait for a decision, of one owner's contacts or all; the oldest first."""
    found = Proposal.objects.filter(agency=agency, decided=None, contact__matter__office=office)
    chosen = found.filter(contact__matter__owner=owner) if owner else found
    return chosen.select_related("contact__matter__owner", "contact__case", "called_by").order_by("happened", "id")


def proposal_of(agency: UUID, office: UUID, key: UUID) -> Proposal:
    """A call out of an office. Raises Proposal.DoesNotExist, also for one of another agency."""
    found = Proposal.objects.select_related("contact__matter__owner", "contact__case", "called_by", "decided_by")
    return found.get(agency=agency, contact__matter__office=office, id=key)


def _rows(of: Import, meaning: Meaning, bounds: Bounds, seen: set[int]) -> Iterator[Fault | tuple[Call, bool]]:
    """Each row of a file as a call, and whether it is new; seen holds the calls of the file up to there."""
    for part in Part.objects.filter(agency=of.agency_id, of=of).order_by("number").iterator(chunk_size=10):
        found = calls_in(part, of, meaning, bounds)
        known = known_calls(of.agency_id, (each for each in found if isinstance(each, Call)))
        for each in found:
            if isinstance(each, Fault) or each.what == LEFT_OUT:
                yield each if isinstance(each, Fault) else (each, True)
                continue
            short = int(each.digest[:16], 16)
            yield each, each.digest not in known and short not in seen
            seen.add(short)


def _says(call: Call, is_new: bool) -> str:
    if not is_new:
        return "imported before"
    if call.what == LEFT_OUT:
        return "left out"
    if call.what == CALLED:
        return "a call out: asked of the worker, if it fits an open contact"
    return kinds()[records()[call.result]].says
