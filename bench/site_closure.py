"""A closure that moves 100,000 open clocks, beside a bare COPY and UPDATE of the same rows."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import psycopg
from django.utils import timezone

from bench.measure import Result
from bench.site_filled import copied, opened
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.agencies.walls import speaking_for
from csplan.clocks.calendar_actions import Previewed, change_calendar
from csplan.clocks.models import Clock, Move
from csplan.clocks.movers import movers
from csplan.core.calendar_changes import closed_on
from csplan.core.office_calendar import ClosedDay, OfficeCalendar
from csplan.site.demo.state import Opened

MOVED: Final = 100_000
BARE: Final = (
    "CREATE TEMPORARY TABLE bare (id uuid, due timestamptz, due_date date)",
    "UPDATE clocks_clock AS c SET due = bare.due, due_date = bare.due_date FROM bare WHERE c.id = bare.id",
)


def measure(result: Result) -> None:
    """Seconds of the change with its preview's check, and of the bare statements on the rows that it moved."""
    now = timezone.now().replace(microsecond=0)
    agency = opened(now, county="Rock", since=timedelta(days=4), left_open=1.0)
    key = agency.first.agency_id
    with speaking_for([key]):
        of_first = len(movers(key, agency.first.id, _closed(agency)).moves)
    copied(key, os.environ["CSPLAN_SUPERUSER_URL"], 1, MOVED // of_first + 1)
    with speaking_for([key]):
        seconds, moved = _changed(agency, now)
        if moved < MOVED:
            raise RuntimeError(f"the closure moved {moved} clocks, fewer than {MOVED}; copy more contacts")
        rows = list(Move.objects.filter(agency=key).values_list("clock_id", "due_before", "due_date_before"))
    bare = _bare(rows)
    result.add("csplan: move clocks by a closure", moved / seconds, clocks=moved, seconds=round(seconds, 2))
    result.add("a bare COPY and UPDATE of these rows", moved / bare, seconds=round(bare, 2))
    result.goal("moving clocks, times a bare COPY and UPDATE", seconds / bare, 3, at_most=True)


def _closed(agency: Opened) -> OfficeCalendar:
    """The office's calendar with a closure on the day on which most is due."""
    office = agency.first
    days = Clock.objects.filter(agency=office.agency_id, met=None).values_list("due_date", flat=True)
    day = Counter(day for day in days if day).most_common(1)[0][0]
    calendar = calendar_of(calendar_edition(office.agency_id, office.id))
    return closed_on(calendar, [day], ClosedDay("storm", "", holiday=False))


def _changed(agency: Opened, now: datetime) -> tuple[float, int]:
    """Seconds to put the closure in place, and how many clocks it moved."""
    office, calendar = agency.first, _closed(agency)
    seen = movers(office.agency_id, office.id, calendar)
    number = calendar_edition(office.agency_id, office.id).number
    previewed = Previewed(calendar=calendar, says="closed", based_on=number, digest=seen.digest)
    began = time.perf_counter()
    change_calendar(office, previewed, why="storm", by=None, now=now)
    return time.perf_counter() - began, len(seen.moves)


def _bare(rows: Sequence[tuple[object, ...]]) -> float:
    """Seconds of the statements alone, as a superuser whom no wall holds."""
    with psycopg.connect(os.environ["CSPLAN_SUPERUSER_URL"]) as connected, connected.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(BARE[0].encode())
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(BARE[1].encode())
        connected.commit()
        return time.perf_counter() - began
