"""The time in which an office is open, as one line of seconds without gaps, to choose moments on."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from csplan.core.instants import utc_seconds
from csplan.core.office_calendar import OfficeCalendar, named_zone


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Openings in order: when each begins (seconds since 1970), how long it is, and all open seconds before it."""

    begins: tuple[int, ...]
    lengths: tuple[int, ...]
    before: tuple[int, ...]

    @classmethod
    def of(cls, calendar: OfficeCalendar, first: datetime, last: datetime) -> "OpenTime":
        """The openings of an office between two instants."""
        spans = [span for span in _openings(calendar, first, last) if span[1] > 0]
        before, total = [], 0
        for _, length in spans:
            before.append(total)
            total += length
        return cls(tuple(begin for begin, _ in spans), tuple(length for _, length in spans), tuple(before))

    def place(self, at: datetime) -> int:
        """How many open seconds come before an instant."""
        number = bisect_right(self.begins, utc_seconds(at)) - 1
        if number < 0:
            return 0
        return self.before[number] + min(utc_seconds(at) - self.begins[number], self.lengths[number])

    def at(self, place: int) -> datetime:
        """The instant that has so many open seconds before it."""
        number = bisect_right(self.before, place) - 1
        return datetime.fromtimestamp(self.begins[number] + place - self.before[number], UTC)

    def moments(self, how_many: int, first: datetime, last: datetime, random: Random) -> list[datetime]:
        """Random moments between two instants while the office is open, in order."""
        low, high = self.place(first), self.place(last)
        return [self.at(place) for place in sorted(random.randrange(low, max(high, low + 1)) for _ in range(how_many))]


def _openings(calendar: OfficeCalendar, first: datetime, last: datetime) -> Iterator[tuple[int, int]]:
    zone = named_zone(calendar.zone)
    day, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    while day <= end:
        for span in calendar.spans(day):
            opens, closes = (_wall(day, seconds, calendar) for seconds in (span.opens, span.closes))
            begin = max(opens, utc_seconds(first))
            yield begin, min(closes, utc_seconds(last)) - begin
        day += timedelta(days=1)


def _wall(day: date, seconds: int, calendar: OfficeCalendar) -> int:
    wall = datetime(day.year, day.month, day.day, tzinfo=named_zone(calendar.zone)) + timedelta(seconds=seconds)
    return utc_seconds(wall)
