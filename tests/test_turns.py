"""Clocks paused, resumed, extended and taken back, and matters handed over: on pages, in any order, by two at once."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acts.clocks_room import close
from cast import CENTRAL, MON_23_NOV, County, call, dane
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.clocks.models import Clock, Matter, Turn
from csplan.clocks.queries import clocks_of, told
from csplan.clocks.turning import BadTurn, Overtaken, Said
from csplan.contacts.actions import NewAttempt, record_return
from csplan.contacts.clock_actions import extend, hand_all_over, hand_contact_over, pause, resume, take_back_turn
from csplan.contacts.models import Contact
from csplan.contacts.queries import contact_of
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from csplan.ledger.models import Entry
from ledgers import found as faults_of
from pages import text
from turned import clock_of, said

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = MON_23_NOV + 14 * DAY
ONE = Duration(1, "business days")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CENTRAL)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    found = dane()
    speaking(found.id)
    return found


def as_role(home: County, role: str = "supervisor") -> Client:
    client = Client()
    client.force_login(home.people[role])
    return client


def due(contact: Contact) -> str:
    found = clock_of(contact).due
    return f"{found.astimezone(CENTRAL):%a %d %H:%M}" if found else "none"


def page_of(contact: Contact, name: str, **more: Any) -> str:
    return reverse(f"contacts:{name}", kwargs={"key": contact.id, **more})


def earlier(day: int, hour: str, **more: str) -> dict[str, str]:
    return {"key": str(uuid4()), "when": "earlier", "day": f"2026-11-{day}", "time": hour, "reason": "waits", **more}


def test_a_clock_is_paused_without_a_date_and_runs_again_with_the_paused_days_left_out(home: County) -> None:
    contact, client = call(home, MON_23_NOV), as_role(home)
    clock = clock_of(contact)
    assert client.post(page_of(contact, "pause", clock=clock.id), earlier(24, "09:00")).status_code == 302
    assert due(contact) == "none"
    shown = text(client.get(reverse("desk:contact", args=[contact.id])))
    assert "Paused since Tue 24 Nov 2026 09:00 CST: waits" in shown and ": paused" in shown
    assert client.post(page_of(contact, "resume", clock=clock.id), earlier(30, "09:00")).status_code == 302
    assert due(contact) == "Mon 30 16:30"
    shown = text(client.get(reverse("desk:contact", args=[contact.id])))
    assert "Paused: Tue 24 Nov 2026 09:00 CST to Mon 30 Nov 2026 09:00 CST (waits)" in shown
    assert "paused, not counted" in shown and "Runs again from Mon 30 Nov 2026 09:00 CST" in shown


def test_the_date_after_a_pause_over_a_holiday_and_an_extension_is_that_of_the_core(home: County) -> None:
    """Pitfall B15: a hold that spans a holiday."""
    contact = call(home, MON_23_NOV)
    clock = clock_of(contact)
    pause(contact, clock, at(24, 9), said(home, now=14 * DAY))
    resume(contact, clock, at(27, 9), said(home, now=14 * DAY))
    extend(contact, clock, Duration(2, "business days"), said(home, now=14 * DAY))
    calendar = calendar_of(calendar_edition(home.id, home.office.id))
    expected = deadline(
        MON_23_NOV,
        ONE,
        Counting(),
        calendar,
        pauses=[(at(24, 9), at(27, 9))],
        extensions=[(Duration(2, "business days"), Counting())],
    )
    (each,) = told(clocks_of(home.id, [contact.matter_id]), home.id, MON_23_NOV)
    assert each.due == expected.at and each.why and each.why.due == expected
    assert [heading for heading, _ in each.parts] == ["", "2 business days"]


def test_any_order_of_pause_extension_taking_back_and_calendar_change_gives_the_same_date(home: County) -> None:
    """Pitfall B18."""

    def paused(contact: Contact) -> None:
        pause(contact, clock_of(contact), at(24, 9), said(home, now=14 * DAY))
        resume(contact, clock_of(contact), at(25, 9), said(home, now=14 * DAY))

    def extended(contact: Contact) -> None:
        extend(contact, clock_of(contact), ONE, said(home, now=14 * DAY))

    def extended_in_vain(contact: Contact) -> None:
        turn = extend(contact, clock_of(contact), Duration(9, "days"), said(home, now=14 * DAY))
        take_back_turn(contact, turn, said(home, now=14 * DAY))

    acts = [paused, extended, extended_in_vain]
    orders = list(permutations(acts))
    contacts = [call(home, MON_23_NOV + timedelta(seconds=number)) for number in range(2 * len(orders))]
    for contact, order in zip(contacts[::2], orders, strict=True):
        [act(contact) for act in order]
    close(home, date(2026, 11, 30), now=LATER)
    for contact, order in zip(contacts[1::2], orders, strict=True):
        [act(contact) for act in order]
    assert {due(contact) for contact in contacts} == {"Tue 01 16:30"}
    assert faults_of(home.id) == []


def test_a_clock_met_straight_from_its_pause_is_judged_by_the_time_it_ran(home: County) -> None:
    """Pitfall B16: the hold is not ignored when the answer ends it."""
    contact = call(home, MON_23_NOV)
    pause(contact, clock_of(contact), at(24, 9), said(home, now=14 * DAY))
    answered = at(30, 15)
    record_return(
        contact, NewAttempt(happened=answered, note=""), by=home.worker, key=said(home).key, now=MON_23_NOV + 14 * DAY
    )
    (each,) = told(clocks_of(home.id, [contact.matter_id]), home.id, LATER)
    assert (each.verdict, due(contact)) == ("met", "Mon 30 16:30")
    assert each.pauses == ("Paused: Tue 24 Nov 2026 09:00 CST to Mon 30 Nov 2026 15:00 CST (the customer asked)",)
    assert faults_of(home.id) == []


def test_a_pause_from_the_moment_of_receipt_stops_the_clock_from_the_first(home: County) -> None:
    """Pitfall B17."""
    contact = call(home, MON_23_NOV)
    pause(contact, clock_of(contact), MON_23_NOV, said(home, now=14 * DAY))
    assert due(contact) == "none"


def test_a_pause_does_not_cure_what_was_late_before(home: County) -> None:
    contact = call(home, MON_23_NOV)
    pause(contact, clock_of(contact), at(25, 9), said(home, now=14 * DAY))
    (each,) = told(clocks_of(home.id, [contact.matter_id]), home.id, LATER)
    assert (each.verdict, due(contact)) == ("open past due", "Tue 24 16:30")


def test_what_was_taken_back_stands_in_the_story_as_taken_back(home: County) -> None:
    contact, client = call(home, MON_23_NOV), as_role(home)
    fields = {"key": str(uuid4()), "n": "2", "unit": "business days", "reason": "a document is missing"}
    client.post(page_of(contact, "extend", clock=clock_of(contact).id), fields)
    assert due(contact) == "Mon 30 16:30"  # Thanksgiving and the Friday after it are closed
    turn = Turn.objects.get()
    client.post(page_of(contact, "take_back", turn=turn.id), {"key": str(uuid4()), "reason": "it arrived"})
    assert due(contact) == "Tue 24 16:30"
    shown = text(client.get(reverse("desk:contact", args=[contact.id])))
    assert "Extended by 2 business days: a document is missing (Supervisor) Taken back." in shown
    assert "Taken back, Supervisor (it arrived)" in shown


def test_the_same_form_five_times_turns_once(home: County) -> None:
    contact, client = call(home, MON_23_NOV), as_role(home)
    fields = {"key": str(uuid4()), "n": "2", "unit": "days", "reason": "asked"}
    address = page_of(contact, "extend", clock=clock_of(contact).id)
    assert {client.post(address, fields).status_code for _ in range(5)} == {302}
    assert Turn.objects.count() == 1 and Entry.objects.filter(act="extend clock").count() == 1


@pytest.mark.parametrize(
    ("page", "fields", "told_at"),
    [
        ("pause", {"when": ""}, "Say when it was"),
        ("pause", {"reason": ""}, "Give the reason"),
        ("pause", {"day": "2026-11-20"}, "before the clock started"),
        ("pause", {"day": "2027-01-20"}, "in the future"),
        ("resume", {}, "this clock runs already"),
        ("extend", {"n": "0"}, "give a number of at least 1"),
        ("extend", {"n": ""}, "Say how many"),
        ("extend", {"n": "1", "unit": ""}, "Choose one"),
        ("extend", {"n": "1", "unit": "months"}, "Choose one of those offered."),
        ("extend", {"n": "1", "unit": "days", "key": "x"}, "Open the page again"),
    ],
)
def test_what_is_wrong_is_told_and_kept(home: County, page: str, fields: dict[str, str], told_at: str) -> None:
    contact = call(home, MON_23_NOV)
    answer = as_role(home).post(
        page_of(contact, page, clock=clock_of(contact).id), {**earlier(24, "09:00", reason="kept"), **fields}
    )
    assert answer.status_code == 422 and told_at.lower() in text(answer).lower()
    assert fields.get("reason", "kept") in answer.content.decode()
    assert not Turn.objects.exists() and due(contact) == "Tue 24 16:30"


def test_an_ended_clock_and_a_paused_one_refuse_what_makes_no_sense(home: County) -> None:
    contact = call(home, MON_23_NOV)
    clock = clock_of(contact)
    first = pause(contact, clock, at(23, 11), said(home, now=14 * DAY))
    with pytest.raises(BadTurn, match="paused already"):
        pause(contact, clock, at(23, 12), said(home, now=14 * DAY))
    take_back_turn(contact, first, said(home, now=14 * DAY))
    with pytest.raises(BadTurn, match="taken back already"):
        take_back_turn(contact, first, said(home, now=14 * DAY))
    Clock.objects.update(met=MON_23_NOV, met_fact="call.returned")
    with pytest.raises(BadTurn, match="has ended"):
        extend(contact, clock, ONE, said(home, now=14 * DAY))


@pytest.mark.parametrize("page", ["pause", "extend"])
def test_a_worker_may_not_give_himself_more_time(home: County, page: str) -> None:
    contact = call(home, MON_23_NOV)
    client = as_role(home, "case worker")
    assert client.post(page_of(contact, page, clock=clock_of(contact).id), earlier(24, "09:00")).status_code == 403
    assert "Extend" not in text(client.get(reverse("desk:contact", args=[contact.id])))


def test_a_hand_over_keeps_the_customers_clock_and_stands_in_story_and_ledger(home: County) -> None:
    contact, client = call(home, MON_23_NOV), as_role(home, "case worker")
    before, to = due(contact), home.people["supervisor"]
    shown = client.get(page_of(contact, "hand_over"))
    seen = re.findall(r'name="seen" value="([^"]+)"', shown.content.decode())[0]
    fields = {"key": str(uuid4()), "seen": seen, "to": str(to.id), "reason": "knows the case"}
    assert client.post(page_of(contact, "hand_over"), fields).status_code == 302
    shown_after = text(client.get(reverse("desk:contact", args=[contact.id])))
    assert "Handed over from Case Worker to Supervisor" in shown_after and "knows the case" in shown_after
    assert (due(contact), Matter.objects.get().owner, clock_of(contact).owner) == (before, to, to)
    assert Entry.objects.filter(act="hand over", subject=f"contact:{contact.id}").count() == 1
    assert "1 open" in text(as_role(home).get(reverse("desk:my_list")))


def test_two_who_hand_over_at_once_both_see_both(home: County) -> None:
    contact, client = call(home, MON_23_NOV), as_role(home)
    fields = {"key": str(uuid4()), "seen": str(home.worker.id), "reason": "mine"}
    theirs, mine = home.people["supervisor"], home.people["district manager"]
    hand_contact_over(contact, theirs, said(home, "theirs"), seen=home.worker.id)
    answer = client.post(page_of(contact, "hand_over"), {**fields, "to": str(mine.id)})
    shown = text(answer)
    assert answer.status_code == 409 and "from Case Worker to Supervisor: theirs You chose District Manager" in shown
    again = dict(re.findall(r'type="hidden" name="(key|seen)" value="([^"]+)"', answer.content.decode()))
    assert again["seen"] == str(theirs.id)
    assert client.post(page_of(contact, "hand_over"), {**fields, **again, "to": str(mine.id)}).status_code == 302
    assert Matter.objects.get().owner == mine


def test_all_that_is_open_of_one_person_is_handed_over_after_a_look_or_not_at_all(home: County) -> None:
    for number in range(3):
        call(home, MON_23_NOV + timedelta(seconds=number))
    client, to = as_role(home), home.people["supervisor"]
    fields = {"key": str(uuid4()), "whose": str(home.worker.id), "to": str(to.id), "reason": "leaves"}
    seen = client.post(reverse("contacts:hand_over_all"), {**fields, "step": "preview"})
    assert "3 open contacts of Case Worker would go to Supervisor" in text(seen)
    digest = re.findall(r'name="seen" value="([^"]+)"', seen.content.decode())[0]
    call(home, MON_23_NOV + DAY)
    stale = client.post(reverse("contacts:hand_over_all"), {**fields, "seen": digest, "step": "confirm"})
    assert stale.status_code == 409 and "4 open contacts" in text(stale) and not Turn.objects.exists()
    digest = re.findall(r'name="seen" value="([^"]+)"', stale.content.decode())[0]
    done = client.post(reverse("contacts:hand_over_all"), {**fields, "seen": digest, "step": "confirm"})
    assert done.status_code == 302 and set(Matter.objects.values_list("owner", flat=True)) == {to.id}
    assert Entry.objects.filter(act="hand over").count() == 4 and faults_of(home.id) == []


def test_where_one_of_many_was_handed_over_in_between_none_is(home: County) -> None:
    contacts = [call(home, MON_23_NOV + timedelta(seconds=number)) for number in range(3)]
    shown = [contact_of(home.id, home.office.id, each.id) for each in contacts]
    hand_contact_over(contacts[2], home.people["supervisor"], said(home), seen=home.worker.id)
    with pytest.raises(Overtaken):
        hand_all_over(shown, home.people["district manager"], _said(home))
    assert Matter.objects.filter(owner=home.worker).count() == 2


def _said(home: County) -> Said:
    return said(home, "leaves")
