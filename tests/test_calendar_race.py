"""A calendar that changes while contacts are logged: no clock is lost, and each is due as the new edition says."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count
from threading import Event
from typing import Any

import pytest
from django.db import connection

from acts.clocks_room import close
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.agencies.models import CalendarEdition
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.agencies.walls import speaking_for
from csplan.clocks.calendar_actions import Previewed, change_calendar
from csplan.clocks.models import Clock
from csplan.clocks.movers import movers
from csplan.clocks.turning import Overtaken
from csplan.core.calendar_changes import closed_on
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from csplan.core.office_calendar import ClosedDay
from databases import ON_POSTGRESQL, intruder
from ledgers import found

pytestmark = pytest.mark.django_db(transaction=True)
SNOW = ClosedDay("Snow day, open 08:00-11:00 only, the day does not count", holiday=False)
DAYS = (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25))
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def home() -> County:
    return dane()


def at_once(home: County, *acts: Callable[[], object]) -> None:
    """Do each of these at the same time, on a connection of its own."""

    def one(act: Callable[[], object]) -> None:
        try:
            with speaking_for([home.id]):
                act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(one, acts))


def until_blocked(n: int) -> None:
    """Wait until so many wait for a lock; SQLite, which lets one write at a time, does not say who waits."""
    if ON_POSTGRESQL:
        with intruder() as somebody:
            while somebody.execute(BLOCKED)[0][0] < n:
                pass


def after(event: Event, act: Callable[..., Any], *arguments: Any) -> None:
    event.wait()
    act(*arguments)


def previewed(home: County, day: date) -> Previewed:
    """A snow day as it was previewed just now."""
    last = calendar_edition(home.id, home.office.id)
    calendar = closed_on(calendar_of(last), [day], SNOW)
    digest = movers(home.id, home.office.id, calendar).digest
    return Previewed(calendar=calendar, says="Snow", based_on=last.number, digest=digest)


def closed(home: County, days: Iterable[date]) -> None:
    """Each day closed, previewed anew as often as somebody was quicker."""
    for day in days:
        for _ in count():
            try:
                close(home, day, MON_23_NOV)
            except Overtaken:
                continue
            break


def logged(home: County, contacts: int) -> None:
    for _ in range(contacts):
        call(home, FRI_20_NOV, now=MON_23_NOV)


def not_as_the_last_edition_says(home: County, clocks: int) -> list[str]:
    """The clocks whose due instant is another than counted on the last edition; so many there are in all."""
    with speaking_for([home.id]):
        calendar = calendar_of(calendar_edition(home.id, home.office.id))
        every = list(Clock.objects.filter(agency=home.id))
        assert len(every) == clocks
        limits = {each.id: (Duration(each.n, each.unit), Counting(**each.counting)) for each in every}
        return [
            str(each.id)
            for each in every
            if each.started is None or deadline(each.started, *limits[each.id], calendar).at != each.due
        ]


def test_contacts_that_are_logged_while_a_change_is_written_are_counted_on_it(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = Event()

    def move_clocks(*arguments: Any) -> int:
        writing.set()  # the edition is written, and the office held; now four more are logged
        until_blocked(4)
        return moved(*arguments)

    from csplan.clocks.moving import move_clocks as moved

    monkeypatch.setattr("csplan.clocks.calendar_actions.move_clocks", move_clocks)
    with speaking_for([home.id]):
        logged(home, 2)
        seen = previewed(home, DAYS[0])
    change = lambda: change_calendar(home.office, seen, why="snow", by=None, now=MON_23_NOV)  # noqa: E731
    at_once(home, change, *[lambda: after(writing, logged, home, 1)] * 4)
    assert not_as_the_last_edition_says(home, clocks=6) == []
    with speaking_for([home.id]):
        assert set(Clock.objects.values_list("calendar__number", flat=True)) == {2}
    assert found(home.id) == []


def test_a_contact_that_is_half_logged_when_a_change_comes_is_not_passed_over(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, told = Event(), list[str]()

    def record_act(*arguments: Any, **more: Any) -> Any:
        half.set()  # the clock is written, and nobody sees it yet
        until_blocked(1)
        return recorded(*arguments, **more)

    from csplan.agencies.acts import record_act as recorded

    def change() -> None:
        try:
            change_calendar(home.office, seen, why="snow", by=None, now=MON_23_NOV)
        except Overtaken as error:
            told.append(str(error))

    monkeypatch.setattr("csplan.contacts.actions.record_act", record_act)
    with speaking_for([home.id]):
        seen = previewed(home, DAYS[0])
    at_once(home, lambda: logged(home, 1), lambda: after(half, change))
    assert told == ["other promises would move by now; look at the preview again"]
    at_once(home, lambda: closed(home, DAYS[:1]))
    assert not_as_the_last_edition_says(home, clocks=1) == [] and found(home.id) == []


def test_contacts_and_changes_of_the_calendar_in_any_order_lose_nothing(home: County) -> None:
    loggers = [lambda: logged(home, 6)] * 4
    at_once(home, lambda: closed(home, DAYS), *loggers)
    assert not_as_the_last_edition_says(home, clocks=24) == [] and found(home.id) == []
    with speaking_for([home.id]):
        assert CalendarEdition.objects.count() == 1 + len(DAYS)
