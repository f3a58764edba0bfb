"""What is owed without a promise is counted and given out wherever its list is, and not on the list's page alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from cast import FRI_20_NOV, MON_23_NOV, County, call, from_the_state, prairie, rock
from csplan.agencies.actions import choose
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.agencies.queue import queue_key
from csplan.agencies.roles import REGION
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Contact
from csplan.desk.digest import digest_text
from csplan.desk.windows import UNPROMISED, UNPROMISED_AFTER
from desks import given_to, signed_in
from pages import text
from programs import Program, program
from test_due_list_files import EXPORT, csv_rows, named, xlsx_rows
from test_owed_without_a_promise import MY_LIST, OFFICE, home, owed, stands
from test_reminders import NAMED, events, feed_of

__all__ = ["home"]
pytestmark = pytest.mark.django_db
TEAM = reverse("desk:team_board")


def owed_by_many(home: County, many: int) -> list[Contact]:
    """Contacts without a promise, the oldest first, two received at each second."""
    start = FRI_20_NOV - timedelta(days=1)
    return [
        owed(home, start + timedelta(seconds=number // 2), case=f"{3000000 + number}", now=FRI_20_NOV)
        for number in range(many)
    ]


def mail(home: County) -> str:
    """What the worker's digest says."""
    calendar = calendar_of(calendar_edition(home.id, home.office.id))
    return digest_text(home.worker, calendar, wall_time(calendar, MON_23_NOV))


def feed(home: County) -> Any:
    """The worker's feed, as it is now."""
    cache.clear()
    return Client().get(feed_of(home))


def test_every_view_has_the_words_of_the_list(home: County) -> None:
    owed(home)
    shown = text(as_worker(home).get(MY_LIST))
    assert f"{UNPROMISED} No promise in force" in shown and f"1 {UNPROMISED_AFTER}" in shown


def as_worker(home: County) -> Client:
    return signed_in(home.worker)


def test_a_digest_says_how_much_is_owed_without_a_promise_and_nothing_of_anybody(home: County) -> None:
    assert f"{UNPROMISED}: 0\n" in mail(home)
    owed_by_many(home, 2)
    given_to(owed(home), home.people["supervisor"])
    assert "Past due: 0\n" in mail(home) and f"{UNPROMISED}: 2\n" in mail(home)
    assert [word for word in (*NAMED, "3000000") if word in mail(home)] == []


def test_a_feed_says_it_on_the_whole_of_today_and_nothing_of_anybody(home: County) -> None:
    assert events(feed(home)) == []
    owed_by_many(home, 2)
    answer = feed(home)
    assert events(answer) == [f"csplan: 2 {UNPROMISED_AFTER}"]
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == MON_23_NOV.date()
    assert [word for word in (*NAMED, "3000000") if word in answer.content.decode()] == []


def test_a_feed_has_events_of_their_own_for_what_is_past_due_and_what_no_promise_binds(home: County) -> None:
    call(home, FRI_20_NOV - timedelta(days=3))
    owed(home)
    answer = feed(home)
    assert events(answer) == ["csplan: 1 past due", f"csplan: 1 {UNPROMISED_AFTER}"]
    assert len({str(each["uid"]) for each in Calendar.from_ical(answer.content).walk("VEVENT")}) == 2


def test_a_board_counts_it_for_its_owner_and_leads_to_it(home: County) -> None:
    contact, client = owed(home), signed_in(home.people["supervisor"])
    shown = client.get(TEAM, {"team": ""})
    assert f"1 {UNPROMISED_AFTER} of Case Worker" in text(shown)
    assert f"{UNPROMISED_AFTER} of Supervisor" not in text(shown)
    assert "All that is open for Case Worker" in text(shown) and "All that is open for Supervisor" not in text(shown)
    address = f"{OFFICE}?person={home.worker.id}"
    assert f'href="{address}#unpromised"' in shown.content.decode()
    assert stands(home, contact, address, "supervisor") and 'id="unpromised"' in client.get(address).content.decode()


@pytest.mark.parametrize("rows_of", [csv_rows, xlsx_rows])
def test_a_file_ends_with_it_the_oldest_first(home: County, rows_of: Callable[..., list[list[str]]]) -> None:
    later, first = owed(home, case="2222222"), owed(home, FRI_20_NOV - timedelta(days=2), now=FRI_20_NOV)
    dated = call(home, FRI_20_NOV, case="1111111")
    _, *rows = rows_of(as_worker(home))
    assert [named(row, "Case")[0] for row in rows] == [
        f"KIDS {each.case.number}" for each in (dated, first, later) if each.case
    ]
    assert [row[:2] for row in rows[1:]] == [["", UNPROMISED_AFTER]] * 2
    assert all(named(row, "Promise", "Within") == ["", ""] for row in rows[1:])
    assert named(rows[2], "Received") == ["2026-11-20 16:50 CST"]


@pytest.mark.parametrize(
    "said",
    [
        *({"due": "past"}, {"promise": "any"}, {"channel": "web"}, {"channel": "phone"}, {"party": "employer"}),
        *({"language": "spanish"}, {"language": "hmong"}, {"person": "worker"}, {"person": "supervisor"}),
    ],
)
@pytest.mark.parametrize("rows_of", [csv_rows, xlsx_rows])
def test_a_filter_leaves_of_it_in_a_file_what_it_leaves_on_the_page(
    home: County, said: dict[str, str], rows_of: Callable[..., list[list[str]]]
) -> None:
    contact, people = owed(home), {"worker": home.worker, "supervisor": home.people["supervisor"]}
    Contact.objects.filter(id=contact.id).update(language="Spanish")
    asked = {name: str(people[word].id) if name == "person" else word for name, word in said.items()}
    _, *rows = rows_of(signed_in(people["supervisor"]), list="desk:office_list", **asked)
    assert len(rows) == stands(home, contact, OFFICE, "supervisor", **asked)


def test_a_file_of_call_backs_holds_of_it_who_is_to_be_called_back(home: County) -> None:
    county = prairie()
    client = signed_in(county.people["front desk"])
    with speaking_for([county.id]):
        for kind in ("web message", "call back"):
            owed(county, kind=kind)
        for page, expected in (("desk:call_backs", ["phone"]), ("desk:office_list", ["web", "phone"])):
            assert [named(row, "How it came")[0] for row in csv_rows(client, list=page)[1:]] == expected


def test_a_file_has_each_of_it_once_however_small_its_pieces(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csplan.desk.exports.PIECE", 3)
    expected = [f"KIDS {each.case.number}" for each in owed_by_many(home, 11) if each.case]
    _, *rows = csv_rows(as_worker(home))
    assert sorted(named(row, "Case")[0] for row in rows) == expected
    received = [named(row, "Received")[0] for row in rows]
    assert received == sorted(received)


def test_what_is_too_long_for_xlsx_counts_it_and_a_list_of_it_alone_is_taken_away(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csplan.desk.export_views.XLSX_ROWS", 1)
    owed(home)
    client = as_worker(home)
    assert "Take all rows away as a file" in text(client.get(MY_LIST)) and len(xlsx_rows(client)) == 2
    call(home, FRI_20_NOV)
    assert "Take CSV, or narrow the list down." in text(client.post(EXPORT, {"as": "XLSX"}, follow=True))


@pytest.fixture
def phone(home: County) -> Program:
    return program(home)


def test_a_program_reads_it_beside_the_due_list(home: County, phone: Program) -> None:
    dated, contact = call(home, FRI_20_NOV), owed(home)
    told = phone.get("/due").json()
    assert [row["contact"] for row in told["items"]] == [str(dated.id)]
    (row,) = told["unpromised"]
    assert (row["contact"], row["kind"], row["tries"]) == (str(contact.id), "web message", 0)
    assert (row["since"], row["case"]) == ("2026-11-20T16:50:00-06:00", {"system": "KIDS", "number": "1234567"})
    assert row["owner"]["user_name"] == "case-worker.dane"
    assert (told["next"], told["unpromised_next"]) == (None, None)
    assert phone.get(f"/contacts/{contact.id}").json()["unpromised"] == row["since"]
    assert phone.get(f"/contacts/{dated.id}").json()["unpromised"] is None


def test_a_program_goes_on_with_each_list_by_its_own_cursor(home: County, phone: Program) -> None:
    contacts = [str(each.id) for each in owed_by_many(home, 5)]
    calls = [str(call(home, FRI_20_NOV - timedelta(days=day)).id) for day in (2, 1, 0)]
    page = phone.get("/due", limit=2).json()
    items, found = page["items"], page["unpromised"]
    by_clock = phone.get("/due", limit=2, after=page["next"]).json()
    assert by_clock["unpromised"] == [] and by_clock["unpromised_next"] is None
    assert [row["contact"] for row in (*items, *by_clock["items"])] == calls
    both = phone.get("/due", limit=2, after=page["next"], unpromised_after=page["unpromised_next"]).json()
    assert both["items"] == by_clock["items"] and len(both["unpromised"]) == 2
    while page["unpromised_next"]:
        page = phone.get("/due", limit=2, unpromised_after=page["unpromised_next"]).json()
        assert page["items"] == [] and page["next"] is None
        found += page["unpromised"]
    assert sorted(row["contact"] for row in found) == sorted(contacts)
    assert [row["since"] for row in found] == sorted(row["since"] for row in found)


def test_a_program_narrows_it_by_owner_and_a_window_of_due_dates_leaves_none(home: County, phone: Program) -> None:
    contact, supervisor = owed(home), home.people["supervisor"]
    for owner, expected in ((home.worker, [str(contact.id)]), (supervisor, [])):
        told = phone.get("/due", owner=owner.username).json()
        assert [row["contact"] for row in told["unpromised"]] == expected
    for name in ("due_from", "due_until"):
        assert phone.get("/due", **{name: FRI_20_NOV.isoformat()}).json()["unpromised"] == []


@pytest.mark.parametrize("cursor", ["x", "", "IDAxOThjMGRlMTExMTcyMjI4MzMzNDQ0NDU1NTU2NjY2"])  # the last has no instant
def test_a_cursor_that_is_none_is_told_by_its_name(phone: Program, cursor: str) -> None:
    answer = phone.get("/due", unpromised_after=cursor)
    assert answer.status_code == 422
    (wrong,) = answer.json()["errors"]
    assert wrong["field"] == "query unpromised_after" and "'unpromised_next'" in wrong["remedy"]


def test_a_program_reads_nothing_of_it_of_another_agency(home: County, phone: Program) -> None:
    other = rock()
    with speaking_for([other.id]):
        owed(other)
    assert phone.get("/due").json()["unpromised"] == []
    assert len(program(other).get("/due").json()["unpromised"]) == 1


def test_the_counts_of_agencies_and_offices_have_it_in_a_column(home: County) -> None:
    call(home, FRI_20_NOV)
    owed_by_many(home, 2)
    region = signed_in(from_the_state([home])[REGION])
    for client, page, says in (
        (region, "desk:agencies", "Dane Agency 1 0 0 2"),
        (signed_in(home.people["agency director"]), "desk:offices", "Dane Office 1 0 0 2"),
    ):
        shown = text(client.get(reverse(page)))
        assert f"Open with a date Past due Waiting to start or paused {UNPROMISED}" in shown and says in shown
        assert "1234567" not in shown and "Case Worker" not in shown


def test_what_was_left_for_the_office_is_counted_on_its_tab(home: County) -> None:
    choose(home.id, "contacts.office_queue", True, actor=home.people["agency director"].id, now=MON_23_NOV)
    queue = Person.objects.get(id=queue_key(home.office.id))
    contact = given_to(owed(home), queue)
    given_to(call(home, FRI_20_NOV), queue)
    client = as_worker(home)
    assert "To take (2)" in text(client.get(MY_LIST))
    assert str(contact.id) in client.get(reverse("desk:to_take")).content.decode()
    client.post(reverse("contacts:take", args=[contact.id]))
    assert "To take (1)" in text(client.get(MY_LIST)) and stands(home, contact)


VIEWS: dict[str, Callable[[County], object]] = {
    "digest": mail,
    "feed": feed,
    "board": lambda home: signed_in(home.people["supervisor"]).get(TEAM, {"team": ""}),
    "CSV": lambda home: csv_rows(as_worker(home)),
    "XLSX": lambda home: xlsx_rows(as_worker(home)),
    "API": lambda home: program(home).get("/due"),
    "offices": lambda home: signed_in(home.people["agency director"]).get(reverse("desk:offices")),
    "to take": lambda home: as_worker(home).get(reverse("desk:to_take")),
}


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_asks_more_for_many(home: County, view: str) -> None:
    choose(home.id, "contacts.office_queue", True, actor=home.people["agency director"].id, now=MON_23_NOV)
    queue, counts = Person.objects.get(id=queue_key(home.office.id)), []
    for many in (2, 30):
        for number, contact in enumerate(owed_by_many(home, many)):
            given_to(contact, queue if number % 2 and view == "to take" else home.worker)
        VIEWS[view](home)
        with CaptureQueriesContext(connection) as asked:
            VIEWS[view](home)
        counts.append(len(asked))
    assert counts[0] == counts[1]
