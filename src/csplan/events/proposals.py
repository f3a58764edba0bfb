"""Which owed events a report shows as posted: proposed by case number and day, confirmed by a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from csplan.agencies.acts import record_act
from csplan.agencies.models import Person
from csplan.core.instants import parse_instant
from csplan.events.actions import NewEvent, Posting, post_event, post_told
from csplan.events.models import REPORTED, Owed, ReportColumns
from csplan.events.owing import untold
from csplan.events.report import Line
from csplan.ledger.subjects import present_data


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line of a report that may be the event that is owed. Sure where day and worker fit."""

    owed: Owed
    line: Line
    since: datetime  # on the wall of the office, as the next
    posted: datetime
    sure: bool

    @property
    def value(self) -> str:
        """The proposal as a form sends it back."""
        timed = "1" if self.line.time else "0"
        return f"{self.owed.id}|{self.posted.isoformat()}|{timed}|{self.line.reference}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A proposal that a person confirmed."""

    owed: UUID
    posted: datetime
    timed: bool
    reference: str


def proposals(lines: Sequence[Line], owed: Iterable[Owed], zone: ZoneInfo, now: datetime) -> list[Proposal]:
    """For each owed event the line that may be it: of the same case, not before it; each line once."""
    by_case: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda each: (each.day, each.time or time.max)):
        by_case.setdefault(line.number, []).append(line)
    found = []
    for each in owed:
        left = by_case.get(each.contact.case.number if each.contact.case else "", [])
        fitting = [line for line in left if _fits(line, each, zone, now)]
        if fitting:
            line = max(fitting, key=lambda one: (_is_sure(one, each, zone), -one.line))
            left.remove(line)
            found.append(
                Proposal(each, line, each.since.astimezone(zone), _posted(line, zone, now), _is_sure(line, each, zone))
            )
    return found


def confirmed(value: str) -> Confirmed:
    """A proposal as the form sent it back. Raises ValueError or BadInstant for what no page has made."""
    owed, posted, timed, reference = value.split("|", 3)
    return Confirmed(
        owed=UUID(owed), posted=parse_instant(posted, ZoneInfo("UTC")), timed=timed == "1", reference=reference[:80]
    )


def post_confirmed(chosen: Sequence[Confirmed], *, office: UUID, by: Person, key: UUID, now: datetime) -> int:
    """Post what was confirmed, all or nothing; how many. What was posted meanwhile is passed over."""
    with transaction.atomic():
        found = Owed.objects.filter(agency=by.agency_id, office=office, id__in=[each.owed for each in chosen])
        by_key = {each.id: each for each in found.select_related("contact__matter__owner", "contact__agency", "event")}
        every = [(by_key[each.owed], each) for each in chosen if each.owed in by_key]
        for owed, each in every:
            _post(owed, each, by, uuid5(key, str(owed.id)), now)
    return len(every)


def remember_columns(columns: dict[str, str], *, by: Person, now: datetime) -> ReportColumns:
    """How an agency's reports are mapped, for the next time."""
    with transaction.atomic():
        before = ReportColumns.objects.filter(agency=by.agency_id).first()
        held = present_data(by.agency_id, f"report-columns:{before.id}") if before else None
        row, _ = ReportColumns.objects.update_or_create(agency_id=by.agency_id, defaults={"columns": columns})
        record_act(by.agency_id, by.id, "map report columns", f"report-columns:{row.id}", entered=now, before=held)
    return row


def _post(owed: Owed, each: Confirmed, by: Person, key: UUID, now: datetime) -> None:
    posting = Posting(at=each.posted, how=REPORTED, reference=each.reference, timed=each.timed)
    if owed.event is not None:
        post_event(owed.event, posting, by=by, now=now)
        return
    left = untold(owed.contact)
    tells = tuple(str(one.row.id) for one in left if one.row is not owed.contact and one.at <= each.posted)
    post_told(NewEvent(contact=owed.contact, tells=tells, text=""), posting, by=by, key=key, now=now)


def _fits(line: Line, owed: Owed, zone: ZoneInfo, now: datetime) -> bool:
    since = owed.since.astimezone(zone)
    if line.day < since.date() or _posted(line, zone, now) > now:
        return False
    return line.time is None or line.day > since.date() or line.time >= since.time().replace(second=0)


def _is_sure(line: Line, owed: Owed, zone: ZoneInfo) -> bool:
    names = {owed.person.name.casefold(), owed.person.username.casefold()}
    same_day = line.day == owed.since.astimezone(zone).date()
    return same_day and (not line.worker or line.worker.casefold() in names)


def _posted(line: Line, zone: ZoneInfo, now: datetime) -> datetime:
    """When it was posted; of a day without a time, the end, or now where that day is today."""
    at = datetime.combine(line.day, line.time or time(23, 59, 59), zone)
    today = now.astimezone(zone).date()
    return now.replace(microsecond=0) if line.time is None and line.day == today else at
