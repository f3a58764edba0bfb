"""A contact left for the office: nobody answers for it until somebody takes it, and its promise runs all the while."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from absent import leave
from call_logs import MISSED, a_log, the_meaning, uploaded
from cast import CENTRAL, MON_23_NOV, TUE_24_NOV_CLOSE, County, dane, rock
from csplan.adapters.imports.actions import say_meaning
from csplan.agencies.actions import add_office, choose
from csplan.agencies.keys import new_key
from csplan.agencies.models import Person
from csplan.agencies.queue import queue_key
from csplan.clocks.models import OPEN, Clock, Turn, Warned
from csplan.clocks.warning import warn
from csplan.contacts.models import Contact
from ledgers import found
from pages import as_role, posted, text
from programs import a_call, program

pytestmark = pytest.mark.django_db
CHOICE = "contacts.office_queue"
WAITS = "The office, to be taken"
BEFORE_DUE = datetime(2026, 11, 24, 13, tzinfo=CENTRAL)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    """A county that has chosen so."""
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    of = dane()
    speaking(of.id)
    choose(of.id, CHOICE, True, actor=of.people["agency director"].id, now=MON_23_NOV)
    return of


def left(home: County, **said: str) -> Any:
    """A customer's call that the front desk leaves for the office."""
    whole = {"party": "custodial parent", "kind": "call back", "owner": str(queue_key(home.office.id))}
    return posted(as_role(home, "front desk"), reverse("contacts:log"), **{"case_number": "1234567", **whole, **said})


def take(home: County, contact: Contact, role: str = "case worker") -> Any:
    return as_role(home, role).post(reverse("contacts:take", args=[contact.id]), follow=True)


def test_it_is_offered_where_the_agency_has_chosen_so_and_nowhere_else(home: County, speaking: Any) -> None:
    pages = ("contacts:log", "contacts:batch")
    assert all(WAITS in text(as_role(home, "front desk").get(reverse(page))) for page in pages)
    assert "To take (0)" in text(as_role(home).get("/due/"))
    other = rock()
    speaking(home.id, other.id)
    assert not any(WAITS in text(as_role(other, "front desk").get(reverse(page))) for page in pages)
    assert "To take" not in text(as_role(other).get("/due/"))
    refused = left(other, owner=str(queue_key(home.office.id)))
    assert refused.status_code == 422 and not Contact.objects.exists()


def test_the_clock_runs_from_the_receipt_and_the_lists_show_it_as_to_be_taken(home: County) -> None:
    left(home)
    contact, clock = Contact.objects.get(), Clock.objects.get()
    assert (clock.started, clock.due) == (MON_23_NOV, TUE_24_NOV_CLOSE)
    for role, page in (("front desk", "/office/"), ("supervisor", "/office/call-backs/"), ("case worker", "/due/")):
        assert (WAITS in text(as_role(home, role).get(page))) == (role != "case worker")
        assert "To take (1)" in text(as_role(home, role).get(page))
    for role, may in (("front desk", False), ("case worker", True)):
        shown = as_role(home, role).get("/office/to-take/")
        assert "KIDS 1234567" in text(shown)
        assert (reverse("contacts:take", args=[contact.id]) in shown.content.decode()) == may
    assert found(home.id) == []


def test_whoever_takes_it_answers_and_the_date_stays(home: County) -> None:
    left(home)
    contact = Contact.objects.get()
    assert "You answer for it now" in text(take(home, contact))
    clock = Clock.objects.get()
    assert (clock.owner, clock.started, clock.due) == (home.worker, MON_23_NOV, TUE_24_NOV_CLOSE)
    assert "KIDS 1234567" in text(as_role(home).get("/due/")) and "To take (0)" in text(as_role(home).get("/due/"))
    assert "taken: it was left for the office" in text(as_role(home).get(reverse("desk:contact", args=[contact.id])))
    assert "You answer" in text(take(home, contact)) and Turn.objects.count() == 1  # the same twice is once
    assert found(home.id) == []


def test_who_comes_second_is_told_who_has_it(home: County) -> None:
    left(home)
    contact = Contact.objects.get()
    take(home, contact, "supervisor")
    assert "Supervisor answers for it already" in text(take(home, contact))
    assert Contact.objects.get().matter.owner == home.people["supervisor"]


@pytest.mark.parametrize("role", ["front desk", "system administrator", "agency director"])
def test_who_answers_no_contacts_takes_none(home: County, role: str) -> None:
    left(home)
    assert take(home, Contact.objects.get(), role).status_code == 403
    assert Contact.objects.get().matter.owner_id == queue_key(home.office.id)


def test_while_nobody_has_taken_it_a_supervisor_who_is_there_is_warned(home: County) -> None:
    left(home)
    warn(home.id, BEFORE_DUE)
    assert [each.to for each in Warned.objects.all()] == [home.people["supervisor"]]


def test_with_every_supervisor_away_one_of_them_is_warned_all_the_same(home: County) -> None:
    left(home)
    leave(home.people["supervisor"], MON_23_NOV, BEFORE_DUE + timedelta(days=3))
    warn(home.id, BEFORE_DUE)
    assert [each.to for each in Warned.objects.all()] == [home.people["supervisor"]]


def test_a_later_leave_of_who_took_it_moves_nothing(home: County) -> None:
    left(home)
    take(home, Contact.objects.get())
    leave(home.worker, MON_23_NOV + timedelta(minutes=1), None, now=MON_23_NOV + timedelta(minutes=1))
    assert Clock.objects.get(OPEN).due == TUE_24_NOV_CLOSE


def test_a_program_leaves_a_contact_for_the_office_by_the_name_that_it_is_told(home: County) -> None:
    phone = program(home)
    (queue,) = (each for each in phone.get("/people").json()["items"] if each["name"] == WAITS)
    made = phone.post("/contacts", a_call(owner=queue["user_name"])).json()
    assert made["owner"]["name"] == WAITS
    choose(home.id, CHOICE, False, actor=home.people["agency director"].id, now=MON_23_NOV)
    refused = phone.post("/contacts", a_call(owner=queue["user_name"]))
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "owner"


def test_who_stands_for_an_office_is_on_no_list_of_people_and_signs_in_nowhere(home: County) -> None:
    director = home.people["agency director"]
    branch = add_office(home.id, "Branch", actor=director.id, now=MON_23_NOV)
    queues = Person.objects.filter(id__in=[queue_key(home.office.id), queue_key(branch.id)])
    assert queues.count() == 2 and not any(each.is_active or each.has_usable_password() for each in queues)
    assert WAITS not in text(as_role(home, "agency director").get(reverse("agencies:people")))
    assert found(home.id) == []


def test_the_list_asks_no_more_for_more_that_were_left(home: County) -> None:
    client, counts = as_role(home, "supervisor"), []
    for size in (1, 6):
        for number in range(size):
            left(home, case_number=f"200000{size}{number}")
        for _ in range(2):  # what an agency has set up is read once, and so are the names of others who did something
            client.get("/office/to-take/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/office/to-take/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_rows_of_a_batch_and_calls_of_a_log_whose_extension_is_nobodys_may_be_left_for_it(home: County) -> None:
    queue, client = str(queue_key(home.office.id)), as_role(home, "supervisor")
    row = {"day": "2026-11-20", "time": "09:00", "party": "custodial parent", "kind": "call back", "owner": queue}
    said = {f"0-{name}": value for name, value in row.items()}
    assert (
        posted(client, reverse("contacts:batch"), rows="5", save="1", **{"0-key": str(new_key()), **said}).status_code
        == 302
    )
    taken = uploaded(home, a_log(MISSED))
    assert WAITS in text(client.get(reverse("imports:columns", args=[taken.id])))
    by = home.people["supervisor"]
    say_meaning(taken, replace(the_meaning(home), owner=queue), by=by, now=MON_23_NOV)
    client.get(client.post(reverse("imports:preview", args=[taken.id]))["Location"])
    assert [str(each.matter.owner_id) for each in Contact.objects.all()] == [queue, queue]
