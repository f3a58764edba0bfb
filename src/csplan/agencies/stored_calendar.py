"""An office calendar as text that a database keeps, and back; what comes back has the same digest."""

import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

from csplan.core.errors import BadCalendar
from csplan.core.office_calendar import ClosedDay, OfficeCalendar, Span, Spans, SpecialDay, Week

MOST_KEPT: Final = 512  # calendars of editions that a process keeps
_kept: dict[UUID, OfficeCalendar] = {}


def calendar_text(calendar: OfficeCalendar) -> str:
    """The calendar as JSON, with everything that dates are counted from and explained by."""
    data = {
        "name": calendar.name,
        "zone": calendar.zone,
        "cite": calendar.cite,
        "horizon": [day.isoformat() for day in calendar.horizon] if calendar.horizon else None,
        "week": _week_pairs(calendar.week),
        "later": [[day.isoformat(), _week_pairs(week)] for day, week in calendar.later],
        "closed": {day.isoformat(): [why.name, why.cite, why.holiday] for day, why in calendar.closed.items()},
        "special": {day.isoformat(): [_pairs(s.spans), s.name, s.cite] for day, s in calendar.special.items()},
    }
    return json.dumps(data)


KNOWN: Final = 512
_known: dict[str, OfficeCalendar] = {}


def known_calendar(digest: str, text: Callable[[], str]) -> OfficeCalendar:
    """The calendar of a digest; its text is asked for once a process. Raises BadCalendar as stored_calendar does."""
    if digest not in _known:
        if len(_known) >= KNOWN:
            _known.clear()
        _known[digest] = stored_calendar(text(), digest)
    return _known[digest]


@lru_cache(maxsize=256)
def stored_calendar(text: str, digest: str) -> OfficeCalendar:
    """The calendar of a stored text; one object for one edition, since tables are kept by it.

    Raises BadCalendar where the text is not what the digest was taken of.
    """
    data = json.loads(text)
    calendar = OfficeCalendar(
        name=data["name"],
        zone=data["zone"],
        week=_week(data["week"]),
        later=tuple((date.fromisoformat(day), _week(pairs)) for day, pairs in data.get("later", ())),
        closed={date.fromisoformat(day): ClosedDay(*why) for day, why in data["closed"].items()},
        special={date.fromisoformat(day): SpecialDay(_spans(s[0]), *s[1:]) for day, s in data["special"].items()},
        horizon=_horizon(data["horizon"]),
        cite=data["cite"],
    )
    if calendar.digest != digest:
        raise BadCalendar(f"the stored calendar {calendar.name!r} was changed; restore it from a backup")
    return calendar


def keep_calendar(edition: UUID, calendar: OfficeCalendar) -> None:
    """Keep the calendar of an edition for the next question."""
    _kept[edition] = calendar
    while len(_kept) > MOST_KEPT:
        del _kept[next(iter(_kept))]


def kept_calendar(edition: UUID) -> OfficeCalendar | None:
    """The calendar of an edition that was read before in this process."""
    return _kept.get(edition)


def _week_pairs(week: Week) -> list[list[list[int]]]:
    return [_pairs(spans) for spans in week]


def _week(pairs: list[list[list[int]]]) -> Week:
    return tuple(_spans(each) for each in pairs)


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.opens, span.closes] for span in spans]


def _spans(pairs: list[list[int]]) -> Spans:
    return tuple(Span(*pair) for pair in pairs)


def _horizon(days: list[str] | None) -> tuple[date, date] | None:
    return (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None
