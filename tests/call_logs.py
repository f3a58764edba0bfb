"""Call logs for tests: a small export, its meaning, and an import taken through all its steps."""

import io
from collections.abc import Iterable
from datetime import datetime

from cast import MON_23_NOV, County
from csplan.adapters.imports.actions import say_meaning, start, upload
from csplan.adapters.imports.meaning import Meaning
from csplan.adapters.imports.models import Import
from csplan.adapters.imports.recording import advance

HEADER = "Start Time,Direction,Result,From,To,Extension,Case Number"
MISSED = "2026-11-20 16:50,Inbound,Missed,(608) 555-0101,,,1234567"
VOICE = "2026-11-20 09:15,Inbound,Voicemail,608-555-0102,,,"
LIVE = "2026-11-20 10:00,Inbound,Answered,608-555-0103,,,"
BACK = "2026-11-23 09:00,Outbound,Answered,,+1 608 555 0101,,"
ELSEWHERE = "2026-11-23 09:05,Outbound,No answer,,608-555-0199,,"
WITHIN = "2026-11-20 11:00,Internal,Answered,1001,1002,,"
WRONG = "2026-13-20 11:00,Inbound,Missed,608-555-0104,,,"
SAMPLE = (BACK, MISSED, VOICE, LIVE, ELSEWHERE, WITHIN, WRONG, MISSED)
"""As telephone systems write it: the last call first, one line twice, one that is wrong."""


def a_log(*rows: str, header: str = HEADER) -> bytes:
    """A file of calls."""
    return "\r\n".join((header, *(rows or SAMPLE), "")).encode()


def the_meaning(of: County, columns: Iterable[str] = HEADER.split(",")) -> Meaning:
    """What the columns of the sample mean."""
    names = ("started", "direction", "result", "caller", "dialled", "extension", "case")
    return Meaning(
        columns={name: place for place, name in enumerate(names) if place < len(list(columns))},
        written="iso",
        zone="America/Chicago",
        party="custodial parent",
        owner=str(of.worker.id),
        direction={"inbound": "in", "outbound": "out", "internal": "skip"},
        result={"missed": "missed", "voicemail": "voicemail", "answered": "answered", "no answer": "missed"},
    )


def uploaded(of: County, content: bytes | None = None, name: str = "calls.csv", now: datetime = MON_23_NOV) -> Import:
    """A file that was uploaded by the supervisor."""
    file = io.BytesIO(a_log() if content is None else content)
    return upload(file, name, office=of.office.id, by=of.people["supervisor"], now=now)


def started(of: County, content: bytes | None = None, now: datetime = MON_23_NOV) -> Import:
    """An import that has begun to record."""
    taken = uploaded(of, content, now=now)
    by = of.people["supervisor"]
    return start(say_meaning(taken, the_meaning(of), by=by, now=now), by=by, now=now)


def imported(of: County, content: bytes | None = None, now: datetime = MON_23_NOV) -> Import:
    """An import that has recorded all."""
    found = started(of, content, now)
    while found.is_running:
        found = advance(found, now)
    return found
