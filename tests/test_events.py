"""Events owed to the case system, driven through the site: owed at once, copied, posted, corrected, never changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane, prairie
from csplan.agencies.actions import choose
from csplan.agencies.keys import new_key
from csplan.contacts.actions import Conversation, NewAttempt, record_return
from csplan.contacts.models import Contact
from csplan.events.models import Event, Owed
from csplan.ledger.models import Entry
from event_pages import AT_10_40, BEFORE_ALL, entries, event_page, hidden, returned, sent, tried
from ledgers import found
from pages import as_role, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: AT_10_40)
    county = dane()
    speaking(county.id)
    return county


@pytest.mark.requirement("WI-CSP-KIDS-07", "WI-CSP-KIDS-09")
def test_a_returned_call_owes_an_event_with_its_text_until_it_is_posted(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    assert "Nothing is owed" in text(client.get(reverse("events:owed")))
    returned(home, contact, information="the balance was told")
    listed = text(client.get(reverse("events:owed")))
    assert "1 owed" in listed and "1234567" in listed and "40 min, late" in listed
    (entry,) = entries(client.get(event_page(contact)))
    assert entry == (
        "11/20/2026 04:50 PM: Phone call from the custodial parent. Wants a call back. About: asks about a payment. "
        "11/23/2026 10:00 AM: The custodial parent was reached by phone. Information provided: the balance was told."
    )
    assert sent(client, event_page(contact), "post", reference="E 17").status_code == 302
    assert "Nothing is owed" in text(client.get(reverse("events:owed")))
    event = Event.objects.get()
    assert (event.posted, event.reference, event.how, event.text) == (AT_10_40, "E 17", "copied", "")
    shown = text(client.get(reverse("events:event", args=[event.id])))
    assert "40 min after it happened (later than your agency's aim)" in shown and event.digest in shown


@pytest.mark.requirement("WI-CSP-KIDS-07")
def test_whether_an_event_is_late_is_held_to_the_agencys_own_aim(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(home, contact)
    choose(home.id, "events.aim_minutes", 40, actor=None, now=AT_10_40)
    listed = text(client.get(reverse("events:owed")))
    assert "40 min" in listed and "40 min, late" not in listed


@pytest.mark.requirement("WI-CSP-KIDS-10")
def test_one_event_tells_of_all_attempts_with_their_times_and_results(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    for minutes in (0, 10, 20):
        tried(home, contact, MON_23_NOV + timedelta(minutes=minutes), number="608 555 0100", outcome="no answer")
    assert Owed.objects.count() == 1
    (entry,) = entries(client.get(event_page(contact)))
    for time in ("10:00 AM", "10:10 AM", "10:20 AM"):
        assert f"11/23/2026 {time}: The custodial parent could not be reached by phone." in entry
    assert entry.count("Result: no answer.") == 3 and "Attempts that reached nobody: 3." in entry
    sent(client, event_page(contact), "post")
    assert not Owed.objects.exists()
    tried(home, contact, AT_10_40)
    (entry,) = entries(client.get(event_page(contact)))
    assert "10:40 AM" in entry and "10:20 AM" not in entry


def test_an_attempt_that_the_page_did_not_show_stays_owed(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    tried(home, contact, MON_23_NOV)
    shown = hidden(client.get(event_page(contact)))
    tried(home, contact, AT_10_40)
    client.post(event_page(contact), {**shown, "do": "post"})
    assert Event.objects.count() == 1 and Owed.objects.get().since == AT_10_40


@pytest.mark.requirement("WI-CSP-KIDS-11")
def test_the_interpreter_is_named_with_position(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    said = Conversation(language="Spanish", interpreter="Maria Lopez", interpreter_as="Language Line, operator 5512")
    new = NewAttempt(happened=MON_23_NOV, note="", conversation=said)
    record_return(contact, new, by=home.worker, key=new_key(), now=AT_10_40)
    (entry,) = entries(as_role(home).get(event_page(contact)))
    assert "Language: Spanish. Interpreter: Maria Lopez, Language Line, operator 5512." in entry


@pytest.mark.requirement("WI-CSP-TTY-04")
def test_a_contact_with_interpretation_is_owed_until_its_event_which_names_the_interpreter_is_posted(
    home: County,
) -> None:
    client, page = as_role(home), reverse("contacts:log")
    usual = {"kind": "tty answered", "party": "custodial parent"}
    helped = {"interpreter_from": "contracted", "interpreter": "Mai Vue", "interpreter_as": "interpreter, badge 5512"}
    for case, said in (("1234567", helped), ("1234568", {})):
        client.post(page, {**usual, **said, "case_number": case, "key": str(new_key())})
    listed = text(client.get(reverse("events:owed")))
    assert "An interpreter was used" in listed and "1234567" in listed and "1234568" not in listed
    contact = Contact.objects.get(case__number="1234567")
    (entry,) = entries(client.get(event_page(contact)))
    assert "Interpreter: Mai Vue, interpreter, badge 5512." in entry
    assert sent(client, event_page(contact), "post").status_code == 302
    assert "An interpreter was used" not in text(client.get(reverse("events:owed")))


def test_a_message_that_asks_for_an_answer_and_a_call_answered_live_owe_nothing(home: County) -> None:
    for kind in ("call back", "voice mail", "answered live"):
        call(home, FRI_20_NOV, kind=kind)
    assert not Owed.objects.exists()


def test_an_agency_may_choose_that_every_contact_owes_an_event(home: County) -> None:
    choose(home.id, "events.warranted", "every contact", actor=None, now=BEFORE_ALL)
    call(home, FRI_20_NOV, kind="answered live")
    call(home, FRI_20_NOV, kind="answered live", case="")
    assert Owed.objects.count() == 1


def test_a_state_without_such_a_rule_owes_nothing_unless_its_agency_chooses(
    home: County, speaking: Callable[..., None]
) -> None:
    other = prairie()
    speaking(other.id)
    call(other, FRI_20_NOV, kind="reached nobody")
    assert not Owed.objects.exists()
    choose(other.id, "events.warranted", "every contact", actor=None, now=BEFORE_ALL)
    call(other, FRI_20_NOV, kind="reached nobody")
    assert Owed.objects.count() == 1


@pytest.mark.requirement("WI-CSP-KIDS-01")
def test_a_posted_event_is_never_changed_and_a_correction_stands_beside_it(home: County) -> None:
    choose(home.id, "events.keep_text", True, actor=None, now=BEFORE_ALL)
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(home, contact)
    sent(client, event_page(contact), "post")
    first = Event.objects.get()
    page = reverse("events:event", args=[first.id])
    assert "was reached by phone" in text(client.get(page))
    corrected: Any = client.post(page, {"key": str(uuid4()), "do": "correct", "text": "It was the mother's sister."})
    second = Event.objects.get(corrects=first)
    assert corrected.url == reverse("events:event", args=[second.id])
    assert "A correction is to be posted" in text(client.get(reverse("events:owed")))
    sent(client, corrected.url, "post")
    assert not Owed.objects.exists()
    shown = text(client.get(page))
    assert "was reached by phone" in shown and "A correction" in shown
    assert "It was the mother's sister." in text(client.get(corrected.url))
    assert sent(client, page, "save", text="changed").status_code in (200, 422)
    assert Event.objects.get(id=first.id).text == first.text


@pytest.mark.parametrize(("keeps", "remains"), [(True, "Nobody was at home."), (False, "")])
def test_the_text_is_destroyed_when_posted_unless_the_agency_keeps_it(home: County, keeps: bool, remains: str) -> None:
    choose(home.id, "events.keep_text", keeps, actor=None, now=BEFORE_ALL)
    contact, client = call(home, FRI_20_NOV), as_role(home)
    tried(home, contact, MON_23_NOV)
    saved = sent(client, event_page(contact), "save", text="Nobody was at home.")
    event = Event.objects.get()
    assert event.text == "Nobody was at home." and "to be posted" in text(client.get(reverse("events:owed")))
    sent(client, saved.url, "post")
    event.refresh_from_db()
    assert event.text == remains and event.digest and found(home.id) == []
    assert Entry.objects.filter(act="ledger.redacted", subject=f"event:{event.id}").exists() != keeps


def test_changed_wording_is_shown_as_it_is_entered_before_it_counts_as_posted(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(home, contact)
    answer = sent(client, event_page(contact), "post", text="Caf\u00e9: her number is 536-90-4399")
    assert answer.status_code == 422 and "You changed the wording" in text(answer)
    assert entries(answer) == ["Cafe: her number is ***-**-****"] and not Event.objects.exists()
    again = {**hidden(answer), "text": "Caf\u00e9: her number is 536-90-4399", "do": "post"}
    assert client.post(event_page(contact), again).status_code == 302


def test_a_text_that_is_too_long_is_shown_in_numbered_parts(home: County) -> None:
    choose(home.id, "events.limit", 120, actor=None, now=BEFORE_ALL)
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(home, contact, information="the balance " * 20)
    parts = entries(client.get(event_page(contact)))
    assert len(parts) > 2 and all(len(part) <= 120 for part in parts) and parts[0].startswith("(1/")
    assert "takes (120 letters)" in text(client.get(event_page(contact)))


def test_what_was_typed_in_the_case_system_first_needs_one_button(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(home, contact)
    sent(client, event_page(contact), "typed", reference="E 18", day="2026-11-23", time="10:05")
    event = Event.objects.get()
    assert (event.how, event.text, event.digest, event.reference) == ("typed first", "", "", "E 18")
    assert event.posted == MON_23_NOV + timedelta(minutes=5) and not Owed.objects.exists()


def test_information_that_stands_in_the_case_system_already_owes_nothing_and_is_on_record(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    returned(home, contact, in_case_system=True)
    assert not Owed.objects.exists() and Event.objects.get().how == "typed first" and found(home.id) == []


def test_the_same_post_five_times_makes_one_event(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(home, contact)
    form = {**hidden(client.get(event_page(contact))), "do": "post"}
    assert {client.post(event_page(contact), form).status_code for _ in range(5)} == {302}
    assert Event.objects.count() == 1


def test_two_who_post_the_same_see_both(home: County) -> None:
    contact, first, second = call(home, FRI_20_NOV), as_role(home), as_role(home, "supervisor")
    returned(home, contact)
    forms = [{**hidden(each.get(event_page(contact))), "do": "post"} for each in (first, second)]
    assert first.post(event_page(contact), forms[0]).status_code == 302
    late = second.post(event_page(contact), forms[1])
    assert late.status_code == 422 and "Another event tells this meanwhile" in text(late)
    assert "posted Mon 23 Nov 2026 10:40 CST" in text(late) and Event.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"day": "2026-11-23"}, "Fill in both date and time"),
        ({"day": "2026-11-23", "time": "10:41"}, "in the future"),
        ({"day": "2026-11-20", "time": "10:00"}, "before what the event tells"),
        ({"day": "2026-11-31", "time": "10:00"}, "no such date"),
        ({"reference": "x" * 81}, "at most 80 letters"),
        ({"text": " "}, "Write what happened"),
        ({"key": "nonsense"}, "Open the page again"),
        ({"tells": str(uuid4())}, "open the page again"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(home: County, wrong: dict[str, str], told: str) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(home, contact)
    answer = sent(client, event_page(contact), "post", **{"reference": "kept", **wrong})
    assert answer.status_code == 422 and told in text(answer)
    assert wrong.get("reference", "kept") in answer.content.decode() and not Event.objects.exists()
