"""When somebody who is away is back at work: pure reckoning on absences and the office calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from csplan.core.office_calendar import OfficeCalendar


@dataclass(frozen=True, slots=True)
class Leave:
    """Away from one instant until another (None: nobody knows yet)."""

    begins: datetime
    ends: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether the person is away at an instant; at the very end the person is back."""
        return self.begins <= at and (self.ends is None or at < self.ends)


def leave_at(leaves: Iterable[Leave], at: datetime) -> Leave | None:
    """The leave that holds at an instant; of several the longest."""
    held = [leave for leave in leaves if leave.holds(at)]
    return max(held, key=lambda leave: (leave.ends is None, leave.ends or at), default=None)


def returns(leaves: Sequence[Leave], leave: Leave, calendar: OfficeCalendar) -> datetime | None:
    """When the person is back: the first opening after the leave, and after each other one that then holds.

    None where nobody knows yet. Raises OutsideHorizon.
    """
    following: Leave | None = leave
    at = leave.begins
    while following:
        if following.ends is None:
            return None
        at = next_opening(following.ends, calendar)
        following = leave_at(leaves, at)
    return at


def next_opening(at: datetime, calendar: OfficeCalendar) -> datetime:
    """The instant itself while the office is open, otherwise its next opening. Raises OutsideHorizon."""
    return deadline(at, Duration(0, "business minutes"), Counting(), calendar).at


def last_closing(at: datetime, calendar: OfficeCalendar) -> datetime:
    """The instant itself while the office is open or just closes, otherwise its last closing. Raises OutsideHorizon."""
    minute = Duration(-1, "business minutes")
    return deadline(at, minute, Counting(), calendar).at + timedelta(minutes=1)
