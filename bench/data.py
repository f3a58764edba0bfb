"""The work that all peers do: random instants 2024-2026, Chicago wall time, the state's closed days."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from csplan.core.office_calendar import OfficeCalendar
from csplan.policy.calendars import named_calendar

MANY = 10_000_000
FEW = 20_000
ZONE = ZoneInfo("America/Chicago")


@dataclass(frozen=True)
class Work:
    """Instants in UTC (datetime64[s]); of the first FEW the wall times, too; and the closed days of the calendar."""

    instants: NDArray[np.datetime64]
    walls: list[datetime]
    closed: list[date]
    calendar: OfficeCalendar

    @property
    def dates(self) -> NDArray[np.datetime64]:
        """The date of each instant, for peers that count dates only."""
        return self.instants.astype("M8[D]")


def the_work(many: int = MANY) -> Work:
    """The same work in each run."""
    first, last = np.datetime64("2024-01-01T06:00:00"), np.datetime64("2026-12-20T06:00:00")
    seconds = np.random.default_rng(2026).integers(0, int((last - first).astype(int)), many)
    instants = first + seconds.astype("m8[s]")
    walls = [datetime.fromtimestamp(int(at), ZONE) for at in instants[:FEW].astype(np.int64)]
    calendar = named_calendar("us-wi")
    closed = [day for day in calendar.closed if 2023 <= day.year <= 2028]
    return Work(instants, walls, sorted(closed), calendar)
