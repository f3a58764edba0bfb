"""An answer that is owed though no promise in force binds it: it stands on the lists until it is answered."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import FRI_20_NOV, MON_23_NOV, County, call, prairie
from csplan.agencies.keys import new_key
from csplan.clocks.models import UNPROMISED, Clock, Matter
from csplan.clocks.turning import Said
from csplan.contacts.clock_actions import hand_all_over
from csplan.contacts.correcting import Corrected, correct_contact
from csplan.contacts.handling import record_handling
from csplan.contacts.models import Contact
from csplan.contacts.open_contacts import open_contacts_of, people_with_open_contacts
from csplan.contacts.queries import place_of, unpromised_after, unpromised_in
from csplan.contacts.said import NewHandling
from desks import county_at, given_to, returned, signed_in
from ledgers import found
from pages import as_role, posted, text

pytestmark = pytest.mark.django_db
SECTION = "Unanswered, without a promise No promise in force"
MY_LIST, OFFICE = reverse("desk:my_list"), reverse("desk:office_list")
PLAIN = "web message"  # of which no plan of these counties speaks


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    at = county_at(MON_23_NOV, monkeypatch)
    speaking(at.id)
    return at


def owed(home: County, at: datetime = FRI_20_NOV, kind: str = PLAIN, **said: Any) -> Contact:
    contact = call(home, at, kind=kind, **said)
    assert not Clock.objects.filter(matter=contact.matter).exists()
    return contact


def stands(home: County, contact: Contact, page: str = MY_LIST, role: str = "case worker", **said: str) -> bool:
    shown = as_role(home, role).get(page, said)
    return SECTION in text(shown) and str(contact.id) in shown.content.decode()


def test_who_logs_it_is_told_that_no_date_runs_and_where_it_stands(home: County) -> None:
    said = {"party": "custodial parent", "owner": str(home.worker.id), "case_number": "1234567"}
    for kind, told in ((PLAIN, True), ("call back", False), ("answered live", False)):
        client = as_role(home)
        answer = client.get(posted(client, reverse("contacts:log"), kind=kind, **said)["Location"])
        assert ("No promise in force binds it, so no date runs. An answer is owed all the same" in text(answer)) == told
    assert "the clock of your plan's promise starts" not in text(as_role(home).get(reverse("contacts:log")))


def test_it_stands_on_the_list_of_who_answers_and_of_the_office_the_oldest_first(home: County) -> None:
    later, first = owed(home), owed(home, FRI_20_NOV - timedelta(days=2), case="7654321", now=FRI_20_NOV)
    for page, role in ((MY_LIST, "case worker"), (OFFICE, "front desk")):
        assert stands(home, first, page, role) and stands(home, later, page, role)
        shown = as_role(home, role).get(page).content.decode()
        assert shown.index(str(first.id)) < shown.index(str(later.id))
    assert "2 unanswered without a promise" in text(as_role(home).get(MY_LIST))
    assert "Nothing is open" not in text(as_role(home).get(MY_LIST))
    assert found(home.id) == []
    theirs = given_to(owed(home), home.people["supervisor"])
    assert not stands(home, theirs) and stands(home, theirs, OFFICE, "supervisor")


def test_a_call_where_no_plan_is_in_force_stands_there_until_it_is_returned(home: County, speaking: Any) -> None:
    county = prairie()
    speaking(home.id, county.id)
    contact = owed(county, kind="call back")
    assert stands(county, contact) and stands(county, contact, reverse("desk:call_backs"), "front desk")
    assert not stands(county, owed(county), reverse("desk:call_backs"), "front desk")
    page = reverse("contacts:attempt", args=[contact.id])
    assert "Nothing is owed" not in text(as_role(county).get(page)) and "clock" not in text(as_role(county).get(page))
    returned(contact, county.worker)
    assert not stands(county, contact)
    assert found(county.id) == []


def test_who_leaves_hands_it_over_with_all_that_is_open(home: County) -> None:
    contact, supervisor = owed(home), home.people["supervisor"]
    assert list(people_with_open_contacts(home.id, home.office.id)) == [home.worker]
    (mine,) = open_contacts_of(home.id, home.office.id, home.worker.id)
    said = Said(reason="moved away", by=supervisor, key=new_key(), now=MON_23_NOV)
    assert hand_all_over([mine], supervisor, said) == 1
    assert not stands(home, contact) and stands(home, contact, MY_LIST, "supervisor")
    assert found(home.id) == []


@pytest.mark.parametrize(("what", "stays"), [("note", True), ("respond", False)])
def test_what_answers_it_takes_it_off_and_what_does_not_leaves_it(home: County, what: str, stays: bool) -> None:
    contact = owed(home)
    new = NewHandling(kind=what, happened=MON_23_NOV, note="asked again")
    record_handling(contact, new, by=home.worker, key=new_key(), now=MON_23_NOV)
    assert stands(home, contact) == stays
    assert found(home.id) == []


def test_a_correction_by_which_a_promise_binds_takes_it_off_and_one_by_which_none_does_puts_it_on(
    home: County,
) -> None:
    early = datetime(2009, 1, 5, 10, tzinfo=FRI_20_NOV.tzinfo)
    contact = owed(home, early, kind="call back", now=MON_23_NOV)
    assert stands(home, contact)
    for day, expected in (("2026-11-20", False), ("2009-01-05", True)):
        correct(home, contact, day)
        assert stands(home, contact) == expected
    assert found(home.id) == []


def correct(home: County, contact: Contact, day: str) -> None:
    received = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=FRI_20_NOV.tzinfo)
    right = Corrected(party="custodial parent", case_number="1234567", received=received)
    seen = contact.corrections.count()
    correct_contact(contact, right, "misread", seen=seen, by=home.worker, key=new_key(), now=MON_23_NOV)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"due": "past"}, False),
        ({"promise": "any"}, False),
        ({"channel": "web"}, True),
        ({"channel": "phone"}, False),
        ({"party": "employer"}, False),
        ({"language": "spanish"}, True),
    ],
)
def test_what_narrows_the_list_narrows_it_too(home: County, said: dict[str, str], expected: bool) -> None:
    contact = owed(home)
    Contact.objects.filter(id=contact.id).update(language="Spanish")
    assert stands(home, contact, **said) == expected
    assert stands(home, contact, OFFICE, "supervisor", person=str(home.people["supervisor"].id)) is False


def test_a_row_says_language_and_telephone(home: County) -> None:
    for contact in (owed(home), call(home, FRI_20_NOV)):
        Contact.objects.filter(id=contact.id).update(language="Hmong & Lao", number="608-555-0100")
    shown = text(as_role(home).get(MY_LIST))
    assert shown.count("Language: Hmong & Lao") == shown.count("Telephone: 608-555-0100") == 2


@pytest.mark.parametrize(("page", "role"), [(MY_LIST, "case worker"), (OFFICE, "supervisor")])
def test_the_lists_ask_no_more_for_many_and_show_fifty(home: County, page: str, role: str) -> None:
    client, counts = signed_in(home.people[role]), []
    client.get(page)
    for size in (1, 60):
        for number in range(size):
            owed(home, FRI_20_NOV + timedelta(seconds=number), case=f"{3000000 + number}")
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert shown.content.decode().count('data-label="Received"') == 50
    assert "the 50 oldest of more than 50" in text(shown)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="of one row its planner takes whichever index it likes")
def test_they_are_found_by_an_index_that_holds_them_alone(home: County) -> None:
    place = place_of(owed(home))
    every = unpromised_in(home.id, office=home.office.id)
    assert all("matter_unpromised" in each[:51].explain() for each in (every, unpromised_after(every, *place)))
    assert (
        "COVERING INDEX unpromised_of_owner" in Matter.objects.filter(UNPROMISED, agency=home.id).values("id").explain()
    )
    assert "unpromised_of_owner" in unpromised_in(home.id, office=home.office.id, owner=home.worker.id)[:51].explain()
