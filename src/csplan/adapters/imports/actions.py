"""Verbs of imports: upload a file, say what it means, start, cancel, decide what a call out was."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import BinaryIO, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from csplan.adapters.imports.meaning import Meaning
from csplan.adapters.imports.models import (
    ATTEMPT,
    FILE_NAME,
    NEITHER,
    REACHED,
    Caller,
    Import,
    Line,
    Part,
    Progress,
    Proposal,
)
from csplan.adapters.imports.queries import imports_before
from csplan.adapters.imports.reading import SAMPLE, Row, check_header, encoding_of, rows_of
from csplan.agencies.acts import record_act
from csplan.agencies.models import Person
from csplan.clocks.models import OPEN, Clock
from csplan.contacts.actions import NewAttempt, record_attempt, record_return
from csplan.core.errors import CsplanError
from csplan.ledger.subjects import present_data

ROWS_OF_A_PART: Final = 100


class AlreadyImported(CsplanError):
    """A file that was uploaded before."""

    def __init__(self, earlier: Import) -> None:
        super().__init__(f"this file was uploaded before, as {earlier.file_name}; go on with that import")
        self.earlier = earlier


class Decided(CsplanError):
    """A proposal that was decided before."""

    def __init__(self, proposal: Proposal) -> None:
        who = f"{proposal.decided_by} has decided this already: {proposal.decision}"
        super().__init__(f"{who}; open the contact if it was something else")
        self.proposal = proposal


def upload(file: BinaryIO, name: str, *, office: UUID, by: Person, now: datetime) -> Import:
    """A file taken in, with nothing recorded yet. Raises BadFile, AlreadyImported; then nothing is kept."""
    agency, digest = by.agency_id, _digest(file)
    earlier = next((each for each in imports_before(agency, digest) if not each.may_come_again), None)
    if earlier:
        raise AlreadyImported(earlier)
    read_as = encoding_of(file)
    with closing(rows_of(file, read_as)) as rows, transaction.atomic():
        taken = _taken_in(name, digest, read_as, check_header(next(rows)[1]), office, by, now.replace(microsecond=0))
        taken.rows, taken.parts = _kept_parts(taken, rows)
        taken.save(update_fields=["rows", "parts"])
        record_act(agency, by.id, "upload call log", f"import:{taken.id}", entered=taken.uploaded)
    return taken


def say_meaning(of: Import, meaning: Meaning, *, by: Person, now: datetime) -> Import:
    """What the columns mean, as somebody has confirmed it; an import that was started keeps what it had."""
    subject = f"import:{of.id}"
    with transaction.atomic():
        held = _held(of)
        if held.started is None and held.ended is None and held.meaning != meaning.data:
            before = present_data(held.agency_id, subject)
            held.meaning = meaning.data
            held.save(update_fields=["meaning"])
            record_act(held.agency_id, by.id, "say what columns mean", subject, entered=now, before=before)
    return held


def start(of: Import, redirects: Mapping[str, str] | None = None, *, by: Person, now: datetime) -> Import:
    """The import begins to record; begun twice, it goes on. By absence it is said where calls for the absent went."""
    subject = f"import:{of.id}"
    with transaction.atomic():
        held = _held(of)
        if held.started is None and held.ended is None and held.meaning is not None:
            before = present_data(held.agency_id, subject)
            held.started, held.redirects = now.replace(microsecond=0), dict(redirects or {})
            held.save(update_fields=["started", "redirects"])
            Progress.objects.create(of=held, agency_id=held.agency_id)
            record_act(held.agency_id, by.id, "start import", subject, entered=now, before=before)
    return held


def end(of: Import, how: str, *, actor: UUID, now: datetime) -> Import:
    """The import ends; what it recorded stays, and what is left of the file goes."""
    agency, subject = of.agency_id, f"import:{of.id}"
    with transaction.atomic():
        held = _held(of)
        if held.ended is None:
            before = present_data(agency, subject)
            progress = Progress.objects.filter(agency=agency, of=held).first()
            held.ended, held.ended_as = now.replace(microsecond=0), how
            held.counts = progress.counts if progress else {}
            held.save(update_fields=["ended", "ended_as", "counts"])
            Part.objects.filter(agency=agency, of=held).delete()
            waiting = Clock.objects.filter(OPEN, agency=agency, matter=OuterRef("contact__matter"))
            Caller.objects.filter(~Exists(waiting), agency=agency).delete()
            record_act(agency, actor, f"import {how}", subject, entered=now, before=before)
    return held


def decide(proposal: Proposal, decision: str, *, by: Person, now: datetime) -> Proposal:
    """What a call out was: an attempt, a return, or neither. Raises Decided, BadInstant."""
    agency, subject = proposal.agency_id, f"proposal:{proposal.id}"
    with transaction.atomic():
        held = _waiting(proposal)
        if held.decided is not None:
            raise Decided(held)
        before = present_data(agency, subject)
        _recorded(held, decision, by, now)
        held.decided, held.decided_by, held.decision = now.replace(microsecond=0), by, decision
        held.save(update_fields=["decided", "decided_by", "decision"])
        record_act(agency, by.id, "decide call out", subject, entered=now, before=before)
    return held


def _taken_in(
    name: str, digest: str, read_as: str, header: list[str], office: UUID, by: Person, uploaded: datetime
) -> Import:
    return Import.objects.create(
        agency_id=by.agency_id,
        office_id=office,
        file_name=name[:FILE_NAME],
        digest=digest,
        read_as=read_as,
        header=header,
        header_digest=sha256("\n".join(header).encode()).hexdigest(),
        rows=0,
        parts=0,
        uploaded=uploaded,
        uploaded_by=by,
    )


def _recorded(proposal: Proposal, decision: str, by: Person, now: datetime) -> None:
    if decision == NEITHER:
        return
    verb = {ATTEMPT: record_attempt, REACHED: record_return}[decision]
    new = NewAttempt(happened=proposal.happened, note="")
    verb(proposal.contact, new, by=by, key=uuid5(proposal.id, decision), now=now)


def forget_lines(agency: UUID, now: datetime) -> int:
    """Forget by which lines calls were taken in long ago; gives how many. A log that old is not imported again."""
    old = now - timedelta(days=settings.CSPLAN_KEEP_DAYS)
    return Line.objects.filter(agency=agency, of__ended__lt=old).delete()[0]


def forget_caller(agency: UUID, contact: UUID) -> None:
    """Forget from which number a contact came."""
    Caller.objects.filter(agency=agency, contact=contact).delete()


def _waiting(proposal: Proposal) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).select_related("contact__matter")
    return found.get(agency=proposal.agency_id, id=proposal.id)


def _held(of: Import) -> Import:
    return Import.objects.select_for_update().get(agency=of.agency_id, id=of.id)


def _kept_parts(of: Import, rows: Iterator[Row]) -> tuple[int, int]:
    """Keep the rows in parts; gives how many rows and parts there are."""
    count = number = 0
    while some := list(islice(rows, ROWS_OF_A_PART)):
        Part.objects.create(agency_id=of.agency_id, of=of, number=number, rows=some)
        count, number = count + len(some), number + 1
    return count, number


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    found = sha256()
    while chunk := file.read(SAMPLE):
        found.update(chunk)
    return found.hexdigest()
