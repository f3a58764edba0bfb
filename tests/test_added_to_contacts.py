"""What is added to a contact that owes nothing any more: a note, another try, a call that followed it up."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.clocks.models import Clock
from csplan.contacts.models import Attempt, Contact, Handling
from csplan.ledger.models import Entry
from desks import returned
from ledgers import found as faults_of
from pages import as_role, posted, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def page_of(contact: Contact) -> str:
    return reverse("desk:contact", args=[contact.id])


def note_page(contact: Contact) -> str:
    return reverse("contacts:handled", args=[contact.id, "note"])


@pytest.mark.parametrize("kind", ["answered live", "call back", "letter", "walk-in served", "third party"])
@pytest.mark.parametrize("role", ["front desk", "case worker"])
def test_a_note_is_added_to_a_contact_of_any_kind(home: County, kind: str, role: str) -> None:
    contact, client = call(home, FRI_20_NOV, kind=kind), as_role(home, role)
    assert note_page(contact) in client.get(page_of(contact)).content.decode()
    open_before = Clock.objects.filter(met=None).count()
    assert posted(client, note_page(contact), when="now", note="wants it in writing").status_code == 302
    assert "Note added, " in text(client.get(page_of(contact)))
    assert "(wants it in writing)" in text(client.get(page_of(contact)))
    assert Clock.objects.filter(met=None).count() == open_before
    assert Entry.objects.filter(act="record note", subject=f"contact:{contact.id}").exists()
    assert faults_of(home.id) == []


def test_an_empty_note_is_told_at_its_field_and_a_number_in_one_is_masked(home: County) -> None:
    contact, client = call(home, FRI_20_NOV, kind="answered live"), as_role(home)
    empty = posted(client, note_page(contact), when="now")
    assert empty.status_code == 422 and "Write the note." in text(empty)
    posted(client, note_page(contact), when="now", note="gave 219-09-9998")
    assert Handling.objects.get().note == "gave ***-**-****"


def test_a_note_is_no_result_and_answers_nothing(home: County) -> None:
    contact, client = call(home, FRI_20_NOV, kind="answered live"), as_role(home)
    posted(client, note_page(contact), when="now", note="has a new address")
    assert "What was told is not recorded here" in text(client.get(page_of(contact)))


def test_a_call_answered_live_is_followed_up_and_tried_again(home: County) -> None:
    contact, client = call(home, FRI_20_NOV, kind="answered live"), as_role(home)
    shown = text(client.get(page_of(contact)))
    assert "Followed up: reached" in shown and "Attempt reached nobody" in shown
    tried, reached = (reverse(f"contacts:{name}", args=[contact.id]) for name in ("attempt", "returned"))
    assert posted(client, tried, when="now", outcome="busy").status_code == 302
    assert posted(client, tried, when="now").status_code == 302
    assert posted(client, reached, when="now", information="the new balance").status_code == 302
    shown = text(client.get(page_of(contact)))
    assert "Followed up, reached, Case Worker" in shown and "result: Busy" in shown
    assert "Reached nobody" not in shown.partition("What happened")[2]  # where no more is known than that it did
    assert Attempt.objects.count() == 3 and not Clock.objects.exists() and faults_of(home.id) == []


def test_a_returned_call_is_followed_up_and_its_promise_stays_as_it_was_met(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(contact, home.worker)
    before = Clock.objects.values("met", "due").get()
    assert "Followed up: reached" in text(client.get(page_of(contact)))
    assert posted(client, f"{page_of(contact)}returned/", when="now", information="again").status_code == 302
    assert Clock.objects.values("met", "due").get() == before


def test_a_letter_is_not_called_back_and_the_front_desk_adds_notes_alone(home: County) -> None:
    letter, live = call(home, FRI_20_NOV, kind="letter"), call(home, FRI_20_NOV, kind="answered live")
    assert as_role(home).get(f"{page_of(letter)}returned/").status_code == 403
    assert "Followed up" not in text(as_role(home, "front desk").get(page_of(live)))
    assert as_role(home, "agency director").get(note_page(live)).status_code == 403


def test_of_what_is_no_case_number_nothing_is_said_to_be_known(home: County) -> None:
    client = as_role(home)
    for number, told in (("1234567", True), ("12", False), ("", False)):
        shown = text(client.post(reverse("contacts:known"), {"case_number": number}))
        assert ("Nobody here has answered for this case before." in shown) == told


def test_an_employer_stands_with_its_name_on_lists_and_boards(home: County) -> None:
    contact = call(home, FRI_20_NOV, party="employer")
    Contact.objects.filter(id=contact.id).update(name="Acme Dairy")
    for role, page in (("case worker", "desk:my_list"), ("supervisor", "desk:team_board")):
        assert "Employer Acme Dairy, KIDS 1234567" in text(as_role(home, role).get(reverse(page)))
